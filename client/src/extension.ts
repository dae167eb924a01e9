// The door for desktop and remote VS Code: the server runs as a Node process.
import type { ExtensionContext } from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { compiledCode, forgetOtherVersions } from './compiled-code.ts';
import { type App, begin } from './start.ts';

let app: App | undefined;

export const activate = (context: ExtensionContext): void => {
  // Each keystroke makes short-lived objects by the thousand: with room for them the collector hardly ever interrupts.
  const memory = ['--max-semi-space-size=64', '--min-semi-space-size=32'];
  const server = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  const env = compiledCode(context);
  const options = {
    run: { ...server, options: { execArgv: memory, env } },
    debug: { ...server, options: { execArgv: [...memory, '--inspect=127.0.0.1:6009'], env } },
  };
  void forgetOtherVersions(context);
  app = begin(context, (given: LanguageClientOptions) => new LanguageClient('drydock', 'Drydock', options, given));
};

export const deactivate = (): Promise<void> | undefined => app?.end();
