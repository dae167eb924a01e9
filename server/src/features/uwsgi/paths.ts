// Files and folders of the workspace, as completions of a path.
import type { Span } from '../../text/span.ts';
import { baseName, parent, resolve } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';

/** What a path may name: folders always; files whose name fits, none when `files` is undefined. */
export interface Wanted {
  readonly files: RegExp | undefined;
  readonly notSelf?: boolean;
}

/**
 * What lies in the folder typed so far, seen from the file's own folder. Absolute paths belong to the machine that runs
 * uWSGI and get no completions.
 */
export const paths = ({ project, parsed }: Place, span: Span, typed: string, { files, notSelf = false }: Wanted): readonly Completion[] => {
  if (typed.startsWith('/')) return [];
  const cut = typed.lastIndexOf('/') + 1;
  const folder = resolve(parent(parsed.file.uri), typed.slice(0, cut) || '.');
  const own = notSelf && cut === 0 ? baseName(parsed.file.uri) : undefined;
  const place = { from: span.from + cut, to: span.to };
  return project
    .list(folder)
    .filter((item) => item.folder || (files?.test(item.name) && item.name !== own))
    .map((item) =>
      completion(item.folder ? `${item.name}/` : item.name, item.folder ? 'folder' : 'file', place, {
        again: item.folder,
        sort: `${item.folder ? 1 : 0}${item.name}`,
      }),
    );
};
