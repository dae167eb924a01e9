// The build context of a Dockerfile: the folder whose files COPY and ADD may take, less what .dockerignore leaves out.
import { ofEachBuild } from '../../languages/dockerfile/each-stage.ts';
import { type DockerfileFacts, type Stage, wholeOf } from '../../languages/dockerfile/facts.ts';
import { mindedSlot } from '../../languages/dockerfile/minded.ts';
import { brings } from '../../languages/dockerfile/minds.ts';
import { mountsOf } from '../../languages/dockerfile/mounts.ts';
import { perSlot } from '../../languages/dockerfile/per-content.ts';
import type { DockerignoreFacts } from '../../languages/dockerignore/facts.ts';
import type { IgnorePattern } from '../../languages/dockerignore/parse.ts';
import { cleanPath } from '../../languages/dockerignore/pattern.ts';
import { memo } from '../../languages/memo.ts';
import { notedPart, type Reads, recordedIn } from '../../languages/reads.ts';
import type { Location } from '../../text/span.ts';
import { baseName, parent, resolve, slashPath, type Uri } from '../../text/uri.ts';
import { type Build, buildsOf } from '../deployment/images.ts';
import { perName, sameValue } from '../kept.ts';
import { factsAt, type Project } from '../project.ts';
import { rememberedAt, rememberedOfEach } from './remember.ts';
import { hasWildcard, isRemote, leftOut, named, namesSomething } from './source.ts';

export interface BuildContext {
  readonly folder: Uri;
  /** `told`: a file says so; `sources`: the sources of COPY and ADD lie there; `place`: nothing tells, so it is the likeliest folder. */
  readonly by: 'told' | 'sources' | 'place';
  /** Whether it can be relied on: told by one voice, or every literal source lies there and not all of them anywhere else. */
  readonly certain: boolean;
  /** Who tells, when it is told. */
  readonly at: Location | undefined;
  /** The ignore file of this build: the Dockerfile's own, else that of the context. */
  readonly ignore: DockerignoreFacts | undefined;
  /** False while it is not known whether there is an ignore file. */
  readonly ignoreKnown: boolean;
}

/** A folder that a file names as the context of a Dockerfile. */
export interface ToldContext {
  readonly folder: Uri;
  readonly at: Location;
}

const fromConfiguration = ({ config }: Project, dockerfile: Uri): readonly ToldContext[] => {
  const told = config.contexts.get(dockerfile);
  return told ? [told] : [];
};

/** The contexts of every Dockerfile that files build: Compose, bake, workflows, Makefiles, scripts. */
const toldByBuilds = memo((builds: readonly Build[]): ReadonlyMap<Uri, readonly (ToldContext & Pick<Build, 'by'>)[]> => {
  const out = new Map<Uri, (ToldContext & Pick<Build, 'by'>)[]>();
  for (const { facts, context, by, at } of builds) {
    const list = out.get(facts.uri);
    if (list) list.push({ folder: context, at, by });
    else out.set(facts.uri, [{ folder: context, at, by }]);
  }
  return out;
});
/** The same list for as long as it says the same, whatever is typed in the Dockerfiles. */
const toldOf = perName((project, dockerfile, before: readonly (ToldContext & Pick<Build, 'by'>)[] | undefined) => {
  return sameValue(before, toldByBuilds(buildsOf(project)).get(dockerfile as Uri) ?? []);
});
const fromBuilds =
  (...by: readonly Build['by'][]) =>
  (project: Project, dockerfile: Uri): readonly ToldContext[] =>
    toldOf(project, dockerfile).filter((told) => by.includes(told.by));

/** Those who may tell, the first to be believed first. */
const tellers: readonly ((project: Project, dockerfile: Uri) => readonly ToldContext[])[] = [
  fromConfiguration,
  fromBuilds('compose'),
  fromBuilds('bake', 'ci'),
  fromBuilds('makefile', 'shell'),
];

/** Where to keep what follows from what a stage takes out of the context. */
export const bringsSlot = mindedSlot(brings);

