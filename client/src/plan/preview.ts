// What a plan would change, shown in the editor for many differences at once. The texts are ours until they are written.
import { commands, type Disposable, type Tab, Uri, window, workspace } from 'vscode';
import type { PlannedFile } from '../../../server/src/lsp/protocol.ts';

const scheme = 'drydock-plan';

export interface Preview {
  /** Closes the editor if it is still open. */
  close(): Promise<void>;
}

export interface Previews extends Disposable {
  /** Shows the changes of files. */
  show(title: string, files: readonly PlannedFile[]): Promise<Preview>;
  /** Shows a page of Markdown, as a reader sees it. */
  page(name: string, markdown: string): Promise<void>;
}

/** Serves the texts of plans to editors. */
export const createPreviews = (): Previews => {
  const texts = new Map<string, string>();
  let count = 0;
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  const keep = (path: string, text: string): Uri => {
    const uri = Uri.from({ scheme, path: `/${path}`, query: `${++count}` });
    texts.set(uri.toString(), text);
    return uri;
  };
  return {
    async show(title, files) {
      const kept: Uri[] = [];
      const made = (path: string, text: string): Uri => {
        const uri = keep(path, text);
        kept.push(uri);
        return uri;
      };
      const changes = files.map(({ path, uri, before, after }) => [
        Uri.parse(uri),
        before === undefined ? undefined : made(path, before),
        made(path, after),
      ]);
      const open = (): ReadonlySet<Tab> => new Set(window.tabGroups.all.flatMap(({ tabs }) => tabs));
      const had = open();
      await commands.executeCommand('vscode.changes', title, changes);
      const tabs = [...open()].filter((tab) => !had.has(tab));
      return {
        async close() {
          const still = tabs.filter((tab) => open().has(tab));
          if (still.length > 0) await window.tabGroups.close(still);
          for (const uri of kept) texts.delete(uri.toString());
        },
      };
    },
    async page(name, markdown) {
      const uri = keep(`${name}.md`, markdown);
      await commands.executeCommand('markdown.showPreview', uri).then(undefined, () => window.showTextDocument(uri));
    },
    dispose: () => provider.dispose(),
  };
};
