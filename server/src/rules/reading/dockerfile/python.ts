// The Python of a stage, and the folders in which packages for it lie.

import { environmentsOf, targetOf } from '../../../languages/dockerfile/environments.ts';
import type { Copy, Run, Stage } from '../../../languages/dockerfile/facts.ts';
import { absolute, folderAt, within } from '../../../languages/dockerfile/files.ts';
import { perMinded } from '../../../languages/dockerfile/minded.ts';
import { targets } from '../../../languages/dockerfile/minds.ts';
import { type Asker, imageOf, perStage } from './image.ts';
import { chainOf } from './shipped.ts';

/** The interpreter that `python3` starts in a stage. */
export interface Interpreter {
  /** Such as `3.12`. */
  readonly minor: string;
  /** `/usr/local` for the official images, `/usr` for the Python of a distribution. */
  readonly prefix: '/usr/local' | '/usr';
}

/** What brings a Python of its own, whose version no image name tells. */
const others = /pyenv|deadsnakes|conda|mamba|python-build|\bPython-\d|altinstall|uv python|add-apt-repository|\bmise\b|\basdf\b|linuxbrew/i;

/** A copy that puts another interpreter over the one that is there. */
const bringsPython = (copy: Copy): boolean => {
  const to = copy.destination?.known ? absolute('/', copy.destination.text) : undefined;
  if (copy.from === undefined) return false;
  if (to === '/' || to === '/usr' || to === '/usr/local') return copy.sources.some(({ text }) => /^\/?(?:usr(?:\/local)?\/?|)$/.test(text));
  return copy.sources.some(({ text }) => /\/bin\/python|\/uv\/python|\/opt\/python|libpython/.test(text));
};

/** The Python of a stage; nothing when there is none, or when something in the stage may have brought another. */
export const pythonOf = perStage((subject: Asker, stage: Stage): Interpreter | undefined => {
  const image = imageOf(subject, stage);
  if (!image) return undefined;
  const chain = chainOf(stage);
  if (chain.some(({ runs, copies }) => copies.some(bringsPython) || runs.some(({ step }) => others.test(step.instruction.script.text))))
    return undefined;
  const packages = chain.flatMap(({ runs }) =>
    runs.flatMap(({ installation }) => (installation?.tool === 'apt' ? installation.packages : [])),
  );
  if (image.python !== undefined)
    return { minor: image.python, prefix: image.kind === 'distroless' || image.kind === 'ubi' ? '/usr' : '/usr/local' };
  if (packages.some(({ name }) => /^python3\.\d+/.test(name)) || !packages.some(({ name }) => /^python3(?:-|$)/.test(name)))
    return undefined;
  const minor = image.release === undefined ? undefined : subject.knowledge.images.distributionPython(image.family, image.release);
  return minor === undefined ? undefined : { minor, prefix: '/usr' };
});

/** A folder with packages for the Python of its stage. */
export interface PackageTree {
  readonly path: string;
  readonly is: 'environment' | 'user' | 'prefix';
  /** It was made for an interpreter that somebody named, which need not be the one of the image. */
  readonly ownPython: boolean;
}

const namesPython = /\s(?:-p|--python)[\s=]|\bpython3\.\d|\/usr\/bin\/python/;
const choosesPython = ({ step, command }: Run): boolean =>
  step.environment.has('UV_PYTHON') || namesPython.test(command.words.map(({ text }) => text).join(' '));

/** The folders outside the interpreter's own into which a stage, or one below it, installs Python packages. */
export const packageTrees: (stage: Stage) => readonly PackageTree[] = perMinded(targets, (stage: Stage): readonly PackageTree[] => {
  const out = new Map((stage.parent ? packageTrees(stage.parent) : []).map((tree) => [tree.path, tree] as const));
  const add = (path: string | undefined, is: PackageTree['is'], run: Run) => {
    if (path !== undefined && !out.has(path)) out.set(path, { path, is, ownPython: choosesPython(run) });
  };
  for (const { path, run } of environmentsOf(stage)) add(path, 'environment', run);
  for (const run of stage.runs) {
    const target = run.installation && targetOf(stage, run);
    if (target?.into === 'environment') add(target.path, 'environment', run);
    if (target?.into === 'user' && target.user === 'root') add('/root/.local', 'user', run);
    // A folder of `--target` has no level with the version of Python in it.
    if (target?.into === 'folder' && run.installation?.options.some(({ name }) => name === '--prefix')) add(target.path, 'prefix', run);
  }
  return [...out.values()];
});

/** A tree that a copy takes along, and where it lies afterwards. */
export interface CopiedTree {
  readonly tree: PackageTree;
  readonly to: string;
  readonly source: Copy['sources'][number];
}

/** Where a copy puts things; nothing when that is decided at build time. */
export const copyTarget = (into: Stage, { destination, step }: Copy): string | undefined =>
  destination?.known ? absolute(folderAt(into, step), destination.text) : undefined;

/** The trees of another stage that a copy takes along whole. */
export const copiedTrees = (into: Stage, copy: Copy): readonly CopiedTree[] => {
  const { stage, sources } = copy;
  const to = stage && copyTarget(into, copy);
  if (!stage || to === undefined) return [];
  const trees = packageTrees(stage);
  return sources.flatMap((source) => {
    const from = source.known ? absolute('/', source.text) : undefined;
    if (from === undefined) return [];
    return trees.flatMap((tree) =>
      within(from, tree.path) ? [{ tree, source, to: `${to === '/' ? '' : to}${tree.path.slice(from === '/' ? 0 : from.length)}` }] : [],
    );
  });
};