/** The sources of COPY and ADD, and of bind mounts, that are taken from the context and written out; each once, all of it as an empty word. */
const sourcesOf = memo((facts: DockerfileFacts): readonly string[] => [...new Set(sourceLists(facts).flat())]);
/** Those of each stage that has any: the same list for a stage that says the same. */
const sourceLists = (facts: DockerfileFacts): readonly (readonly string[])[] => thoseWithSources(sourcesOfEach(facts));
const thoseWithSources = memo((all: readonly (readonly string[])[]) => all.filter(({ length }) => length > 0));
const stageSources = perSlot(bringsSlot, (stage: Stage): readonly string[] => {
  const out: string[] = [];
  for (const { from, sources } of stage.copies) {
    if (!from) for (const { text, known } of sources) if (known && !isRemote(text)) out.push(pathInContext(text));
  }
  for (const { instruction } of stage.steps) {
    for (const { type, from, source } of mountsOf(instruction)) {
      if (type === 'bind' && from === undefined && source !== undefined && !source.includes('$')) out.push(pathInContext(source));
    }
  }
  return out;
});
const sourcesOfEach = ofEachBuild(stageSources);
const literalOf = memo((facts: DockerfileFacts): readonly string[] => sourcesOf(facts).filter((source) => source !== ''));

/** The path of a source inside the context, in its shortest form; empty for all of it. What leads out is cut off, as Docker does it. */
export const pathInContext = (source: string): string => cleanPath(`/${source}`).slice(1);

/** The folder of a file and those above it, as far up as the workspace goes. */
const foldersAbove = ({ exists }: Project, file: Uri): readonly Uri[] => {
  const out = [parent(file)];
  for (let at = parent(parent(file)); at !== out.at(-1) && exists(at); at = parent(at)) out.push(at);
  return out;
};

/** What a project's own folder has, and a folder of Dockerfiles and scripts has not. */
const projectFiles = ['manage.py', 'pyproject.toml', 'requirements.txt', 'Pipfile', 'setup.py', 'package.json', '.dockerignore'];

const guess = (project: Project, facts: DockerfileFacts): Pick<BuildContext, 'folder' | 'by' | 'certain'> => {
  const folders = foldersAbove(project, facts.uri);
  const paths = folders.map((folder) => slashPath(folder).replace(/\/$/, ''));
  const sources = literalOf(facts);
  const found = paths.map((folder) => sources.filter((source) => namesSomething(project.paths, folder, source)).length);
  const most = Math.max(...found);
  const own = folders[0] ?? parent(facts.uri);
  if (most > 0) {
    const whole = found.filter((count) => count === sources.length).length;
    return { folder: folders[found.indexOf(most)] ?? own, by: 'sources', certain: most === sources.length && whole === 1 };
  }
  // Without a COPY of everything it does not matter.
  const likely =
    sourcesOf(facts).length === 0 ? 0 : paths.findIndex((folder) => projectFiles.some((name) => project.paths.exists(`${folder}/${name}`)));
  return { folder: folders[likely] ?? own, by: 'place', certain: false };
};

const ignoreOf = (project: Project, dockerfile: Uri, folder: Uri): Pick<BuildContext, 'ignore' | 'ignoreKnown'> => {
  const own = resolve(parent(dockerfile), `./${baseName(dockerfile)}.dockerignore`);
  for (const uri of [own, resolve(folder, '.dockerignore')]) {
    const facts = project.file(uri)?.facts;
    if (facts && 'exceptions' in facts) return { ignore: facts, ignoreKnown: true };
    // It is there, or may be there, and was not read.
    if (project.exists(uri) !== false) return { ignore: undefined, ignoreKnown: false };
  }
  return { ignore: undefined, ignoreKnown: true };
};

const fresh = (project: Project, facts: DockerfileFacts): BuildContext => {
  for (const teller of tellers) {
    const told = teller(project, facts.uri);
    if (told.length === 0) continue;
    const sources = literalOf(facts);
    const count = ({ folder }: ToldContext) =>
      sources.filter((source) => namesSomething(project.paths, slashPath(folder).replace(/\/$/, ''), source)).length;
    const best = told.reduce((a, b) => (count(b) > count(a) ? b : a));
    const certain = told.every(({ folder }) => folder === best.folder);
    return { folder: best.folder, by: 'told', certain, at: best.at, ...ignoreOf(project, facts.uri, best.folder) };
  }
  const { folder, by, certain } = guess(project, facts);
  return { folder, by, certain: certain && project.complete, at: undefined, ...ignoreOf(project, facts.uri, folder) };
};

