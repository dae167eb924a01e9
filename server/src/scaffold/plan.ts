// What would be written: which files are new, which are extended, and which exist and stay as they are.
import { editsBetween, stepsBetween } from '../text/changes.ts';
import type { ScaffoldFile } from './files.ts';

/**
 * One file of a plan. `new`: there is none yet. `same`: it has this text already. `extend`: lines are added at its end.
 * `edit`: some places of it change. `beside`: another text stands there, so ours goes beside it, to `path`.
 */
export interface Planned {
  readonly path: string;
  readonly state: 'new' | 'same' | 'extend' | 'edit' | 'beside';
  /** What stands at `path` now; undefined when nothing does. */
  readonly before: string | undefined;
  readonly after: string;
  /** For `beside`: the file that stays as it is. For `edit`: the file itself, when its text is given up. */
  readonly instead?: string;
}

/** Reads a file of the project, by its path in it: undefined when there is none. */
export type Reader = (path: string) => string | undefined;

const endOf = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n');

/** The lines of a list that another one lacks: patterns, without comments and blank lines. */
const missingLines = (before: string, wanted: string): readonly string[] => {
  const have = new Set(before.split(/\r?\n/).map((line) => line.trim().replace(/\/$/, '')));
  return wanted
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !have.has(line.replace(/\/$/, '')));
};

/** Adds the lines a list lacks at its end, in its own line ends; the text itself when it lacks none. */
export const extended = (before: string, wanted: string): string => {
  const missing = missingLines(before, wanted);
  if (missing.length === 0) return before;
  const end = endOf(before);
  const gap = before === '' ? '' : before.endsWith('\n') ? end : end + end;
  return `${before}${gap}${missing.join(end)}${end}`;
};

/**
 * Lays the files of a scaffold over a project. `replace` names the paths whose text the user gives up; everything else that
 * exists with another text gets ours beside it, as `NAME.new`, and the next free number when that is taken by a third text.
 */
export const planFiles = (files: readonly ScaffoldFile[], read: Reader, replace: ReadonlySet<string>): readonly Planned[] =>
  files.map((file): Planned => {
    const before = read(file.path);
    if (before === undefined) return { path: file.path, state: 'new', before, after: file.text };
    if (file.lines) {
      const after = extended(before, file.text);
      return { path: file.path, state: after === before ? 'same' : 'extend', before, after };
    }
    if (before.replaceAll('\r\n', '\n') === file.text) return { path: file.path, state: 'same', before, after: before };
    if (replace.has(file.path)) return { path: file.path, state: 'edit', before, after: file.text, instead: file.path };
    return beside(file, read);
  });

const beside = (file: ScaffoldFile, read: Reader): Planned => {
  for (let i = 1; ; i++) {
    const path = `${file.path}.new${i === 1 ? '' : i}`;
    const taken = read(path);
    if (taken === undefined) return { path, state: 'beside', before: undefined, after: file.text, instead: file.path };
    if (taken === file.text) return { path, state: 'same', before: taken, after: taken, instead: file.path };
  }
};

const counted = (count: number): string => `${count} ${count === 1 ? 'line' : 'lines'}`;

/** What would happen to a file, in a few words. */
export const briefOf = ({ state, before = '', after, instead }: Planned): string => {
  if (state === 'new' || state === 'same') return state;
  if (state === 'beside') return `${instead} exists and stays as it is`;
  if (instead !== undefined) return 'exists: its text is replaced';
  const steps = stepsBetween(before, after);
  const added = steps.filter(({ sign, line }) => sign === '+' && line.trim() !== '').length;
  const gone = steps.filter(({ sign }) => sign === '-').length;
  if (state === 'extend' || gone === 0) return `exists: ${counted(added)} ${added === 1 ? 'is' : 'are'} added`;
  return `exists: changed in ${editsBetween(before, after).length === 1 ? 'one place' : `${editsBetween(before, after).length} places`}`;
};
