// Files and folders of the workspace, as completions of a path.
import type { Project } from '../project/project.ts';
import type { Span } from '../text/span.ts';
import { resolve, type Uri } from '../text/uri.ts';
import { completion } from './completion.ts';
import type { Completion } from './feature.ts';

/** What a path may name: folders always; files whose name fits, none when `files` is undefined. */
export interface Wanted {
  readonly files: RegExp | undefined;
  /** Where relative paths begin. */
  readonly folder: Uri;
  /** A file that is not offered. */
  readonly except?: Uri;
}

/**
 * What lies in the folder typed so far. Absolute paths belong to the machine that runs the program and get no completions.
 * `span` is the place of `typed` and of what follows it.
 */
export const paths = (project: Project, span: Span, typed: string, { files, folder, except }: Wanted): readonly Completion[] => {
  if (typed.startsWith('/')) return [];
  const cut = typed.lastIndexOf('/') + 1;
  const inside = resolve(folder, typed.slice(0, cut) || '.');
  const place = { from: span.from + cut, to: span.to };
  return project
    .list(inside)
    .filter((item) => item.folder || (files?.test(item.name) && (except === undefined || resolve(inside, `./${item.name}`) !== except)))
    .map((item) =>
      completion(item.folder ? `${item.name}/` : item.name, item.folder ? 'folder' : 'file', place, {
        again: item.folder,
        sort: `${item.folder ? 1 : 0}${item.name}`,
      }),
    );
};