/** Few edits change what a Dockerfile copies, so its sources are compared before anything is looked up. */
interface Slot {
  readonly sources: readonly (readonly string[])[];
  readonly reads: Reads;
  readonly context: BuildContext;
}
const kept = memo((_: Project['shelf']) => new Map<Uri, Slot>());
const ofFile = perName((project, uri): BuildContext | undefined => {
  const facts = factsAt(project, uri as Uri, 'dockerfile');
  return facts && ofFacts(project, facts);
});
const ofFacts = (project: Project, facts: DockerfileFacts): BuildContext => {
  const slots = kept(project.shelf);
  const before = slots.get(facts.uri);
  const sources = sourceLists(facts);
  if (before && isSameText(before.sources, sources) && before.reads.holds(project)) {
    notedPart(before.reads);
    return before.context;
  }
  const { result: found, reads } = recordedIn(project, () => fresh(project, facts));
  notedPart(reads);
  const context = before && isSame(before.context, found) ? before.context : found;
  slots.set(facts.uri, { sources, reads, context });
  return context;
};

/** Whether lists of sources are the same; nearly all of them are the very same objects. */
const isSameText = (a: Slot['sources'], b: Slot['sources']): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i] || isSameList(one, b[i] ?? []));
const isSameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one, i) => one === b[i]);

const isSame = (a: BuildContext, b: BuildContext): boolean =>
  a.folder === b.folder &&
  a.by === b.by &&
  a.certain === b.certain &&
  a.ignore === b.ignore &&
  a.ignoreKnown === b.ignoreKnown &&
  a.at?.uri === b.at?.uri &&
  a.at?.span.from === b.at?.span.from &&
  a.at?.span.to === b.at?.span.to;

/**
 * The context a Dockerfile of the project is built with. Of several that files tell, the one that holds most of its sources.
 * The same object for as long as it says the same, and whichever version of the file is asked about: it is that of the version in the
 * project.
 */
export const contextOf = (project: Project, facts: DockerfileFacts): BuildContext =>
  ofFile(project, facts.uri) ?? ofFacts(project, wholeOf(facts));

/** Remembers answers about stages at what outlives a version of the stage, for the context that the file has; see `rememberedAt`. */
export const rememberedInContextAt = <R>(
  slotOf: (stage: Stage) => object,
  make: (project: Project, facts: DockerfileFacts, stage: Stage) => R,
): ((project: Project, facts: DockerfileFacts, stage: Stage) => R) => rememberedAt(slotOf, make, contextOf);

/** The answers to such a question about all stages of a file, by their index; see `rememberedOfEach`. */
export const rememberedOfEachInContext = <R>(
  slotsOf: (facts: DockerfileFacts) => readonly object[],
  question: (project: Project, facts: DockerfileFacts, stage: Stage) => R,
): ((project: Project, facts: DockerfileFacts) => readonly R[]) => rememberedOfEach(slotsOf, question, contextOf);

/** What a source of COPY, ADD or a bind mount means in a context. */
export interface ContextSource {
  /** Relative to the context, with `/`; empty for all of it. */
  readonly path: string;
  /** Whether it is a pattern, which may name nothing without harm. */
  readonly wildcard: boolean;
  /** What it names, relative to the context; undefined where that is not known. */
  readonly names: readonly string[] | undefined;
  readonly exists: boolean | undefined;
  /** Whether the ignore file leaves out all it names, or would if it were there; undefined where that is not known. */
  readonly ignored: boolean | undefined;
  /** The pattern that leaves it out. */
  readonly by: IgnorePattern | undefined;
}

/** Looks a source up in a context; nothing for what ADD fetches from elsewhere. Ask with the value, variables filled in. */
export const sourceIn = ({ paths }: Project, context: BuildContext, source: string): ContextSource | undefined => {
  if (isRemote(source)) return undefined;
  const folder = slashPath(context.folder).replace(/\/$/, '');
  const path = pathInContext(source);
  const wildcard = hasWildcard(path);
  const names = named(paths, folder, path);
  const exists = names && names.length > 0;
  const { ignore, ignoreKnown } = context;
  const asked = names && names.length > 0 ? names : wildcard ? [] : [path];
  if (!ignoreKnown || (wildcard && asked.length === 0)) return { path, wildcard, names, exists, ignored: undefined, by: undefined };
  const left = asked.map((one) => (ignore ? leftOut(ignore, paths, folder, one) : nothingLeft));
  const kept = left.find(({ ignored }) => ignored !== true);
  const { ignored, by } = kept ?? left[0] ?? nothingLeft;
  return { path, wildcard, names, exists, ignored, by };
};

const nothingLeft = { ignored: false, by: undefined } as const;
