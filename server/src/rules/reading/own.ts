import type { UwsgiOption } from '../../knowledge/entry.ts';
import { memo } from '../../languages/memo.ts';
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import type { Effective, Reading } from '../../project/uwsgi/reading.ts';
import type { Uri } from '../../text/uri.ts';
import type { Subject } from '../rule.ts';
import { uwsgiReading } from './uwsgi.ts';

/** An option of the catalogue as a line of the subject's own file gives it. */
export interface Own extends Effective {
  readonly entry: UwsgiOption;
}

/**
 * The options written in the subject's own file, each once however often a loop runs it. Variables of the file are left out.
 * `wanted` picks those of some entries of the catalogue: a file has thousands of lines, but few different options.
 */
export const ownOptions = (subject: Subject<'uwsgi'>, wanted?: (entry: UwsgiOption) => boolean): readonly Own[] => {
  const { all, byEntry } = own(uwsgiReading(subject));
  if (!wanted) return all;
  const entries = new Set([...byEntry.keys()].filter(wanted));
  const [first] = entries;
  if (!first) return [];
  return entries.size === 1 ? (byEntry.get(first) ?? []) : all.filter(({ entry }) => entries.has(entry));
};

const own = memo(({ options, facts }: Reading) => {
  const seen = new Set<IniOption>();
  const all: Own[] = [];
  const byEntry = new Map<UwsgiOption, Own[]>();
  for (const one of options) {
    // `set-placeholder = x=1` stores a second pair that has no line of its own.
    if (!isOwn(one, facts.uri) || seen.has(one.option)) continue;
    seen.add(one.option);
    const list = byEntry.get(one.entry);
    if (list) list.push(one);
    else byEntry.set(one.entry, [one]);
    all.push(one);
  }
  return { all, byEntry };
});

const isOwn = (one: Effective, uri: Uri): one is Own =>
  one.entry !== undefined && one.option.uri === uri && one.option.name === one.entry.name;

/** True for a value whose fault is a note behind it or quotes around it: those have rules of their own. */
export const isDressed = (value: string): boolean => /\s[;#]/.test(value) || /^["']/.test(value);
