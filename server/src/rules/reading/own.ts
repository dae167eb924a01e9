import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { Interest } from '../../project/uwsgi/interest.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
import type { Uri } from '../../text/uri.ts';
import type { Subject } from '../rule.ts';
import { uwsgiReading } from './uwsgi.ts';

/** An option of the catalogue as a line of the subject's own file gives it. */
export interface Own extends Effective {
  readonly entry: UwsgiOption;
}

/**
 * The options written in the subject's own file, each once however often a loop runs it. Variables of the file are left out.
 * `wanted` is the interest that lines have to be of: a file has thousands, and few concern a rule.
 */
export const ownOptions = (subject: Subject<'uwsgi'>, wanted: Interest): readonly Own[] =>
  uwsgiReading(subject).of(wanted) as readonly Own[];

/** All options written in the subject's own file. Long; for rules that need it rarely. */
export const allOwnOptions = (subject: Subject<'uwsgi'>): readonly Own[] => {
  const { uri } = subject;
  return uwsgiReading(subject).options.filter((one): one is Own => isOwn(one, uri));
};

/** `set-placeholder = x=1` stores a second pair that has no line of its own. */
const isOwn = ({ entry, option, again }: Effective, uri: Uri): boolean =>
  entry !== undefined && !again && option.uri === uri && option.name === entry.name;

/** True for a value whose fault is a note behind it or quotes around it: those have rules of their own. */
export const isDressed = (value: string): boolean => /\s[;#]/.test(value) || /^["']/.test(value);
