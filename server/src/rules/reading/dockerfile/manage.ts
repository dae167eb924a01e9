// Calls of Django's management commands in a Dockerfile.
import type { Argument } from '../../../commands/resolve.ts';
import { programOf } from '../../../commands/wrappers.ts';
import type { Run, Stage } from '../../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../../languages/dockerfile/files.ts';
import { memo } from '../../../languages/memo.ts';

/** One `manage.py verb …` of a RUN, however it is started. */
export interface ManageCall {
  readonly run: Run;
  readonly verb: Argument;
  /** The words behind the verb. */
  readonly rest: readonly Argument[];
  /** All words, wrappers taken away. */
  readonly words: readonly Argument[];
}

/** Reads the words of a command; nothing when it is no management command. */
export const readManage = (words: readonly Argument[]): Omit<ManageCall, 'run'> | undefined => {
  let at = 0;
  if (/^(?:python|pypy)(?:\d(?:\.\d+)?)?$/.test(programOf(words[0]))) {
    at = 1;
    while (/^-[^mc]/.test(words[at]?.text ?? '')) at += /^-[WX]$/.test(words[at]?.text ?? '') ? 2 : 1;
    if (words[at]?.text === '-m') at++;
  }
  if (!/^(?:manage\.py|django-admin(?:\.py)?|django)$/.test(programOf(words[at]))) return undefined;
  const valued = /^--(?:settings|pythonpath|configuration|verbosity)$|^-v$/;
  let next = at + 1;
  while (words[next]?.text.startsWith('-')) next += valued.test(words[next]?.text ?? '') ? 2 : 1;
  const verb = words[next];
  return verb?.known ? { verb, rest: words.slice(next + 1), words } : undefined;
};

/** All calls of a stage's own RUN instructions, in order. */
export const manageCalls = memo((stage: Stage): readonly ManageCall[] =>
  placedRuns(stage).flatMap(({ run, words }) => {
    const call = readManage(words);
    return call ? [{ run, ...call }] : [];
  }),
);
