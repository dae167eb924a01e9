// Files that are not known by their names, and that files which were read lead to.
import type { Uri } from '../text/uri.ts';
import type { Project } from './project.ts';
import { unreadModules } from './settings/unread.ts';
import { unreadAssets } from './settings/unread-assets.ts';

/** Each gives the files it misses: those it knows to be there, and that were not read. Add what other readers need. */
const wishes: readonly ((project: Project) => readonly Uri[])[] = [unreadModules, unreadAssets];

/** The files that would tell more about a project, if a door read them. Reading them may make it want others. */
export const wantedBy = (project: Project): readonly Uri[] => [
  ...new Set(wishes.flatMap((wish) => wish(project)).filter((uri) => project.file(uri) === undefined && project.exists(uri) === true)),
];
