// Compose files that are read together, and what their services are once they are merged.
import type { DockerCommand } from '../../commands/docker.ts';
import { readDocker } from '../../commands/docker.ts';
import { resolveWords } from '../../commands/resolve.ts';
import type { ComposeFacts, ComposeService } from '../../languages/compose/facts.ts';
import { memo, memoOfAll, sameList } from '../../languages/memo.ts';
import { baseName, parent, resolve, type Uri } from '../../text/uri.ts';
import type { Project } from '../project.ts';

/** A value and the file it is written in. */
export interface Written<T> {
  readonly value: T;
  readonly uri: Uri;
}

/** A service over all files of its stack; the later ones override. */
export interface StackService {
  readonly name: string;
  readonly parts: readonly Written<ComposeService>[];
  /** The value that wins. */
  last<T>(pick: (service: ComposeService) => T | undefined): Written<T> | undefined;
  /** All values, the first file's first. */
  every<T>(pick: (service: ComposeService) => readonly T[]): readonly Written<T>[];
}

/** Files that are given to Compose together. Paths in all of them are relative to the folder of the first. */
export interface Stack {
  readonly files: readonly ComposeFacts[];
  readonly folder: Uri;
  readonly services: readonly StackService[];
  /** False when a file that belongs to it was not read. */
  readonly complete: boolean;
}

type All = Project['all'];

const base = /^(?:docker-)?compose\.ya?ml$/i;
const override = /^(?:docker-)?compose\.override\.ya?ml$/i;

/** The lists of files that commands give with `-f`, each in the first folder where all of them are. */
const givenIn = (all: Pick<All, 'makefile' | 'shell' | 'ci'>, root: Uri, isThere: (uri: Uri) => boolean): readonly (readonly Uri[])[] => {
  const out: (readonly Uri[])[] = [];
  const take = (command: DockerCommand | undefined, folders: readonly Uri[]) => {
    if (command?.is !== 'compose' || command.files.length < 2 || command.files.some(({ known }) => !known)) return;
    const found = folders.map((folder) => command.files.map(({ text }) => resolve(folder, text))).find((files) => files.every(isThere));
    if (found) out.push(found);
  };
  for (const { facts } of all.makefile) for (const { docker } of facts.steps) take(docker, [parent(facts.uri), root]);
  for (const { facts } of all.ci) for (const docker of facts.docker) take(docker, [root]);
  for (const { facts } of all.shell) {
    for (const { words, span } of facts.commands) {
      if (!words[0]?.text.startsWith('docker')) continue;
      take(readDocker(resolveWords(words), span), [root, parent(facts.uri), parent(parent(facts.uri))]);
    }
  }
  return out;
};

const stacksIn = memoOfAll(
  (compose: All['compose'], makefile: All['makefile'], shell: All['shell'], ci: All['ci'], root: Uri): readonly Stack[] => {
    const files = compose.map(({ facts }) => facts).filter(({ template, services }) => !template && services.length > 0);
    const byUri = new Map(files.map((facts) => [facts.uri, facts]));
    const lists: ComposeFacts[][] = [];
    const used = new Set<ComposeFacts>();
    const add = (list: readonly (ComposeFacts | undefined)[]) => {
      const whole = list.filter((one) => one !== undefined);
      if (whole.length === 0 || lists.some((other) => other.length === whole.length && other.every((one, i) => one === whole[i]))) return;
      lists.push(whole);
      for (const one of whole) used.add(one);
    };
    const siblings = new Map<Uri, ComposeFacts[]>();
    for (const facts of files) siblings.set(parent(facts.uri), [...(siblings.get(parent(facts.uri)) ?? []), facts]);
    const baseIn = (folder: Uri): ComposeFacts | undefined => siblings.get(folder)?.find(({ uri }) => base.test(baseName(uri)));
    for (const [folder, list] of siblings) {
      const first = baseIn(folder);
      if (first) add([first, list.find(({ uri }) => override.test(baseName(uri)))]);
    }
    for (const list of givenIn({ makefile, shell, ci }, root, (uri) => byUri.has(uri))) add(list.map((uri) => byUri.get(uri)));
    for (const facts of files) {
      if (used.has(facts)) continue;
      // A part of a service needs a file in front of it; one that says all stands alone, unless its name says that it does not.
      const whole = facts.services.every(({ image, build, extends: from }) => image ?? build?.context ?? build?.dockerfile ?? from);
      const folder = parent(facts.uri);
      const front = baseIn(folder) ?? namesake(facts, siblings.get(folder) ?? []) ?? baseIn(parent(folder));
      const before = whole && !isPart(facts) ? undefined : front;
      add(before && before !== facts ? [before, facts] : [facts]);
    }
    return lists.map((list) => keptStack(list, byUri));
  },
);

