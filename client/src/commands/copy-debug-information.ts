import { env, extensions, version, window } from 'vscode';
import { debugInformation } from '../../../server/src/lsp/protocol.ts';
import type { PaletteCommand } from '../start.ts';

/** Versions, abilities, projects and rules, ready to be pasted into a bug report. Works without a server, too. */
export const copyDebugInformation: PaletteCommand = {
  name: 'drydock.copyDebugInformation',
  async run({ client, context, ready }) {
    const { id, packageJSON } = context.extension;
    const told = await ready()
      .then(() => client.sendRequest<string>(debugInformation))
      .catch((error: unknown) => `### Drydock\n- The server does not answer: ${error instanceof Error ? error.message : error}\n`);
    const others = extensions.all
      .filter((one) => one.isActive && one.id !== id && !one.id.startsWith('vscode.'))
      .map((one) => `${one.id} ${(one.packageJSON as { readonly version?: string }).version ?? ''}`.trim());
    await env.clipboard.writeText(
      [
        told,
        '### Editor',
        `- ${env.appName} ${version}, ${env.uiKind === 1 ? 'desktop' : 'web'}${env.remoteName ? `, remote ${env.remoteName}` : ''}`,
        `- ${id} ${(packageJSON as { readonly version?: string }).version ?? ''}`,
        `- Neighbours: ${others.join(', ') || 'none'}`,
        '',
      ].join('\n'),
    );
    void window.showInformationMessage('The debug information is in the clipboard.');
  },
};
