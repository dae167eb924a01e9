// Who may write where in an image, as far as its instructions tell.
import { programOf } from '../../../commands/wrappers.ts';
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { filesOf, ownerOf } from '../../../languages/dockerfile/files.ts';
import type { Instruction } from '../../../languages/dockerfile/parse.ts';
import { chainOf } from './shipped.ts';

/** Whether a stage changes who may write, in a way that is not followed here. */
export const changesRights = ({ runs }: Stage): boolean =>
  runs.some(({ words }) => /^(?:chmod|setfacl|usermod|groupmod|fix-permissions|sudo|su|gosu)$/.test(programOf(words[0])));

const above = (path: string): string => path.replace(/\/[^/]*$/, '');

/**
 * Who owns a path, or the nearest folder above it that is there, when an instruction begins (at the end when none is given); nothing
 * when that cannot be told. `made` says that no copy brings the path: a command makes it.
 */
export const ownerAbove = (stage: Stage, path: string, made: boolean, before?: Instruction): string | undefined => {
  const own = ownerOf(stage, path, before);
  if (own !== 'absent' && !(made && own === undefined)) return own;
  // A command that makes just this folder is surer than a copy that may bring it.
  const written = chainOf(stage)
    .flatMap(filesOf)
    .findLast((effect) => effect.path === path && effect.kind !== 'copy' && effect.does !== 'remove');
  if (own === undefined && written) return !before || written.instruction.span.from < before.span.from ? written.owner : undefined;
  // Where a copy may have brought a folder, whose it is then counts when it comes to the same either way.
  let brought: string | undefined;
  for (let at = above(path); at !== ''; at = above(at)) {
    const owner = ownerOf(stage, at, before);
    if (owner === 'absent') continue;
    if (owner !== undefined) return brought === undefined || brought === owner ? owner : undefined;
    const then = ownerOf(stage, at, before, true);
    if (then === undefined || then === 'absent' || (brought !== undefined && brought !== then)) return undefined;
    brought = then;
  }
  // Nothing was made on the way.
  return undefined;
};
