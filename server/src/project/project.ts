// What all files of one project say together.
import type { Fact } from '../languages/fact.ts';
import type { Facts, FileKind, Parsed } from '../languages/language.ts';
import type { Ground } from '../languages/reads.ts';
import type { Location } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import type { Config } from './config.ts';
import type { Item, Paths } from './folders.ts';

export interface FileOf<K extends FileKind> {
  readonly parsed: Parsed<K>;
  readonly facts: Facts[K];
}

/** The uWSGI that will run: its release, and which build's plugins it has. */
export interface UwsgiTarget {
  readonly version: Fact<string>;
  readonly build: 'pip' | 'debian' | 'unknown';
}

/** The Python distributions that a project installs, by normalised name. */
export interface Distributions {
  has(name: string): boolean;
  /** The first place that names it. */
  get(name: string): Location | undefined;
  /** All of them, each once. */
  names(): ReadonlySet<string>;
}

/** What all versions of one project have in common. Answers that outlive an edit are kept here; see kept.ts. */
export interface Shelf {
  /** The version that was asked about last: what was kept from earlier ones asks this one. */
  now: Project;
}

/** One version of a project. Whatever is looked up in it is noted by whoever keeps the answer. */
export interface Project extends Ground {
  readonly root: Uri;
  readonly shelf: Shelf;
  /** False until discovery has read everything it found; rules about absence are silent until then. */
  readonly complete: boolean;
  readonly config: Config;
  readonly all: { readonly [K in FileKind]: readonly FileOf<K>[] };
  readonly file: (uri: Uri) => FileOf<FileKind> | undefined;
  /** Whether a file or folder is in the workspace; undefined when that is not known. */
  readonly exists: (uri: Uri) => boolean | undefined;
  /** The files and folders directly in a folder, as far as discovery knows. */
  readonly list: (folder: Uri) => readonly Item[];
  /** Whether Git leaves a file of this name out of the repository, so that it may be there on other machines. */
  readonly ignored: (uri: Uri) => boolean;
  /** Both questions by decoded path, which is far cheaper. */
  readonly paths: Paths;
  readonly uwsgi: UwsgiTarget;
  /** The Dockerfile that says this project runs in a container. */
  readonly container: Fact<true>;
  /** The Python distributions the project's files install, by normalised name. */
  readonly distributions: Distributions;
}

/** Whether something is there that holds nothing, as files do. */
export const isFile = ({ exists, list }: Pick<Project, 'exists' | 'list'>, uri: Uri): boolean =>
  exists(uri) === true && list(uri).length === 0;

/** The facts of a file, when it is there and of this kind. */
export const factsAt = <K extends FileKind>(project: Project, uri: Uri | undefined, kind: K): Facts[K] | undefined => {
  const file = uri && project.file(uri);
  return file?.parsed.kind === kind ? (file.facts as Facts[K]) : undefined;
};

/** The parsed file, when it is there and of this kind. */
export const parsedAt = <K extends FileKind>(project: Project, uri: Uri | undefined, kind: K): Parsed<K> | undefined => {
  const file = uri && project.file(uri);
  return file?.parsed.kind === kind ? (file.parsed as unknown as Parsed<K>) : undefined;
};

/** All files of a project. */
export const filesOf = ({ all }: Project): readonly FileOf<FileKind>[] => {
  const out: FileOf<FileKind>[] = [];
  for (const kind in all) out.push(...all[kind as FileKind]);
  return out;
};
