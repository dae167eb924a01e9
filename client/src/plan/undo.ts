// Takes back what a plan wrote: files we made, if nobody touched them, and our lines, if they still stand.
import { FileType, type Uri, WorkspaceEdit, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type PlanEdit, type TakenBack, takeBack } from '../../../server/src/lsp/protocol.ts';
import { addEdits, alike, exists, utf8, type Written } from './write.ts';

/** Files that were made but changed since, or cannot be read, stay. */
const untouched = async (uri: Uri, text: string): Promise<boolean> => {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty) return false;
  const bytes = await Promise.resolve(workspace.fs.readFile(uri)).catch(() => undefined);
  return bytes !== undefined && alike(await workspace.decode(bytes, utf8), text);
};

const removeEmpty = async (folder: Uri): Promise<void> => {
  const inside = await Promise.resolve(workspace.fs.readDirectory(folder)).catch((): [string, FileType][] => [['?', FileType.Unknown]]);
  if (inside.length === 0) await Promise.resolve(workspace.fs.delete(folder)).catch(() => undefined);
};

/** Takes everything back that still is as it was written, in one step; gives the paths of what is not, and stays. */
export const undo = async (client: BaseLanguageClient, { made, changed, folders }: Written): Promise<readonly string[]> => {
  const edit = new WorkspaceEdit();
  const kept: string[] = [];
  for (const { uri, path, text } of made) {
    if (!(await exists(uri))) continue;
    if (await untouched(uri, text)) edit.deleteFile(uri, { ignoreIfNotExists: true });
    else kept.push(path);
  }
  const edited: Uri[] = [];
  for (const { uri, path, before, after } of changed) {
    const document = await Promise.resolve(workspace.openTextDocument(uri)).catch(() => undefined);
    const asked: TakenBack | undefined = document && { before, after, now: document.getText() };
    const edits = asked && (await client.sendRequest<readonly PlanEdit[] | null>(takeBack, asked));
    if (!edits) {
      kept.push(path);
      continue;
    }
    addEdits(edit, uri, edits);
    edited.push(uri);
  }
  const done = await Promise.resolve(workspace.applyEdit(edit, { isRefactoring: true })).catch(() => false);
  if (!done) return [...made, ...changed].map(({ path }) => path);
  for (const uri of edited) await (await workspace.openTextDocument(uri)).save();
  for (const folder of folders) await removeEmpty(folder);
  return kept;
};
