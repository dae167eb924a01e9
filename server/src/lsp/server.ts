// The language server: one line per method of the protocol. What each answers is decided elsewhere.
import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Command,
  type Connection,
  ErrorCodes,
  FileChangeType,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  type SemanticTokens,
} from 'vscode-languageserver';
import { currentDay } from '../disk/day.ts';
import { actions, fixAll } from '../features/actions.ts';
import { complete } from '../features/complete.ts';
import { definition } from '../features/definition.ts';
import type { Action } from '../features/feature.ts';
import { folds } from '../features/folds.ts';
import { format, formatTyped } from '../features/format.ts';
import { highlights } from '../features/highlights.ts';
import { hints } from '../features/hints.ts';
import { hover } from '../features/hover.ts';
import { links } from '../features/links.ts';
import { outline } from '../features/outline.ts';
import { references } from '../features/references.ts';
import { refusal, rename, renameable } from '../features/rename.ts';
import { signature } from '../features/signature.ts';
import { tokens } from '../features/tokens.ts';
import { catalogueText } from '../knowledge/catalogue-text.ts';
import type { Day } from '../knowledge/images/facts.ts';
import { tablesText } from '../knowledge/images/tables-text.ts';
import { rules as register } from '../rules/index.ts';
import { type Rule, urlOf } from '../rules/rule.ts';
import { isAsked } from './abilities.ts';
import { createBugs } from './bugs.ts';
import { isMeant, resolveCompletion, toCompletionList } from './completion.ts';
import {
  toAction,
  toFolds,
  toHighlights,
  toHints,
  toHover,
  toLinks,
  toLocations,
  toRange,
  toSignature,
  toSpan,
  toSymbols,
  toTextEdits,
  toTokens,
  toWorkspaceEdit,
} from './convert.ts';
import { debugText } from './debug.ts';
import { deploymentText } from './deployments.ts';
import type { FileSystem } from './files.ts';
import { greeting } from './greeting.ts';
import { editsBack } from './planned.ts';
import * as our from './protocol.ts';
import { createSession, type Session, type Subject } from './session.ts';

const features = {
  hover,
  complete,
  actions,
  fixAll,
  outline,
  folds,
  definition,
  references,
  highlights,
  hints,
  links,
  signature,
  format,
  formatTyped,
  tokens,
};

/** The protocol allows no answer for tokens; its types do not. */
const noTokens = null as unknown as SemanticTokens;

/** What may be given in place of the real thing; tests do. */
export interface ServerParts {
  readonly rules: readonly Rule[];
  readonly features: Partial<typeof features>;
  readonly catalogue: () => string;
  readonly images: () => string;
  readonly today: () => Day;
  readonly version: string;
  readonly onMessage: (listener: () => void) => void;
  /** What the client said at the start, where a door has answered that already and listens by itself. */
  readonly greeted: InitializeParams;
}

