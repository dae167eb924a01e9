// Files to project: the facts of all files of a root, joined.
import type { AnyParsed, Facts, FileKind, Parsed } from '../languages/language.ts';
import { factsOf, languages } from '../languages/languages.ts';
import { memo } from '../languages/memo.ts';
import type { Uri } from '../text/uri.ts';
import { configure, type Settings } from './config.ts';
import { type Folders, foldersOf, type Listing } from './folders.ts';
import type { FileOf, Project } from './project.ts';
import { containerOf, distributionsOf, uwsgiTarget } from './uwsgi/target.ts';

const folders = memo(foldersOf);
const unknownFolders: Folders = { exists: () => undefined, list: () => [] };

/** Joins the files of one root. `listing` is missing when the root was never walked (a single file, a virtual workspace). */
export const join = (root: Uri, files: readonly AnyParsed[], listing: Listing | undefined, settings: Settings): Project => {
  const all = Object.fromEntries(Object.keys(languages).map((kind) => [kind, []])) as unknown as { [K in FileKind]: FileOf<K>[] };
  const byUri = new Map<Uri, FileOf<FileKind>>();
  const add = <K extends FileKind>(parsed: Parsed<K>) => {
    const file: FileOf<K> = { parsed, facts: factsOf(parsed) as Facts[K] };
    (all[parsed.kind] as FileOf<K>[]).push(file);
    byUri.set(parsed.file.uri, file as FileOf<FileKind>);
  };
  for (const parsed of files) add(parsed as Parsed<FileKind>);
  const config = configure(root, settings, all.drydock[0]?.facts);
  const { exists, list } = listing ? folders(listing) : unknownFolders;
  return {
    root,
    complete: listing?.complete ?? false,
    config,
    all,
    file: (uri) => byUri.get(uri),
    exists,
    list,
    uwsgi: uwsgiTarget(config, all),
    container: containerOf(all),
    distributions: distributionsOf(all),
  };
};