const isPart = ({ uri }: ComposeFacts): boolean => /override|overlay/i.test(baseName(uri));

/** The file of the folder that has the services of this one, with their images: of several the one with the most services. */
const namesake = (facts: ComposeFacts, siblings: readonly ComposeFacts[]): ComposeFacts | undefined => {
  const shared = (other: ComposeFacts): boolean =>
    facts.services.some(({ name }) => other.services.some((one) => one.name === name && (one.image ?? one.build)));
  return siblings
    .filter((other) => other !== facts && !isPart(other) && shared(other))
    .reduce<ComposeFacts | undefined>((best, one) => (best && best.services.length >= one.services.length ? best : one), undefined);
};

/** The sets of Compose files that a project is started with, as far as names and commands tell. */
export const stacksOf = ({ all, root }: Project): readonly Stack[] => stacksIn(all.compose, all.makefile, all.shell, all.ci, root);

/** The folders from which the paths of a Compose file are followed, and where Compose looks for `.env`: those of the stacks it is part of. */
export const stackFoldersOf = (project: Project, uri: Uri): readonly Uri[] => {
  const folders = stacksOf(project).flatMap(({ files, folder }) => (files.some((facts) => facts.uri === uri) ? [folder] : []));
  return folders.length > 0 ? [...new Set(folders)] : [parent(uri)];
};

/** The stack of some files, the same object for as long as they are the same and none of them extends a service of another file. */
const keptStack = (files: readonly ComposeFacts[], byUri: ReadonlyMap<Uri, ComposeFacts>): Stack => {
  const [first] = files;
  if (!first || files.some(({ services }) => services.some((one) => one.extends?.file))) return stackOf(files, byUri);
  const slot = keptAt(first);
  if (!slot.stack || sameList(slot.stack.files, files) !== slot.stack.files) slot.stack = stackOf(files, byUri);
  return slot.stack;
};
const keptAt = memo((_: ComposeFacts): { stack?: Stack } => ({}));

const stackOf = (files: readonly ComposeFacts[], byUri: ReadonlyMap<Uri, ComposeFacts>): Stack => {
  const [first] = files;
  const folder = parent(first?.uri ?? ('' as Uri));
  const names = new Set(files.flatMap(({ services }) => services.map(({ name }) => name)));
  let complete = files.every(({ open, includes }) => !open && includes.length === 0);
  const services = [...names].map((name): StackService => {
    const parts = files.flatMap((facts) => {
      const service = facts.services.find((one) => one.name === name);
      return service ? partsOf(facts, service, folder, byUri, 0) : [];
    });
    if (parts.some(({ value }) => value.extends && !value.extends.service.known)) complete = false;
    return serviceOf(name, parts);
  });
  return { files, folder, services, complete };
};

/** A service with what it extends in front of it. */
const partsOf = (
  facts: ComposeFacts,
  service: ComposeService,
  folder: Uri,
  byUri: ReadonlyMap<Uri, ComposeFacts>,
  depth: number,
): readonly Written<ComposeService>[] => {
  const own = { value: service, uri: facts.uri };
  const from = service.extends;
  if (!from || depth > 5) return [own];
  const file = from.file ? byUri.get(resolve(folder, from.file.text)) : facts;
  const other = file?.services.find(({ name }) => name === from.service.text);
  return file && other ? [...partsOf(file, other, parent(file.uri), byUri, depth + 1), own] : [own];
};

const serviceOf = (name: string, parts: readonly Written<ComposeService>[]): StackService => ({
  name,
  parts,
  last(pick) {
    for (const { value, uri } of [...parts].reverse()) {
      const found = pick(value);
      if (found !== undefined) return { value: found, uri };
    }
    return undefined;
  },
  every: (pick) => parts.flatMap(({ value, uri }) => pick(value).map((one) => ({ value: one, uri }))),
});
