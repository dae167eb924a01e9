// The end of `init` and `migrate`: a plan is shown as a diff, or written and told file by file.
import type { Planned } from '../scaffold/plan.ts';
import { applyPlan } from './apply.ts';
import type { Arguments } from './command.ts';
import { type Io, notice } from './io.ts';
import { paintFor } from './reporters/colour.ts';
import { diff } from './reporters/diff.ts';

const words = { new: 'new     ', same: 'same    ', extend: 'extended', edit: 'changed ', beside: 'beside  ' } as const;

/** With `--dry-run` prints the difference, else writes below the root and says what became of each file. False when it could not. */
export const carryOut = async (given: Arguments, io: Io, root: string, files: readonly Planned[]): Promise<boolean> => {
  if (given.has('dry-run')) {
    const paint = paintFor(io);
    for (const { path, before, after } of files) io.stdout.write(diff(path, before ?? '', after, paint));
    return true;
  }
  const failed = await applyPlan(root, files);
  if (failed !== undefined) {
    notice(io, failed);
    return false;
  }
  for (const { path, state, instead } of files)
    io.stdout.write(`${words[state]}  ${path}${state === 'beside' ? `  (${instead} stays as it is)` : ''}\n`);
  return true;
};