/** Puts the server on a connection and listens. `disk` is the file system of the machine that holds the workspace. */
export const createServer = (connection: Connection, disk: FileSystem, given: Partial<ServerParts> = {}): void => {
  const { rules = register, catalogue = catalogueText, images = tablesText, today = currentDay, version = '', onMessage } = given;
  const ask = { ...features, ...given.features };
  const bugs = createBugs(connection.console);
  let session: Session | undefined;

  type InDocument = { readonly textDocument: { readonly uri: string } };
  /** A question about a document: not asked when it was cancelled, `nothing` for files that are not ours and for our own mistakes. */
  const on =
    <P extends InDocument, Out>(method: string, answer: (subject: Subject, params: P) => Out, nothing: Out) =>
    (params: P, token: CancellationToken): Out | ResponseError => {
      if (!session) return new ResponseError(ErrorCodes.ServerNotInitialized, 'The server was not initialized');
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled');
      const subject = bugs.guard(method, () => session?.subject(params.textDocument.uri), undefined);
      return subject ? bugs.guard(method, () => answer(subject, params), nothing) : nothing;
    };
  /** Something the client tells us: nothing it does may end the server. */
  const heard =
    <P>(method: string, act: (session: Session, params: P) => unknown) =>
    (params: P): void => {
      const done = bugs.guard(method, () => session && act(session, params), undefined);
      if (done instanceof Promise) done.catch((error: unknown) => bugs.report(method, error));
    };

  const open = (params: InitializeParams): Session =>
    createSession(connection, params, { disk, bugs, rules, catalogue, images, today, onMessage });
  if (given.greeted) session = open(given.greeted);
  else
    connection.onInitialize((params) => {
      session = open(params);
      return greeting(session.abilities, version);
    });
  connection.onInitialized(heard('initialized', (all) => all.begin()));
  connection.onShutdown(() => session?.end());
  connection.onDidChangeConfiguration(heard('the settings', (all, { settings }) => all.settingsChanged(settings)));

  connection.onDidOpenTextDocument(
    heard('didOpen', ({ files }, { textDocument: { uri, languageId, version: number, text } }) =>
      files.didOpen(uri, languageId, number, text),
    ),
  );
  connection.onDidChangeTextDocument(
    heard('didChange', ({ files }, { textDocument: { uri, version: number }, contentChanges }) =>
      files.didChange(uri, number, contentChanges),
    ),
  );
  connection.onDidCloseTextDocument(heard('didClose', ({ files }, { textDocument: { uri } }) => files.didClose(uri)));
  connection.onDidChangeWatchedFiles(
    heard('didChangeWatchedFiles', ({ files }, { changes }) =>
      files.didChangeOnDisk(
        changes.map(({ uri, type }) => ({ uri, created: type === FileChangeType.Created, deleted: type === FileChangeType.Deleted })),
      ),
    ),
  );

  connection.languages.diagnostics.on(
    ({ textDocument: { uri }, previousResultId }) =>
      bugs.guard('diagnostic', () => session?.outlet.pull(uri, previousResultId), undefined) ?? { kind: 'full', items: [] },
  );
  connection.languages.diagnostics.onWorkspace(
    ({ previousResultIds }) =>
      bugs.guard('workspace/diagnostic', () => session?.outlet.pullAll(previousResultIds), undefined) ?? { items: [] },
  );
  connection.onHover(on('hover', (s, { position }) => toHover(s.file, ask.hover(s.place(position)), s.desk), null));
  connection.onCompletion(
    on(
      'completion',
      (s, { position, context }) => {
        const place = s.place(position);
        if (!isMeant(s.parsed, place.offset, context?.triggerCharacter)) return null;
        const ids = s.runner.rules.map(({ id }) => id);
        return toCompletionList(s.file, ask.complete(place, ids), s.desk);
      },
      null,
    ),
  );
  connection.onCompletionResolve((item) =>
    bugs.guard('completionItem/resolve', () => (session ? resolveCompletion(item, session.desk, session.knowledge) : item), item),
  );
  connection.onCodeAction(on('codeAction', (s, params) => answerActions(s, params, ask), []));
  connection.onDocumentSymbol(on('documentSymbol', (s) => toSymbols(s.file, ask.outline(s) ?? [], s.desk), []));
  // Nothing at all, unlike an empty list, leaves the editor's own folding and other tools' tokens in place.
  connection.onFoldingRanges(
    on(
      'foldingRange',
      (s) => {
        const found = ask.folds(s);
        return found ? toFolds(s.file, found, s.desk) : null;
      },
      null,
    ),
  );

  connection.onDefinition(on('definition', (s, { position }) => toLocations(ask.definition(s.place(position)), s.desk), []));
  connection.onReferences(
    on('references', (s, { position, context }) => toLocations(ask.references(s.place(position), context.includeDeclaration), s.desk), []),
  );
  connection.onPrepareRename(
    on(
      'prepareRename',
      (s, { position }) => {
        const named = renameable(s.place(position));
        return named ? { range: toRange(s.file, named.span), placeholder: named.name } : null;
      },
      null,
    ),
  );
  connection.onRenameRequest((params, token) => {
    const place = session?.subject(params.textDocument.uri)?.place(params.position);
    const why = place && refusal(place, params.newName);
    if (why) return new ResponseError(ErrorCodes.InvalidParams, why);
    return on(
      'rename',
      (s, { position, newName }: typeof params) => toWorkspaceEdit(rename(s.place(position), newName), s.desk) ?? null,
      null,
    )(params, token);
  });
  connection.onDocumentHighlight(on('documentHighlight', (s, { position }) => toHighlights(s.file, ask.highlights(s.place(position))), []));
  connection.onDocumentLinks(on('documentLink', (s) => toLinks(s.file, ask.links(s.project, s.parsed), s.desk), []));
  connection.onSignatureHelp(on('signatureHelp', (s, { position }) => toSignature(ask.signature(s.place(position)), s.desk), null));
  connection.onDocumentFormatting(on('formatting', (s, { options }) => toTextEdits(s.file, ask.format(s, options)), []));
  connection.onDocumentRangeFormatting(
    on('rangeFormatting', (s, { options, range }) => toTextEdits(s.file, ask.format(s, options, toSpan(s.file, range))), []),
  );
  connection.onDocumentOnTypeFormatting(
    on('onTypeFormatting', (s, { options, position }) => toTextEdits(s.file, ask.formatTyped(s.place(position), options)), []),
  );
  connection.languages.inlayHint.on(on('inlayHint', (s, { range }) => toHints(s.file, ask.hints(s), range), []));
  connection.languages.semanticTokens.on(
    on(
      'semanticTokens',
      (s) => {
        const found = ask.tokens(s);
        return found ? toTokens(s.file, found) : noTokens;
      },
      noTokens,
    ),
  );

  connection.onExecuteCommand(({ command, arguments: [first, second] = [] }) => {
    if (command === our.explainCommand && String(first).startsWith('https://')) {
      return connection.window.showDocument({ uri: String(first), external: true });
    }
    if (command === our.applyCommand) return connection.workspace.applyEdit({ label: String(first), edit: second });
    return null;
  });
  connection.onNotification(
    our.neighbours,
    heard('the neighbours', (all, given: unknown) => all.neighboursChanged(given)),
  );
  connection.onRequest(our.checkProject, () => session?.checkProject() ?? null);
  connection.onRequest(our.debugInformation, () => (session ? debugText(session, bugs, version) : ''));
  connection.onRequest(our.describeDeployments, () => bugs.guard('the deployments', () => session && deploymentText(session), '') ?? '');
  connection.onRequest<our.PlanStep | null, void>(our.planStep, async (asked: our.PlanAsked) => session?.plan(asked) ?? null);
  connection.onRequest(our.takeBack, (given: our.TakenBack) => editsBack(given));
  connection.onRequest(our.listRules, () => ruleList(rules));
  if (!given.greeted) connection.listen();
};

