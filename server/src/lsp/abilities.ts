// What the client can do, read once from what it said at the start. Everything missing is a no.
import { CodeActionTriggerKind, type InitializeParams, MarkupKind } from 'vscode-languageserver';

/** The client's abilities, each a plain yes or no, so that nobody else digs in the protocol's nested maybe. */
export interface Abilities {
  readonly pull: boolean;
  readonly refresh: boolean;
  readonly hintRefresh: boolean;
  readonly watching: boolean;
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly folders: boolean;
  readonly snippets: boolean;
  readonly editRangeDefault: boolean;
  readonly deprecatedTag: boolean;
  readonly markdownHover: boolean;
  readonly markdownDocumentation: boolean;
  readonly relatedInformation: boolean;
  readonly problemTags: boolean;
  readonly pages: boolean;
  readonly publishVersion: boolean;
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
  readonly literalActions: boolean;
  readonly preferredActions: boolean;
  readonly applyEdit: boolean;
  readonly showDocument: boolean;
  readonly nestedSymbols: boolean;
  readonly prepareRename: boolean;
  readonly foldLimit: number;
  /** Formatters may be registered for some files only, and later on. */
  readonly formattingRegistration: boolean;
  /** Documents may be asked for one by one, and later on. */
  readonly documentRegistration: boolean;
  readonly signatureDocumentation: boolean;
  /** The client is VS Code with our extension: it knows VS Code's commands and our notifications. */
  readonly ours: boolean;
}

/** Reads the abilities from the parameters of `initialize`. */
export const abilitiesOf = ({ capabilities, initializationOptions }: InitializeParams): Abilities => {
  const { workspace, window, textDocument: text } = capabilities;
  const item = text?.completion?.completionItem;
  const markdown = (formats: readonly MarkupKind[] | undefined): boolean => formats?.includes(MarkupKind.Markdown) ?? false;
  const published = { ...text?.publishDiagnostics, ...text?.diagnostic };
  return {
    pull: text?.diagnostic !== undefined,
    refresh: workspace?.diagnostics?.refreshSupport ?? false,
    hintRefresh: workspace?.inlayHint?.refreshSupport ?? false,
    watching: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    configuration: workspace?.configuration ?? false,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    folders: workspace?.workspaceFolders ?? false,
    snippets: item?.snippetSupport ?? false,
    editRangeDefault: text?.completion?.completionList?.itemDefaults?.includes('editRange') ?? false,
    deprecatedTag: (item?.tagSupport?.valueSet.length ?? 0) > 0,
    markdownHover: markdown(text?.hover?.contentFormat),
    markdownDocumentation: markdown(item?.documentationFormat),
    relatedInformation: published.relatedInformation ?? false,
    problemTags: (published.tagSupport?.valueSet.length ?? 0) > 0,
    pages: published.codeDescriptionSupport ?? false,
    publishVersion: text?.publishDiagnostics?.versionSupport ?? false,
    documentChanges: workspace?.workspaceEdit?.documentChanges ?? false,
    createFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') ?? false,
    literalActions: text?.codeAction?.codeActionLiteralSupport !== undefined,
    preferredActions: text?.codeAction?.isPreferredSupport ?? false,
    applyEdit: workspace?.applyEdit ?? false,
    showDocument: window?.showDocument?.support ?? false,
    nestedSymbols: text?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false,
    prepareRename: text?.rename?.prepareSupport ?? false,
    formattingRegistration: text?.formatting?.dynamicRegistration ?? false,
    documentRegistration: text?.synchronization?.dynamicRegistration ?? false,
    signatureDocumentation: markdown(text?.signatureHelp?.signatureInformation?.documentationFormat),
    foldLimit: text?.foldingRange?.rangeLimit ?? Number.POSITIVE_INFINITY,
    ours: isOurs(initializationOptions),
  };
};

const isOurs = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && 'client' in options && options.client === 'vscode';

/** Whether the lamp was asked for by a person rather than by a moving caret. */
export const isAsked = (kind: CodeActionTriggerKind | undefined): boolean => kind !== CodeActionTriggerKind.Automatic;
