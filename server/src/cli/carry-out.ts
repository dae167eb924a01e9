// The end of `init` and `migrate`: a plan is shown as a diff, or written and told file by file.
import type { Planned } from '../scaffold/plan.ts';
import { applyPlan } from './apply.ts';
import { agreed } from './ask.ts';
import type { Arguments } from './command.ts';
import { type Io, notice } from './io.ts';
import { paintFor } from './reporters/colour.ts';
import { diff } from './reporters/diff.ts';

const words = { new: 'new     ', same: 'same    ', extend: 'extended', edit: 'changed ', beside: 'beside  ' } as const;

/** How a plan ended: nobody may have wanted it once it was seen, and it may not have been possible. */
export type Outcome = 'done' | 'declined' | 'failed';

/**
 * With `--dry-run` prints the difference, else writes below the root and says what became of each file. Where questions were asked,
 * `lines` is who answers: nothing is written before the list of files was seen.
 */
export const carryOut = async (
  given: Arguments,
  io: Io,
  root: string,
  files: readonly Planned[],
  lines: AsyncIterator<string> | undefined,
): Promise<Outcome> => {
  if (given.has('dry-run')) {
    const paint = paintFor(io);
    for (const { path, before, after } of files) io.stdout.write(diff(path, before ?? '', after, paint));
    return 'done';
  }
  if (lines && !(await agreed(io, lines, files))) {
    notice(io, 'nothing was written');
    return 'declined';
  }
  const failed = await applyPlan(root, files);
  if (failed !== undefined) {
    notice(io, failed);
    return 'failed';
  }
  for (const { path, state, instead } of files)
    io.stdout.write(`${words[state]}  ${path}${state === 'beside' ? `  (${instead} stays as it is)` : ''}\n`);
  return 'done';
};
