// The door for desktop and remote VS Code: the server runs as a Node process.
import type { ExtensionContext } from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { type App, begin } from './start.ts';

let app: App | undefined;

export const activate = (context: ExtensionContext): void => {
  const server = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  const options = { run: server, debug: { ...server, options: { execArgv: ['--inspect=127.0.0.1:6009'] } } };
  app = begin(context, (given: LanguageClientOptions) => new LanguageClient('drydock', 'Drydock', options, given));
};

export const deactivate = (): Promise<void> | undefined => app?.end();
