// How the stages of a Dockerfile hang together, without any place: what each is made from, and whose command its container starts.
import { ofEachBuild } from './each-stage.ts';
import type { DockerfileFacts, Stage } from './facts.ts';

/** What ties a stage to others, by their indexes. */
export interface Ties {
  readonly parent: number | undefined;
  readonly sources: readonly number[];
  /** The stages in which its CMD and its ENTRYPOINT stand: itself, or one that it is built on. */
  readonly cmd: number | undefined;
  readonly entrypoint: number | undefined;
}

const ownerOf = (stage: Stage, start: 'cmd' | 'entrypoint'): number | undefined => {
  if (!stage[start]) return undefined;
  let at = stage;
  while (at.parent?.[start] === stage[start]) at = at.parent as Stage;
  return at.index;
};

const tiesIn = (stage: Stage): Ties => ({
  parent: stage.parent?.index,
  sources: stage.sources.map(({ index }) => index),
  cmd: ownerOf(stage, 'cmd'),
  entrypoint: ownerOf(stage, 'entrypoint'),
});

const isSame = (a: Ties, b: Ties): boolean =>
  a.parent === b.parent &&
  a.cmd === b.cmd &&
  a.entrypoint === b.entrypoint &&
  a.sources.length === b.sources.length &&
  a.sources.every((one, i) => one === b.sources[i]);

/** The ties of all stages of a file, by index: the same list for as long as they are the same. */
export const tiesOf: (facts: DockerfileFacts) => readonly Ties[] = ofEachBuild(tiesIn, isSame);

/** For each stage, the indexes of those that it is made from, however far, and its own, in the order of the file. */
export const reachesOf = (all: readonly Ties[]): readonly (readonly number[])[] => {
  const out: (readonly number[])[] = [];
  for (const [i, { sources }] of all.entries()) {
    const [only, ...more] = sources;
    if (only === undefined) out.push([i]);
    else if (more.length === 0) out.push([...(out[only] ?? []), i]);
    else out.push([...new Set(sources.flatMap((one) => out[one] ?? []))].sort((a, b) => a - b).concat(i));
  }
  return out;
};
