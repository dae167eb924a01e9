// What the tests share: files in the opened folder, and waiting for what VS Code announces.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

export const EXTENSION = 'drydock.django-drydock';
const DEADLINE = 20_000;

/** The address of a file in the opened folder. */
export function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'VS Code was opened without a folder');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Writes a file into the opened folder and shows it. */
export async function write(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = inWorkspace(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(uri);
}

/** Saves nothing, closes every editor: the next test starts with an empty window. */
export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** A diagnostic's code as a plain word, however it is dressed. */
export function codeOf({ code }: vscode.Diagnostic): string | undefined {
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? undefined : String(value);
}

function describeAll(found: readonly vscode.Diagnostic[]): string {
  return found.map((each) => `${codeOf(each)} at line ${each.range.start.line + 1}: ${each.message}`).join('; ') || 'none';
}

/** Asks again and again until there is an answer, and rejects at the deadline. */
export async function eventually<T>(ask: () => Promise<T | undefined>, otherwise: string): Promise<T> {
  for (const end = Date.now() + DEADLINE; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(otherwise);
}

/** Resolves with a file's diagnostics as soon as they are as wished, and rejects with what there is at the deadline. */
export function diagnostics(
  uri: vscode.Uri,
  wish: string,
  isWished: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = vscode.languages.getDiagnostics(uri);
      if (!isWished(found)) return;
      clearTimeout(timer);
      event.dispose();
      resolve(found);
    };
    const timer = setTimeout(() => {
      event.dispose();
      reject(new Error(`waited for ${wish}; diagnostics are: ${describeAll(vscode.languages.getDiagnostics(uri))}`));
    }, DEADLINE);
    const event = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

/** Waits until the file has a problem of this rule, and returns it. */
export async function problem(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> {
  const found = await diagnostics(uri, `a problem ${rule}`, (all) => all.some((each) => codeOf(each) === rule));
  const first = found.find((each) => codeOf(each) === rule);
  assert.ok(first);
  return first;
}

/** Waits until the file has no problem of this rule. */
export async function noProblem(uri: vscode.Uri, rule: string): Promise<void> {
  await diagnostics(uri, `no problem ${rule}`, (all) => all.every((each) => codeOf(each) !== rule));
}
