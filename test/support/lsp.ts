// A language client in the same process: a real server on a real connection, over streams in memory.
import { PassThrough } from 'node:stream';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import {
  type ClientCapabilities,
  type CodeAction,
  type CompletionList,
  createMessageConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeParams,
  type InitializeResult,
  type MessageConnection,
  type Position,
  type PublishDiagnosticsParams,
  type Range,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { headLength } from '../../server/src/languages/languages.ts';
import type { FileSystem } from '../../server/src/lsp/files.ts';
import { createServer, type ServerParts } from '../../server/src/lsp/server.ts';
import { isInside, type Uri, uri } from '../../server/src/text/uri.ts';

/** What VS Code says it can do, as far as we look at it. */
export const modern: ClientCapabilities = {
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
  },
  window: { showDocument: { support: true } },
  textDocument: {
    diagnostic: { codeDescriptionSupport: true, relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    publishDiagnostics: { versionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ['markdown'], tagSupport: { valueSet: [1] } },
      completionList: { itemDefaults: ['editRange'] },
    },
    codeAction: { isPreferredSupport: true, codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source'] } } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

/** `modern` without pulled diagnostics: those are pushed then. */
export const pushed: ClientCapabilities = {
  ...modern,
  textDocument: { ...modern.textDocument, diagnostic: undefined as never, publishDiagnostics: { versionSupport: true } },
};

/** Files in memory. `walked` counts the walks. */
export interface MemoryDisk extends FileSystem {
  readonly files: Map<Uri, string>;
  walked: number;
}

export const memoryDisk = (files: Readonly<Record<string, string>> = {}): MemoryDisk => {
  const map = new Map(Object.entries(files).map(([name, text]) => [uri(name), text]));
  const disk: MemoryDisk = {
    files: map,
    walked: 0,
    async walk(root) {
      disk.walked++;
      return { files: [...map.keys()].filter((file) => isInside(root, file)).sort(), complete: true };
    },
    read: async (file) => map.get(file),
    head: async (file) => map.get(file)?.slice(0, headLength),
    foreign: (file) => file.includes('/node_modules/'),
  };
  return disk;
};

export interface Options extends Partial<ServerParts> {
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly string[];
  readonly disk?: FileSystem;
  readonly settings?: unknown;
  readonly initializationOptions?: unknown;
  /** Fields of `initialize` in their raw form. */
  readonly initialize?: Partial<InitializeParams>;
}

/** Everything the server said by itself, in order. */
export interface Heard {
  readonly method: string;
  readonly params: unknown;
}

export interface Client {
  readonly connection: MessageConnection;
  readonly greeting: InitializeResult;
  readonly heard: readonly Heard[];
  /** What is answered to `workspace/configuration`. */
  settings: unknown;
  /** Waits for something the server says, from now on or, with `since`, after that many things it said. */
  next<T = unknown>(method: string, fits?: (params: T) => boolean, since?: number): Promise<T>;
  open(uri: string, text: string, language?: string): Promise<void>;
  change(uri: string, version: number, changes: readonly { readonly range?: Range; readonly text: string }[]): Promise<void>;
  close(uri: string): Promise<void>;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  problems(uri: string): Promise<readonly Diagnostic[]>;
  pullAll(previous?: readonly { uri: string; value: string }[]): Promise<WorkspaceDiagnosticReport>;
  complete(uri: string, position: Position, triggerCharacter?: string): Promise<CompletionList | null>;
  actions(
    uri: string,
    range: Range,
    context?: Partial<{ only: string[]; diagnostics: Diagnostic[]; triggerKind: 1 | 2 }>,
  ): Promise<CodeAction[]>;
  ask<T = unknown>(method: string, params?: unknown): Promise<T>;
  end(): Promise<void>;
}

/** Milliseconds after which a wait is given up; reached only when a test fails. */
const deadline = 4000;

export const at = (line: number, character: number): Position => ({ line, character });
export const range = (line: number, from: number, to: number): Range => ({ start: at(line, from), end: at(line, to) });

const running = new Set<Client>();
/** Ends every client that a test left running. */
export const endAll = async (): Promise<void> => {
  await Promise.all([...running].map((client) => client.end()));
};

export const connect = async (options: Options = {}): Promise<Client> => {
  const up = new PassThrough();
  const down = new PassThrough();
  createServer(createConnection(ProposedFeatures.all, up, down), options.disk ?? memoryDisk(), options);
  const connection = createMessageConnection(down, up);
  const client = await drive(connection, options);
  running.add(client);
  return client;
};

/** Speaks the first words on a connection and gives the client that goes on speaking. */
export const drive = async (connection: MessageConnection, options: Options = {}): Promise<Client> => {
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  const hear = (method: string, params: unknown) => {
    heard.push({ method, params });
    for (const wake of [...waiting]) wake();
  };
  connection.onNotification((method, params) => hear(method, params));
  connection.onRequest((method, params) => {
    hear(method, params);
    if (method === 'workspace/configuration') return [client.settings];
    if (method === 'workspace/applyEdit') return { applied: true };
    if (method === 'window/showDocument') return { success: true };
    return null;
  });
  connection.listen();
  const greeting = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? modern,
    workspaceFolders: options.folders?.map((folder) => ({ uri: folder, name: folder })) ?? null,
    initializationOptions: options.initializationOptions,
    clientInfo: { name: 'test' },
    ...options.initialize,
  });
  const client: Client = {
    connection,
    greeting,
    heard,
    settings: options.settings ?? null,
    next<T>(method: string, fits: (params: T) => boolean = () => true, since = heard.length): Promise<T> {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = heard.slice(since).find((one) => one.method === method && fits(one.params as T));
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found.params as T);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`The server did not send ${method}; it sent ${heard.map((one) => one.method).join(', ') || 'nothing'}`));
        }, deadline);
        waiting.add(look);
        look();
      });
    },
    open: (name, text, languageId = 'ini') =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri: name, languageId, version: 1, text } }),
    change: (name, version, contentChanges) =>
      connection.sendNotification('textDocument/didChange', { textDocument: { uri: name, version }, contentChanges }),
    close: (name) => connection.sendNotification('textDocument/didClose', { textDocument: { uri: name } }),
    pull: (name, previousResultId) =>
      connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: name }, identifier: 'drydock', previousResultId }),
    async problems(name) {
      const report = await client.pull(name);
      if (report.kind !== 'full') throw new Error('A first pull must be answered in full');
      return report.items;
    },
    pullAll: (previousResultIds = []) => connection.sendRequest('workspace/diagnostic', { identifier: 'drydock', previousResultIds }),
    complete: (name, position, triggerCharacter) =>
      connection.sendRequest('textDocument/completion', {
        textDocument: { uri: name },
        position,
        context: triggerCharacter ? { triggerKind: 2, triggerCharacter } : { triggerKind: 1 },
      }),
    actions: (name, where, context = {}) =>
      connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: name },
        range: where,
        context: { diagnostics: [], ...context },
      }),
    ask: (method, params) => (params === undefined ? connection.sendRequest(method) : connection.sendRequest(method, params)),
    async end() {
      running.delete(client);
      await connection.sendRequest('shutdown');
      connection.dispose();
    },
  };
  await connection.sendNotification('initialized', {});
  return client;
};

/** The pushed problems of a file, from the next push of it on. */
export const nextPush = (client: Client, name: string, since?: number): Promise<PublishDiagnosticsParams> =>
  client.next<PublishDiagnosticsParams>('textDocument/publishDiagnostics', (params) => params.uri === name, since);
