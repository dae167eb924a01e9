// All that a stage is made from.
import { memo } from '../memo.ts';
import type { Stage } from './facts.ts';

/** The stages that a stage is made from, however far, and itself, in the order of the file. */
export const reachOf: (stage: Stage) => readonly Stage[] = memo((stage: Stage): readonly Stage[] => {
  const [only, ...more] = stage.sources;
  if (!only) return [stage];
  // A stage comes behind all that it is made from.
  if (more.length === 0) return [...reachOf(only), stage];
  const out = new Set<Stage>();
  const open = [stage];
  for (let one = open.pop(); one; one = open.pop()) {
    if (out.has(one)) continue;
    out.add(one);
    open.push(...one.sources);
  }
  return [...out].sort((a, b) => a.index - b.index);
});
