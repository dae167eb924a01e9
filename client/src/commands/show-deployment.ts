import { commands, type Disposable, EventEmitter, extensions, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { describeDeployments } from '../../../server/src/lsp/protocol.ts';
import type { PaletteCommand } from '../start.ts';

const scheme = 'drydock';
const page = Uri.from({ scheme, path: '/Deployments.md' });
const moved = new EventEmitter<Uri>();

/** Makes the page readable as a document that nobody can change; it follows what is saved. */
export const deploymentPages = (client: BaseLanguageClient): Disposable[] => {
  const provider: TextDocumentContentProvider = {
    onDidChange: moved.event,
    provideTextDocumentContent: () => client.sendRequest<string>(describeDeployments),
  };
  const isOpen = () => workspace.textDocuments.some(({ uri }) => uri.scheme === scheme);
  return [
    workspace.registerTextDocumentContentProvider(scheme, provider),
    workspace.onDidSaveTextDocument(() => isOpen() && moved.fire(page)),
  ];
};

/** Opens the page about who builds, collects, serves, listens and probes, as a preview. */
export const showDeployment: PaletteCommand = {
  name: 'drydock.showDeployment',
  async run({ ready }) {
    await ready();
    moved.fire(page);
    // Without VS Code's Markdown extension the text itself is shown.
    if (extensions.getExtension('vscode.markdown-language-features')) await commands.executeCommand('markdown.showPreview', page);
    else await window.showTextDocument(await workspace.openTextDocument(page), { preview: true });
  },
};
