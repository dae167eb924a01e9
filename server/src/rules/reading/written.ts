// The options of a rule's own file that surely count.
import type { Effective } from '../../project/uwsgi/reading.ts';
import type { Location } from '../../text/span.ts';
import type { Related, Subject } from '../rule.ts';
import { isDressed } from './own.ts';
import { uwsgiReading } from './uwsgi.ts';

/** Every certain occurrence of an option in the rule's own file, under any of its names, in order; each line once. */
export const written = (subject: Subject<'uwsgi'>, name: string): readonly Effective[] =>
  onlyWritten(subject, uwsgiReading(subject).all(name));

/** Those of some options that are certainly written in the rule's own file; each line once. */
export const onlyWritten = ({ uri }: Subject<'uwsgi'>, options: readonly Effective[]): readonly Effective[] =>
  options.filter(({ certain, option, entry }, i, all) => {
    // `set-placeholder = uid=…` makes a second pair that is no option.
    const own = certain && option.uri === uri && option.name === entry?.name;
    return own && all[i + 1]?.option !== option;
  });

/** A value that is certainly what uWSGI will use; nothing where a part is filled in later, and where other rules own its form. */
export const settled = ({ value }: Effective): string | undefined =>
  typeof value !== 'string' || isDressed(value) || /[%$@]\(/.test(value) ? undefined : value;

/** The value of an option, or its name where it has none. */
export const valuePlace = ({ option }: Effective): Location => ({
  uri: option.uri,
  span: option.value.span.from < option.value.span.to ? option.value.span : option.nameSpan,
});

/** Points at the occurrences that a later one overrules. */
export const earlier = (all: readonly Effective[]): readonly Related[] =>
  all.slice(0, -1).map(({ option }) => ({ at: { uri: option.uri, span: option.line }, message: 'It is written here too' }));
