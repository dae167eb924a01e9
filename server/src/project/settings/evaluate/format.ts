// Texts that are filled in: `%`, `str.format` and f-strings, as far as plain `str()` is asked for.
import type { Location } from '../../../text/span.ts';
import type { StringValue, Value } from '../value.ts';
import { anchorOf, repr, shown, stringValue } from './constants.ts';
import { look, type Run } from './runtime.ts';

/** `text % value`; nothing where the outcome is not sure. */
export const formatPercent = (run: Run, template: StringValue, given: Value, at: Location): Value | undefined => {
  const value = look(run, given);
  const rest = value.is === 'list' && value.type === 'tuple' ? [...value.items] : undefined;
  const values = rest?.map((item) => (item.is === 'item' && item.certain ? look(run, item.value) : undefined));
  let next = 0;
  let anchor = template.anchor;
  let failed = false;
  const take = (found: Value | undefined, letter: string): string => {
    const text = found && (letter === 'r' ? repr(found) : letter === 'd' && found.is !== 'number' ? undefined : shown(found));
    if (text === undefined || (letter === 'd' && found?.is === 'number' && found.float)) failed = true;
    if (found) anchor ??= anchorOf(found);
    return text ?? '';
  };
  const text = template.text.replaceAll(
    /%(?:\((\w+)\))?([-#0 +\d.*]*)([%a-zA-Z])/g,
    (_, key: string | undefined, flags: string, letter: string) => {
      if (letter === '%' && key === undefined) return '%';
      if (flags !== '' || !'srd'.includes(letter)) failed = true;
      if (key !== undefined) {
        if (value.is !== 'dict') failed = true;
        else {
          const entry = value.entries.find((one) => one.key.is === 'string' && one.key.text === key);
          return take(entry?.certain ? look(run, entry.value) : undefined, letter);
        }
        return '';
      }
      if (values) return take(values[next++], letter);
      if (next++ > 0 || value.is === 'dict') failed = true;
      return take(value, letter);
    },
  );
  if (values && next !== values.length) failed = true;
  if (!values && next === 0 && value.is !== 'dict') failed = true;
  return failed ? undefined : stringValue(text, at, anchor);
};

/** `text.format(…)`; nothing where the outcome is not sure. */
export const formatBraces = (
  run: Run,
  template: StringValue,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  at: Location,
): Value | undefined => {
  let next = 0;
  let anchor = template.anchor;
  let failed = false;
  let numbered = false;
  const text = template.text.replaceAll(/\{\{|\}\}|\{([^{}]*)\}/g, (all, field: string | undefined) => {
    if (field === undefined) return all.charAt(0);
    const [, name = '', conversion] = /^(\w*)(?:!([sr]))?$/.exec(field) ?? [undefined, undefined];
    if (!/^\w*(?:![sr])?$/.test(field)) failed = true;
    // Python wants either all fields numbered or none.
    if (/^\d+$/.test(name)) numbered = true;
    if (numbered && (name === '' || next > 0)) failed = true;
    const found = name === '' ? positional[next++] : /^\d+$/.test(name) ? positional[Number(name)] : keywords.get(name);
    const value = found && look(run, found);
    if (value) anchor ??= anchorOf(value);
    const one = value && (conversion === 'r' ? repr(value) : shown(value));
    if (one === undefined) failed = true;
    return one ?? '';
  });
  return failed ? undefined : stringValue(text, at, anchor);
};
