// Files to project: the facts of all files of a root, joined.
import type { AnyParsed, Facts, FileKind, Parsed } from '../languages/language.ts';
import { factsOf, languages } from '../languages/languages.ts';
import { memo, memoOfAll, sameList } from '../languages/memo.ts';
import { noted } from '../languages/reads.ts';
import type { Uri } from '../text/uri.ts';
import { type Config, configure, type Settings } from './config.ts';
import { type Folders, foldersOf, type Listing } from './folders.ts';
import type { FileOf, Project, Shelf } from './project.ts';
import { containerOf, distributionsOf, uwsgiTarget } from './uwsgi/target.ts';

const folders = memo(foldersOf);
const unknownFolders: Folders = {
  exists: () => undefined,
  list: () => [],
  ignored: () => false,
  paths: { exists: () => undefined, isFolder: () => false, known: () => false, list: () => [] },
};

/**
 * A file and its facts. Most files are asked by nobody, so each is boiled down when it is first looked at. A class, since a getter
 * in an object literal gives each object a hidden class of its own, and those hold on to each other until the next full collection:
 * a version of a file would outlive dozens that came after it.
 */
class LazyFile implements FileOf<FileKind> {
  readonly parsed: Parsed<FileKind>;
  constructor(parsed: Parsed<FileKind>) {
    this.parsed = parsed;
  }
  get facts(): Facts[FileKind] {
    return factsOf(this.parsed);
  }
}
/** The same object for as long as the file is the same. */
const fileOf = memo((parsed: AnyParsed): FileOf<FileKind> => new LazyFile(parsed as Parsed<FileKind>));
const targetOf = memoOfAll((config: Config, dockerfile: All['dockerfile'], requirements: All['requirements']) =>
  uwsgiTarget(config, { dockerfile, requirements }),
);
const container = memo((dockerfile: All['dockerfile']) => containerOf({ dockerfile }));
const distributions = memoOfAll((dockerfile: All['dockerfile'], requirements: All['requirements']) =>
  distributionsOf({ dockerfile, requirements }),
);

type All = Project['all'];

/**
 * Joins the files of one root. `listing` is missing when the root was never walked (a single file, a virtual workspace). `before`
 * is what was joined of that root under the same settings: what none of the new files has a part in is taken over from it, as the
 * very same objects.
 */
export const join = (
  root: Uri,
  files: readonly AnyParsed[],
  listing: Listing | undefined,
  settings: Settings,
  before?: Project,
): Project => {
  const lists = Object.fromEntries(kinds.map((kind) => [kind, []])) as unknown as Record<FileKind, FileOf<FileKind>[]>;
  const byUri = new Map<Uri, FileOf<FileKind>>();
  for (const parsed of files) {
    const file = fileOf(parsed);
    lists[parsed.kind].push(file);
    byUri.set(parsed.file.uri, file);
  }
  const all = Object.fromEntries(kinds.map((kind) => [kind, sameList<FileOf<FileKind>>(before?.all[kind], lists[kind])])) as unknown as All;
  const config = before?.all.drydock === all.drydock ? before.config : configure(root, settings, all.drydock[0]?.facts);
  const { exists, list, ignored, paths } = listing ? folders(listing) : unknownFolders;
  return new Version(root, before?.shelf, byUri, {
    complete: listing?.complete ?? false,
    config,
    all,
    exists,
    list,
    ignored,
    paths,
    uwsgi: targetOf(config, all.dockerfile, all.requirements),
    container: container(all.dockerfile),
    distributions: distributions(all.dockerfile, all.requirements),
  });
};

const kinds = Object.keys(languages) as readonly FileKind[];
let revisions = 0;

/** The files of each kind. Whose list is asked for is noted; `for in` finds the kinds. */
class Files {
  readonly #lists: All;
  constructor(lists: All) {
    this.#lists = lists;
  }
  static {
    for (const kind of kinds) {
      const name = `all ${kind}`;
      Object.defineProperty(Files.prototype, kind, {
        enumerable: true,
        get(this: Files) {
          return noted(name, this.#lists[kind]);
        },
      });
    }
  }
}

type Joined = Pick<Project, 'complete' | 'config' | 'exists' | 'list' | 'ignored' | 'paths' | 'uwsgi' | 'container' | 'distributions'> & {
  readonly all: All;
};

/** By itself: made in the constructor of a version it would keep dozens of later versions alive until the next full collection. */
const findIn =
  (byUri: ReadonlyMap<Uri, FileOf<FileKind>>): Project['file'] =>
  (uri) =>
    noted(uri, byUri.get(uri));

/** A project whose readers are noted. */
class Version implements Project {
  readonly root: Uri;
  readonly shelf: Shelf;
  readonly revision = ++revisions;
  readonly all: All;
  readonly #joined: Joined;
  readonly #byUri: ReadonlyMap<Uri, FileOf<FileKind>>;
  readonly #looked = new Map<string, unknown>();
  readonly file: Project['file'];

  constructor(root: Uri, shelf: Shelf | undefined, byUri: ReadonlyMap<Uri, FileOf<FileKind>>, joined: Joined) {
    this.root = root;
    this.shelf = shelf ?? { now: this };
    this.shelf.now = this;
    this.#joined = joined;
    this.#byUri = byUri;
    this.all = new Files(joined.all) as unknown as All;
    this.file = findIn(byUri);
  }
  look(name: string): unknown {
    // Thousands of answers ask for the same few names with each keystroke.
    const before = this.#looked.get(name);
    if (before !== undefined || this.#looked.has(name)) return before;
    const found = this.#find(name);
    this.#looked.set(name, found);
    return found;
  }
  #find(name: string): unknown {
    if (name.startsWith('all ')) return this.#joined.all[name.slice(4) as FileKind];
    return name in this.#joined ? this.#joined[name as keyof Joined] : this.#byUri.get(name as Uri);
  }
  get complete() {
    return noted('complete', this.#joined.complete);
  }
  get config() {
    return noted('config', this.#joined.config);
  }
  get exists() {
    return noted('exists', this.#joined.exists);
  }
  get list() {
    return noted('list', this.#joined.list);
  }
  get ignored() {
    return noted('ignored', this.#joined.ignored);
  }
  get paths() {
    return noted('paths', this.#joined.paths);
  }
  get uwsgi() {
    return noted('uwsgi', this.#joined.uwsgi);
  }
  get container() {
    return noted('container', this.#joined.container);
  }
  get distributions() {
    return noted('distributions', this.#joined.distributions);
  }
}
