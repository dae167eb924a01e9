// The only mutable object: it takes changes and gives snapshots that never change.
import type { AnyParsed } from '../languages/language.ts';
import { parse } from '../languages/languages.ts';
import { sameList } from '../languages/memo.ts';
import type { SourceFile } from '../text/file.ts';
import { isInside, parent, type Uri } from '../text/uri.ts';
import type { Settings } from './config.ts';
import type { Listing } from './folders.ts';
import { join } from './join.ts';
import type { Project } from './project.ts';
import { wantedBy } from './wanted.ts';

export type Change =
  | { readonly type: 'write'; readonly file: SourceFile }
  | { readonly type: 'remove'; readonly uri: Uri }
  /** A root was walked (or its walk began: an incomplete listing). Replaces what was known of that root's files. */
  | { readonly type: 'list'; readonly listing: Listing }
  | { readonly type: 'forget'; readonly root: Uri }
  | { readonly type: 'configure'; readonly settings: Settings };

/** The workspace at one moment. */
export interface Snapshot {
  readonly revision: number;
  parsed(uri: Uri): AnyParsed | undefined;
  /** The project a file belongs to; every file that was written has one. */
  project(uri: Uri): Project | undefined;
  /** All projects that hold at least one file. */
  projects(): readonly Project[];
  /** Files that were not read and would tell more about the projects, as those that were read say. */
  wanted(): readonly Uri[];
}

export interface Workspace {
  apply(changes: readonly Change[]): Snapshot;
  readonly now: Snapshot;
}

interface Made {
  readonly files: readonly AnyParsed[];
  readonly listing: Listing | undefined;
  readonly settings: Settings;
  readonly project: Project;
}

interface Layout {
  readonly roots: readonly Uri[];
  readonly groups: ReadonlyMap<Uri, readonly AnyParsed[]>;
}

/** An empty workspace. Projects are joined when first asked for, and kept as long as their files are the same objects. */
export const createWorkspace = (): Workspace => {
  const files = new Map<Uri, AnyParsed>();
  const listings = new Map<Uri, Listing>();
  let settings: Settings = {};
  const made = new Map<Uri, Made>();

  const rootOf = (uri: Uri, roots: readonly Uri[]): Uri => {
    let best: Uri | undefined;
    for (const root of roots) if (isInside(root, uri) && (!best || root.length > best.length)) best = root;
    return best ?? parent(uri);
  };

  /** Which files lie in which root. A new text of a known file changes nothing but that file's place in its group. */
  let layout: Layout | undefined;
  const layOut = (): Layout => {
    // A drydock.yaml makes its folder a project of its own.
    const roots = [
      ...listings.keys(),
      ...[...files.values()].filter((file) => file.kind === 'drydock').map((file) => parent(file.file.uri)),
    ];
    const groups = new Map<Uri, AnyParsed[]>();
    for (const file of files.values()) {
      const root = rootOf(file.file.uri, roots);
      const group = groups.get(root);
      if (group) group.push(file);
      else groups.set(root, [file]);
    }
    return { roots, groups };
  };

  const snapshot = (revision: number): Snapshot => {
    const current = new Map(files);
    const listed = new Map(listings);
    const config = settings;
    layout ??= layOut();
    const { roots, groups } = layout;
    const listingOf = (root: Uri): Listing | undefined => {
      const exact = listed.get(root);
      if (exact) return exact;
      for (const listing of listed.values()) if (isInside(listing.root, root)) return listing;
      return undefined;
    };
    const projectAt = (root: Uri): Project => {
      const group = groups.get(root) ?? [];
      const listing = listingOf(root);
      const before = made.get(root);
      if (before && before.listing === listing && before.settings === config && sameList(before.files, group) === before.files)
        return before.project;
      const project = join(root, group, listing, config, before?.settings === config ? before.project : undefined);
      made.set(root, { files: group, listing, settings: config, project });
      return project;
    };
    return {
      revision,
      parsed: (uri) => current.get(uri),
      project: (uri) => (current.has(uri) ? projectAt(rootOf(uri, roots)) : undefined),
      projects: () => [...groups.keys()].map(projectAt),
      wanted: () => [...groups.keys()].flatMap((root) => wantedBy(projectAt(root))),
    };
  };

  const write = (file: SourceFile): void => {
    const before = files.get(file.uri);
    const parsed = parse(file, before);
    files.set(file.uri, parsed);
    layout = layout && before?.kind === parsed.kind ? replaced(layout, before, parsed) : undefined;
  };

  let now = snapshot(0);
  return {
    get now() {
      return now;
    },
    apply(changes) {
      for (const change of changes) {
        if (change.type === 'write') {
          write(change.file);
          continue;
        }
        if (change.type === 'remove') files.delete(change.uri);
        else if (change.type === 'list') listings.set(change.listing.root, change.listing);
        else if (change.type === 'forget') listings.delete(change.root);
        else settings = change.settings;
        layout = undefined;
      }
      now = snapshot(now.revision + 1);
      return now;
    },
  };
};

/** The layout with one file of the same address and kind in place of another. */
const replaced = ({ roots, groups }: Layout, before: AnyParsed, now: AnyParsed): Layout => {
  const next = new Map(groups);
  for (const [root, group] of groups) {
    const i = group.indexOf(before);
    if (i >= 0) next.set(root, group.with(i, now));
  }
  return { roots, groups: next };
};
