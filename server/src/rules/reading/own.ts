import type { UwsgiOption } from '../../knowledge/entry.ts';
import { memo } from '../../languages/memo.ts';
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import type { Effective, Reading } from '../../project/uwsgi/reading.ts';
import type { Subject } from '../rule.ts';
import { uwsgiReading } from './uwsgi.ts';

/** An option of the catalogue as a line of the subject's own file gives it. */
export interface Own extends Effective {
  readonly entry: UwsgiOption;
}

/**
 * The options written in the subject's own file, each once however often a loop runs it. Variables of the file are left out.
 * `wanted` picks some of them, which is many times faster than to skip the others in the rule, a generator.
 */
export const ownOptions = (subject: Subject<'uwsgi'>, wanted?: (one: Own) => boolean): readonly Own[] => {
  const all = own(uwsgiReading(subject));
  return wanted ? all.filter(wanted) : all;
};

const own = memo(({ options, facts }: Reading): readonly Own[] => {
  const seen = new Set<IniOption>();
  // `set-placeholder = x=1` stores a second pair that has no line of its own.
  const isOwn = (one: Effective): one is Own =>
    one.entry !== undefined && one.option.uri === facts.uri && one.option.name === one.entry.name;
  return options.filter((one): one is Own => {
    if (!isOwn(one) || seen.has(one.option)) return false;
    seen.add(one.option);
    return true;
  });
});

/** True for a value whose fault is a note behind it or quotes around it: those have rules of their own. */
export const isDressed = (value: string): boolean => /\s[;#]/.test(value) || /^["']/.test(value);
