// Which paths a .dockerignore leaves out.
import { memo } from '../memo.ts';
import type { DockerignoreFacts } from './facts.ts';
import type { IgnorePattern } from './parse.ts';
import { matcherOf } from './pattern.ts';

/** What decides about a path: the last pattern that speaks of it or of a folder above it. */
export interface Verdict {
  readonly ignored: boolean;
  /** Nothing when no pattern speaks of the path. */
  readonly by: IgnorePattern | undefined;
}

const nothing: Verdict = { ignored: false, by: undefined };
/** No real path is deeper than this. */
const deepest = 250;
const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The judge of a file: asked with a path relative to the context, with `/` and without one in front or behind, of a file or folder. */
export const judgeOf = memo(({ patterns }: DockerignoreFacts): ((path: string) => Verdict) => {
  // One broken pattern stops the build. To leave it out is the best guess of what was meant.
  const sound = patterns.filter(({ broken }) => !broken);
  const tests = sound.map(({ pattern }) => matcherOf(pattern));
  /** For each folder that was asked about: which patterns match it or a folder above it. */
  const folders = new Map<string, readonly boolean[]>([['', sound.map(() => false)]]);
  const hits = (path: string): readonly boolean[] => {
    const inherited = hitsOf(above(path));
    return tests.map((test, i) => inherited[i] === true || test(path));
  };
  const hitsOf = (folder: string): readonly boolean[] => {
    const before = folders.get(folder);
    if (before) return before;
    const made = hits(folder);
    folders.set(folder, made);
    return made;
  };
  return (path) => {
    if (path === '' || path === '.' || path.split('/').length > deepest) return nothing;
    const found = hits(path);
    const by = sound.findLast((_, i) => found[i]);
    return by ? { ignored: !by.negated, by } : nothing;
  };
});
