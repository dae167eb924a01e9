// Where a file of the image comes from: the context, another stage, or a command of the build.

import { type Copy, type DockerfileFacts, type Run, type Stage, type Step, wholeOf } from '../../languages/dockerfile/facts.ts';
import { absolute, effectsIn, folderAt, type PlacedRun, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { mindedSlot } from '../../languages/dockerfile/minded.ts';
import { origins } from '../../languages/dockerfile/minds.ts';
import { type Mount, mountsOf } from '../../languages/dockerfile/mounts.ts';
import { memo } from '../../languages/memo.ts';
import { slashPath } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import { type BuildContext, contextOf, pathInContext, sourceIn } from './context.ts';

/** Where a path of the image comes from. */
export type Origin =
  /** A file or folder of the context; `path` is relative to it. */
  | { readonly is: 'context'; readonly path: string }
  /** A command of a RUN writes it, in this stage or in one it is copied from. */
  | { readonly is: 'made'; readonly by: Run; readonly stage: Stage }
  /** Nothing puts it there, though the context has it or may have it at `path`: no COPY takes it, or the ignore file leaves it out. */
  | { readonly is: 'absent' }
  | { readonly is: 'unknown' };

const unknown: Origin = { is: 'unknown' };
const absent: Origin = { is: 'absent' };
const nothing: readonly never[] = [];
/** Stages that copy from each other in more steps than these are not followed. */
const deepest = 12;

/** The image whose files are asked about. */
export interface ImageFiles {
  readonly project: Project;
  readonly facts: DockerfileFacts;
  readonly context: BuildContext;
}

export const imageFiles = (project: Project, facts: DockerfileFacts): ImageFiles => ({
  project,
  facts: wholeOf(facts),
  context: contextOf(project, facts),
});

const copiesOf = memo(
  (stage: Stage): ReadonlyMap<Step['instruction'], Copy> => new Map(stage.copies.map((copy) => [copy.instruction, copy])),
);
const join = (a: string, b: string): string => (a === '' ? b : b === '' ? a : `${a}/${b}`);
const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
/** What is left of a path below a folder, without a slash in front. */
const below = (folder: string, path: string): string => path.slice(folder === '/' ? 1 : folder.length + 1);

/**
 * Where an absolute path of a stage comes from, as the given command sees it; at the end of the stage when none is given.
 * A bind mount of its RUN counts, and so do the commands in front of it. What is asked of a finished stage is kept: deployments ask
 * for hundreds of paths, and most edits of a project change neither the stage nor its context.
 */
export const originOf = (image: ImageFiles, stage: Stage, path: string, at?: Run): Origin => {
  if (at) return follow(image, stage, path, at, 0);
  const { context, project } = image;
  const places = originsAt(finished(slotOf(stage)), context, project.paths);
  const before = places.get(path) ?? originsAt(made(stage), context, project.paths).get(path);
  if (before) return before;
  const origin = follow(image, stage, path, undefined, 0);
  // A command has a place, and moves with the stage; what the context has does not.
  (origin.is === 'made' ? originsAt(made(stage), context, project.paths) : places).set(path, origin);
  return origin;
};

/** The origins at the end of a stage, for as long as its context and the files of the workspace are the same. */
interface Origins {
  context?: BuildContext;
  paths?: Project['paths'];
  found: Map<string, Origin>;
}
const originsAt = (slot: Origins, context: BuildContext, paths: Project['paths']): Map<string, Origin> => {
  if (slot.context !== context || slot.paths !== paths) {
    slot.context = context;
    slot.paths = paths;
    slot.found = new Map();
  }
  return slot.found;
};
const slotOf = mindedSlot(origins);
const finished = memo((_: object): Origins => ({ found: new Map() }));
const made = memo((_: Stage): Origins => ({ found: new Map() }));

const follow = (image: ImageFiles, stage: Stage, path: string, at: Run | undefined, depth: number): Origin => {
  if (depth > deepest) return unknown;
  const step = at?.step;
  if (step) {
    for (const mount of mountsOf(step.instruction)) {
      const found = fromMount(image, stage, step, mount, path, depth);
      if (found) return found;
    }
  }
  const last = step ? stage.steps.indexOf(step) : stage.steps.length - 1;
  for (let i = last; i >= 0; i--) {
    const one = stage.steps[i];
    if (!one) continue;
    const found =
      one.instruction.name === 'RUN' ? fromRun(stage, one, path, one === step ? at : undefined) : fromCopy(image, stage, one, path, depth);
    if (found) return found;
  }
  if (stage.parent) return follow(image, stage.parent, path, undefined, depth + 1);
  // An official image has nothing of the project in it.
  return stage.base && stage.base.family !== 'other' ? absent : unknown;
};

/** A path of the context, if a COPY that names it there would find it. */
const inContext = ({ project, context }: ImageFiles, path: string): Origin | undefined => {
  const source = sourceIn(project, context, path.replace(/[*?[\\]/g, '\\$&'));
  if (source?.exists === false || source?.ignored === true) return undefined;
  return { is: 'context', path };
};

const fromMount = (image: ImageFiles, stage: Stage, step: Step, mount: Mount, path: string, depth: number): Origin | undefined => {
  const target = mount.target?.includes('$') ? undefined : absolute(folderAt(stage, step), mount.target ?? '');
  if (!target || !within(target, path)) return undefined;
  const rest = target === path ? '' : below(target, path);
  if (mount.type === 'secret' || mount.type === 'cache' || mount.type === 'tmpfs') return mount.type === 'tmpfs' ? undefined : unknown;
  if (mount.type !== 'bind' || mount.source?.includes('$')) return undefined;
  if (mount.from === undefined) return inContext(image, join(pathInContext(mount.source ?? ''), rest)) ?? absent;
  const from = stageNamed(image, stage, mount.from);
  return from ? follow(image, from, absolute('/', join(mount.source ?? '', rest)) ?? path, undefined, depth + 1) : unknown;
};

/** A stage sees those in front of it, by their name or number. */
const stageNamed = ({ facts: { stages } }: ImageFiles, { index }: Stage, name: string): Stage | undefined =>
  stages.findLast((one) => one.index < index && one.name === name.toLowerCase()) ??
  (/^\d+$/.test(name) && Number(name) < index ? stages[Number(name)] : undefined);

/** Options that name the file a tool writes. */
const output = /^(?:-o|-O|--output|--output-file|--out|--output-document)$/;

/** A file that a command names as the place for what it writes, by a redirection or an option. */
interface Output {
  readonly path: string;
  readonly by: Run;
}
/** What the commands of each RUN of a stage write so, the last first. */
const outputsOf = memo((stage: Stage): ReadonlyMap<Step, readonly Output[]> => {
  const out = new Map<Step, Output[]>();
  for (const placed of placedRuns(stage)) {
    const found = outputsIn(placed);
    const { step } = placed.run;
    if (found.length > 0) out.set(step, [...found, ...(out.get(step) ?? [])]);
  }
  return out;
});
const outputsIn = ({ run, words, folder }: PlacedRun): readonly Output[] => {
  const out: Output[] = [];
  const take = (text: string): void => {
    const path = absolute(folder, text);
    if (path) out.push({ path, by: run });
  };
  for (const { operator, target } of run.command.redirects)
    if (/^(?:>|>>|>\||&>|&>>)$/.test(operator) && target?.literal) take(target.text);
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word?.text.startsWith('-')) continue;
    const next = words[i + 1];
    const glued = /^--(?:output|output-file|out|output-document)=(.+)$/.exec(word.text)?.[1];
    const written = glued ?? (output.test(word.text) && next?.known ? next.text : undefined);
    if (written !== undefined) take(written);
  }
  return out;
};

