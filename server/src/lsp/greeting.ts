// The answer to `initialize`: what we can do, for a client that can do so much.
import { type InitializeResult, PositionEncodingKind, TextDocumentSyncKind } from 'vscode-languageserver';
import { tokenTypes } from '../features/legend.ts';
import type { Abilities } from './abilities.ts';
import * as our from './protocol.ts';
import { triggers } from './triggers.ts';

export const greeting = (
  { pull, literalActions, prepareRename, ours, formattingRegistration }: Abilities,
  version: string,
): InitializeResult => ({
  serverInfo: { name: 'Drydock', version },
  capabilities: {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    ...(pull ? { diagnosticProvider: { identifier: 'drydock', interFileDependencies: true, workspaceDiagnostics: true } } : {}),
    hoverProvider: true,
    completionProvider: { resolveProvider: true, triggerCharacters: triggers },
    codeActionProvider: literalActions ? { codeActionKinds: ['quickfix', 'source.fixAll.drydock', 'refactor.rewrite'] } : true,
    documentSymbolProvider: { label: 'Drydock' },
    foldingRangeProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: prepareRename ? { prepareProvider: true } : true,
    ...(ours && formattingRegistration ? {} : { documentFormattingProvider: true, documentRangeFormattingProvider: true }),
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
    inlayHintProvider: true,
    documentHighlightProvider: true,
    documentLinkProvider: {},
    signatureHelpProvider: { triggerCharacters: [' '] },
    semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] }, full: true },
    executeCommandProvider: { commands: [our.explainCommand, our.applyCommand] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
});
