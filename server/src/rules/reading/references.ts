import { unknown } from '../../languages/maybe.ts';
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import type { Part } from '../../languages/uwsgi/value.ts';
import { evaluate } from '../../project/uwsgi/placeholder.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';

/** A part of a value that uWSGI fills in after the whole file is read: `$(NAME)`, `@(path)`, `%(key)`. */
export type Reference = Extract<Part, { readonly inner: unknown }>;

export const isReference = (part: Part): part is Reference =>
  part.is === 'environment' || part.is === 'content' || part.is === 'placeholder';

/** The references of a value. `%(_)` inside a block is none: the block fills it in while the file is read. */
export const references = ({ value, opener }: IniOption): readonly Reference[] =>
  value.literal ? [] : value.parts.filter(isReference).filter((part) => !(opener && part.is === 'placeholder' && part.text === '_'));

/** The value with each `%(key)` filled in; undefined when a part is not known here. */
export const filledIn = ({ value }: IniOption, { expansion }: Reading): string | undefined => {
  let out = '';
  for (const part of value.parts) {
    if (part.is === 'text') out += part.text;
    else if (part.is === 'placeholder') {
      const found = evaluate(part.text, (key) => expansion.stored.find((one) => one.key === key && one.certain)?.value);
      if (found === undefined || found === unknown) return undefined;
      out += found;
    } else return undefined;
  }
  // A sign that came out of the values would be read again.
  return /[%$@]/.test(out) ? undefined : out;
};
