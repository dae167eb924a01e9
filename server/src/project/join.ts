// Files to project: the facts of all files of a root, joined.
import type { AnyParsed, Facts, FileKind, Parsed } from '../languages/language.ts';
import { factsOf, languages } from '../languages/languages.ts';
import { memo, memoOfAll, sameList } from '../languages/memo.ts';
import type { Uri } from '../text/uri.ts';
import { type Config, configure, type Settings } from './config.ts';
import { type Folders, foldersOf, type Listing } from './folders.ts';
import type { FileOf, Project } from './project.ts';
import { containerOf, distributionsOf, uwsgiTarget } from './uwsgi/target.ts';

const folders = memo(foldersOf);
const unknownFolders: Folders = {
  exists: () => undefined,
  list: () => [],
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
  const { exists, list, paths } = listing ? folders(listing) : unknownFolders;
  return {
    root,
    complete: listing?.complete ?? false,
    config,
    all,
    file: findIn(byUri),
    exists,
    list,
    paths,
    uwsgi: targetOf(config, all.dockerfile, all.requirements),
    container: container(all.dockerfile),
    distributions: distributions(all.dockerfile, all.requirements),
  };
};
/** By itself, since a function that is made in `join` would hold on to all that its neighbours there know: `before`, and all before that. */
const findIn =
  (byUri: ReadonlyMap<Uri, FileOf<FileKind>>): Project['file'] =>
  (uri) =>
    byUri.get(uri);
const kinds = Object.keys(languages) as readonly FileKind[];
