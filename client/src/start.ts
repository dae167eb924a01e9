// Starts the server and keeps it running; commands, status and log hang on it.
import { commands, type Disposable, type ExtensionContext, type LogOutputChannel, window } from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, RevealOutputChannelOn, State } from 'vscode-languageclient';
import type { Greeting } from '../../server/src/lsp/protocol.ts';
import { addContainerFiles } from './commands/add-container-files.ts';
import { checkProjectCommand } from './commands/check-project.ts';
import { copyDebugInformation } from './commands/copy-debug-information.ts';
import { moveFromDaphne } from './commands/move-from-daphne.ts';
import { moveToUvicorn } from './commands/move-to-uvicorn.ts';
import { openRule } from './commands/open-rule.ts';
import { restartServer } from './commands/restart-server.ts';
import { serveStaticFiles } from './commands/serve-static-files.ts';
import { deploymentPages, showDeployment } from './commands/show-deployment.ts';
import { showLog } from './commands/show-log.ts';
import { createCrashHandler } from './crashes.ts';
import { neighboursNow, tellNeighbours } from './neighbours.ts';
import { createPreviews, type Previews } from './plan/preview.ts';
import { selector } from './selector.ts';
import { showStatus } from './status.ts';

/** What commands work with. */
export interface App {
  readonly client: BaseLanguageClient;
  readonly log: LogOutputChannel;
  readonly context: ExtensionContext;
  readonly previews: Previews;
  /** Resolves when the server runs; rejects when it cannot be started. */
  ready(): Promise<void>;
  restart(): Promise<void>;
  end(): Promise<void>;
}

/** A command of the palette: its name, and what it does. */
export interface PaletteCommand {
  readonly name: string;
  /** `given` is what the caller hands over: nothing from the palette. */
  run(app: App, ...given: readonly unknown[]): Promise<void>;
}

const palette: readonly PaletteCommand[] = [
  checkProjectCommand,
  showDeployment,
  addContainerFiles,
  serveStaticFiles,
  moveToUvicorn,
  moveFromDaphne,
  restartServer,
  showLog,
  openRule,
  copyDebugInformation,
];

/** Registers everything and starts the server without waiting for it. `make` builds the client of this platform. */
export const begin = (context: ExtensionContext, make: (options: LanguageClientOptions) => BaseLanguageClient): App => {
  const log = window.createOutputChannel('Drydock', { log: true });
  const greeting = (): Greeting => ({ client: 'vscode', neighbours: neighboursNow() });
  const client = make({
    documentSelector: [...selector],
    initializationOptions: greeting,
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // The client's defaults are all false: it would pull once, when a document opens.
    diagnosticPullOptions: { onChange: true, onSave: true, onTabs: true },
    errorHandler: createCrashHandler(),
    // The log has it already, and the language status shows it: no message at start.
    initializationFailedHandler: () => false,
  });
  const app: App = {
    client,
    log,
    context,
    previews: createPreviews(),
    ready: () => (client.state === State.Running ? Promise.resolve() : client.start()),
    async restart() {
      if (client.needsStop()) await client.stop();
      await client.start();
    },
    end: () => (client.needsStop() ? client.stop() : Promise.resolve()),
  };
  const registered: Disposable[] = palette.map(({ name, run }) =>
    commands.registerCommand(name, (...given: unknown[]) => run(app, ...given)),
  );
  context.subscriptions.push(
    log,
    app.previews,
    showStatus(client, selector),
    tellNeighbours(client),
    ...deploymentPages(client),
    ...registered,
  );
  client.start().catch((error: unknown) => log.error(`The server could not be started. ${error instanceof Error ? error.message : error}`));
  return app;
};
