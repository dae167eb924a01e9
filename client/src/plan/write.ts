// Writes the chosen files of a plan in one step, and knows how to take exactly that back.
import { FileSystemError, Position, Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { PlanEdit, PlannedFile } from '../../../server/src/lsp/protocol.ts';

/** What was written: enough to take it back. */
export interface Written {
  readonly made: readonly { readonly uri: Uri; readonly path: string; readonly text: string }[];
  readonly changed: readonly { readonly uri: Uri; readonly path: string; readonly before: string; readonly after: string }[];
  /** Folders that were not there, the inner ones first. */
  readonly folders: readonly Uri[];
}

/** What we make is UTF-8, whatever the editor is set to. */
export const utf8 = { encoding: 'utf8' };

/** Line ends are the editor's business. */
export const alike = (a: string, b: string): boolean => a.replace(/\r\n?/g, '\n') === b.replace(/\r\n?/g, '\n');

export const exists = async (uri: Uri): Promise<boolean> => {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return false;
    // What cannot even be looked at is found out by the attempt to write.
    return false;
  }
};

/** Why a plan no longer fits the files, as a sentence; nothing when it does. */
export const outdated = async (files: readonly PlannedFile[]): Promise<string | undefined> => {
  for (const { uri, path, before } of files) {
    const target = Uri.parse(uri);
    if (workspace.fs.isWritableFileSystem(target.scheme) === false) return `${path} cannot be written: its file system is read-only.`;
    if (before === undefined) {
      if (await exists(target)) return `${path} has appeared meanwhile.`;
      continue;
    }
    const document = await Promise.resolve(workspace.openTextDocument(target)).catch(() => undefined);
    if (!document) return `${path} has vanished meanwhile.`;
    if (alike(document.getText(), before)) continue;
    return document.isDirty ? `${path} has changes that are not saved: save it first.` : `${path} has changed meanwhile.`;
  }
  return undefined;
};

const rangeOf = ({ range: { start, end } }: PlanEdit): Range =>
  new Range(new Position(start.line, start.character), new Position(end.line, end.character));

/** Puts edits of a file into a larger edit. */
export const addEdits = (whole: WorkspaceEdit, uri: Uri, edits: readonly PlanEdit[]): void => {
  for (const edit of edits) whole.replace(uri, rangeOf(edit), edit.newText);
};

/** The folders that must be made for a file, the inner ones first. */
const missingFolders = async (uri: Uri): Promise<readonly Uri[]> => {
  const out: Uri[] = [];
  for (let at = Uri.joinPath(uri, '..'); at.path.length > 1 && !(await exists(at)); at = Uri.joinPath(at, '..')) out.push(at);
  return out;
};

/** Writes all in one edit; `whole` is false when the editor refused some of it. What was written then is told all the same. */
export const writeFiles = async (files: readonly PlannedFile[]): Promise<{ readonly whole: boolean; readonly written: Written }> => {
  const edit = new WorkspaceEdit();
  const folders = new Map<string, Uri>();
  for (const { uri, before, after, edits } of files) {
    const target = Uri.parse(uri);
    if (before !== undefined) addEdits(edit, target, edits);
    else {
      for (const folder of await missingFolders(target)) folders.set(folder.toString(), folder);
      edit.createFile(target, { contents: await workspace.encode(after, utf8) });
    }
  }
  const whole = await Promise.resolve(workspace.applyEdit(edit, { isRefactoring: true })).catch(() => false);
  const made: Written['made'][number][] = [];
  const changed: Written['changed'][number][] = [];
  for (const { uri, path, before, after } of files) {
    const target = Uri.parse(uri);
    if (before === undefined) {
      if (await exists(target)) made.push({ uri: target, path, text: after });
      continue;
    }
    const document = await workspace.openTextDocument(target);
    if (alike(document.getText(), before)) continue;
    if (document.isDirty) await document.save();
    changed.push({ uri: target, path, before, after: document.getText() });
  }
  const longest = [...folders.values()].sort((a, b) => b.path.length - a.path.length);
  return { whole, written: { made, changed, folders: longest } };
};
