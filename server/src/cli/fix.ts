// Applies the safe fixes of files in the workspace, again and again until nothing changes.
import { applyEdits } from '../text/edit.ts';
import type { Uri } from '../text/uri.ts';
import type { Engine } from './engine.ts';

/** A fix can uncover the next one; more rounds than this would mean that two fixes undo each other. */
const mostRounds = 10;

/** One file that fixes change. */
export interface Fixed {
  readonly uri: Uri;
  readonly before: string;
  readonly after: string;
}

/** Applies safe fixes to the given files and to no others. The workspace then holds the new texts; nothing is written to disk. */
export const applyFixes = ({ workspace, safeEdits }: Engine, files: readonly Uri[]): readonly Fixed[] => {
  const before = new Map<Uri, string>();
  for (let round = 0; round < mostRounds; round++) {
    const { now } = workspace;
    const changes = files.flatMap((uri) => {
      const file = now.parsed(uri)?.file;
      const text = file ? applyEdits(file.text, safeEdits(uri)) : '';
      if (!file || text === file.text) return [];
      if (!before.has(uri)) before.set(uri, file.text);
      return [{ type: 'write' as const, file: { ...file, version: file.version + 1, text } }];
    });
    if (changes.length === 0) break;
    workspace.apply(changes);
  }
  return [...before].map(([uri, text]) => ({ uri, before: text, after: workspace.now.parsed(uri)?.file.text ?? text }));
};

/** Takes a file in the workspace back to a text. */
export const putBack = ({ workspace }: Engine, uri: Uri, text: string): void => {
  const file = workspace.now.parsed(uri)?.file;
  if (file) workspace.apply([{ type: 'write', file: { ...file, version: file.version + 1, text } }]);
};