/** Fixes for the lamp; the whole-file fix only where it was asked for by name or by a person without a filter. */
const answerActions = (
  { file, parsed, project, runner, desk }: Subject,
  { range, context }: CodeActionParams,
  ask: Pick<typeof features, 'actions' | 'fixAll'>,
): (CodeAction | Command)[] => {
  const wants = (kind: string): boolean => context.only?.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`)) ?? false;
  const asked = context.only === undefined || context.only.length === 0;
  const out: Action[] = [];
  if (asked || wants('quickfix')) out.push(...ask.actions({ project, parsed, runner, span: toSpan(file, range) }));
  if (asked ? isAsked(context.triggerKind) : wants('source.fixAll.drydock')) {
    const all = ask.fixAll({ project, parsed, runner });
    if (all) out.push(all);
  }
  const own = out.flatMap((action) => toAction(file, action, desk, context.diagnostics) ?? []);
  const moves = parsed.kind === 'uwsgi' && desk.abilities.ours && (asked ? isAsked(context.triggerKind) : wants('refactor.rewrite'));
  return moves ? [...own, moveAction(desk.names.spelling(file.uri))] : own;
};

/** The lamp of a uwsgi.ini offers what our own client can begin. */
const moveAction = (uri: string): CodeAction => {
  const title = 'Move from uWSGI to uvicorn…';
  return { title, kind: 'refactor.rewrite', command: { title, command: our.moveCommand, arguments: [uri] } };
};

const ruleList = (rules: readonly Rule[]): readonly our.RuleInformation[] =>
  rules
    .map(({ id, title, severity, default: on }) => ({ id, title, severity, on: on === 'on', url: urlOf(id) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