const fromRun = (stage: Stage, step: Step, path: string, before: Run | undefined): Origin | undefined => {
  for (const { path: written, by } of outputsOf(stage).get(step) ?? nothing)
    if (written === path && (!before || by.command.span.from < before.command.span.from)) return { is: 'made', by, stage };
  for (const effect of effectsIn(stage, step.instruction)) {
    if (!within(effect.path, path)) continue;
    if (before && effect.span.from >= before.command.span.from) continue;
    if (effect.does === 'remove' && effect.certain) return absent;
    if (effect.does === 'make' && effect.kind !== 'folder') return unknown;
  }
  return undefined;
};

const fromCopy = (image: ImageFiles, stage: Stage, step: Step, path: string, depth: number): Origin | undefined => {
  const copy = copiesOf(stage).get(step.instruction);
  if (!copy) return undefined;
  const { destination } = copy;
  const target = destination?.known ? absolute(folderAt(stage, step), destination.text) : undefined;
  if (!destination || !target) return destination && !destination.known && lastName(path) !== '' ? maybe(copy, path) : undefined;
  if (!within(target, path)) return undefined;
  if (step.instruction.heredocs.length > 0 && path === target) return unknown;
  const intoFolder = /(?:^|\/)\.{0,2}$/.test(destination.text) || copy.sources.length > 1;
  const parents = step.instruction.flags.some(({ name, value }) => name === 'parents' && value !== 'false');
  for (const source of copy.sources) {
    const found = source.known ? fromSource(image, copy, source.text, { path, target, intoFolder, parents }, depth) : unknown;
    if (found && found.is !== 'absent') return found;
  }
  return undefined;
};

/** A COPY to a place that is not known may well be the one. */
const maybe = ({ sources }: Copy, path: string): Origin | undefined =>
  sources.some(({ text }) => lastName(text) === lastName(path)) ? unknown : undefined;

interface Wanted {
  readonly path: string;
  readonly target: string;
  readonly intoFolder: boolean;
  readonly parents: boolean;
}

const fromSource = (image: ImageFiles, copy: Copy, text: string, wanted: Wanted, depth: number): Origin | undefined => {
  const { path, target, intoFolder, parents } = wanted;
  const rest = path === target ? '' : below(target, path);
  if (copy.from) {
    if (!copy.stage) return unknown;
    const inner = absolute('/', text);
    if (!inner) return unknown;
    const asFile = rest === '' || rest === lastName(inner) ? follow(image, copy.stage, inner, undefined, depth + 1) : absent;
    if (asFile.is !== 'absent' && (rest !== '' || !intoFolder)) return asFile;
    return follow(image, copy.stage, absolute(inner, rest) ?? inner, undefined, depth + 1);
  }
  const { project, context } = image;
  const source = sourceIn(project, context, text);
  if (!source) return unknown;
  const folder = slashPath(context.folder).replace(/\/$/, '');
  for (const name of source.names ?? [source.path]) {
    if (parents) {
      if (rest === name || rest.startsWith(`${name}/`)) return inContext(image, rest);
      continue;
    }
    if (name === '' || project.paths.isFolder(`${folder}/${name}`)) {
      const found = inContext(image, join(name, rest));
      if (found && join(name, rest) !== '') return found;
    } else if (rest === lastName(name) || (rest === '' && !intoFolder)) {
      // An archive that ADD unpacks is not itself in the image.
      if (copy.by === 'ADD' && /\.(?:tar|tgz|tbz2?|txz|tar\.\w+)$/.test(name)) return unknown;
      const found = inContext(image, name);
      if (found) return found;
    } else if (copy.by === 'ADD' && /\.(?:tar|tgz|tbz2?|txz|tar\.\w+)$/.test(name)) return unknown;
  }
  return undefined;
};
