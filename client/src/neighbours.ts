// Which other extensions look after the same files. The server is told, so that nothing is said or offered twice.
import { type Disposable, extensions } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type NeighbourExtension, neighbourExtensions, neighbours } from '../../server/src/lsp/protocol.ts';

/** The ids of those that are switched on. Whether they run yet does not count: they start with the first file of theirs. */
export const neighboursNow = (): readonly NeighbourExtension[] =>
  neighbourExtensions.filter((id) => extensions.getExtension(id) !== undefined);

/** Tells the server when an extension was installed, removed or switched. */
export const tellNeighbours = (client: BaseLanguageClient): Disposable =>
  extensions.onDidChange(() => {
    // One that does not run is told when it starts.
    if (client.isRunning()) void client.sendNotification(neighbours, neighboursNow());
  });
