// Offsets to positions and back, and our shapes to the protocol's. Columns count UTF-16 units, as our offsets do.
import {
  type CodeAction,
  CodeActionKind,
  type Command,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type InlayHint,
  type Hover as LspHover,
  type Location as LspLocation,
  MarkupKind,
  type Position,
  type Range,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SignatureHelp,
  type SymbolInformation,
  SymbolKind,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Action, Hint, Hover, Signature } from '../features/feature.ts';
import type { Highlight } from '../features/highlights.ts';
import { tokenTypes } from '../features/legend.ts';
import type { Link } from '../features/links.ts';
import type { Token } from '../features/tokens.ts';
import type { Fold, OutlineItem } from '../languages/language.ts';
import { memo } from '../languages/memo.ts';
import { type Problem, type Severity, urlOf } from '../rules/rule.ts';
import type { Edit } from '../text/edit.ts';
import type { SourceFile } from '../text/file.ts';
import { type Lines, linesAfter, linesOf, offsetAt, placeAt } from '../text/lines.ts';
import type { Location, Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import type { Abilities } from './abilities.ts';
import { plain } from './plain.ts';
import { applyCommand, explainCommand } from './protocol.ts';

/** What a conversion asks about files: their text now, and how the client calls them. */
export interface Names {
  file(uri: Uri): SourceFile | undefined;
  /** The address in the client's own spelling. */
  spelling(uri: Uri): string;
  /** The version of an open document; null for a file on disk. */
  version(uri: Uri): number | null;
}

/** Everything a conversion needs besides the thing itself. */
export interface Desk {
  readonly abilities: Abilities;
  readonly names: Names;
}

/** The lines of files that were lately asked about: the next text of a file is nearly the same. */
const lately = new Map<Uri, { readonly text: string; readonly lines: Lines }>();
const mostLately = 16;
const lines = memo(({ uri, text }: SourceFile): Lines => {
  const before = lately.get(uri);
  const made = before ? linesAfter(before.lines, before.text, text) : linesOf(text);
  if (lately.size >= mostLately) lately.clear();
  lately.set(uri, { text, lines: made });
  return made;
});

export const toPosition = (file: SourceFile, offset: number): Position => {
  const { line, column } = placeAt(lines(file), offset);
  return { line, character: column };
};

/** The offset of a position; a column behind the end of its line means that end, before the line break. */
export const toOffset = (file: SourceFile, { line, character }: Position): number => {
  const all = lines(file);
  const from = all.starts[line];
  if (from === undefined) return offsetAt(all, { line, column: character });
  let to = all.starts[line + 1] ?? all.length;
  while (to > from && /[\r\n]/.test(file.text[to - 1] ?? '')) to--;
  return Math.min(offsetAt(all, { line, column: character }), to);
};

export const toRange = (file: SourceFile, { from, to }: Span): Range => ({ start: toPosition(file, from), end: toPosition(file, to) });

export const toSpan = (file: SourceFile, { start, end }: Range): Span => ({ from: toOffset(file, start), to: toOffset(file, end) });

const atStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
export const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

/** A place in any file; one in a file that is gone is taken as its start. */
export const toPlace = ({ uri, span }: Location, { names }: Desk): LspLocation => {
  const file = names.file(uri);
  return { uri: names.spelling(uri), range: file ? toRange(file, span) : atStart };
};

export const toDiagnostic = (file: SourceFile, problem: Problem, desk: Desk): Diagnostic => {
  const { abilities } = desk;
  return {
    range: toRange(file, problem.at.span),
    severity: severities[problem.severity],
    source: 'drydock',
    code: problem.rule,
    message: problem.message,
    ...(abilities.pages ? { codeDescription: { href: urlOf(problem.rule) } } : {}),
    ...(problem.tag && abilities.problemTags ? { tags: [tags[problem.tag]] } : {}),
    ...(problem.related.length > 0 && abilities.relatedInformation
      ? { relatedInformation: problem.related.map(({ at, message }) => ({ location: toPlace(at, desk), message })) }
      : {}),
  };
};

const markup = (markdown: string, rich: boolean) =>
  rich ? { kind: MarkupKind.Markdown, value: markdown } : { kind: MarkupKind.PlainText, value: plain(markdown) };

export const toHover = (file: SourceFile, hover: Hover | undefined, { abilities }: Desk): LspHover | null =>
  hover ? { contents: markup(hover.markdown, abilities.markdownHover), range: toRange(file, hover.span) } : null;

export const toDocumentation = (markdown: string, { abilities }: Desk) => markup(markdown, abilities.markdownDocumentation);

/** Edits of any number of files; nothing when the client cannot make a file that they need. */
export const toWorkspaceEdit = (edits: ReadonlyMap<Uri, readonly Edit[]>, { abilities, names }: Desk): WorkspaceEdit | undefined => {
  const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = [];
  const changes: NonNullable<WorkspaceEdit['changes']> = {};
  for (const [uri, list] of edits) {
    const file = names.file(uri);
    const name = names.spelling(uri);
    if (!file && !(abilities.documentChanges && abilities.createFiles)) return undefined;
    if (!file) documentChanges.push({ kind: 'create', uri: name, options: { ignoreIfExists: true } });
    const converted = list.map(({ span, text }) => ({ range: file ? toRange(file, span) : atStart, newText: text }));
    const change: TextDocumentEdit = { textDocument: { uri: name, version: names.version(uri) }, edits: converted };
    documentChanges.push(change);
    changes[name] = converted;
  }
  return abilities.documentChanges ? { documentChanges } : { changes };
};

/** An action for the lamp; nothing when the client can do nothing with it. `shown` are the diagnostics the client asked about. */
export const toAction = (file: SourceFile, action: Action, desk: Desk, shown: readonly Diagnostic[]): CodeAction | Command | undefined => {
  const { abilities } = desk;
  const open: Command | undefined = action.url ? { title: action.title, command: explainCommand, arguments: [action.url] } : undefined;
  if (open && !abilities.showDocument) return undefined;
  const edit = open ? undefined : toWorkspaceEdit(action.edits, desk);
  if (!open && !edit) return undefined;
  if (!abilities.literalActions) {
    if (open || !abilities.applyEdit) return open;
    return { title: action.title, command: applyCommand, arguments: [action.title, edit] };
  }
  const start = action.at && toPosition(file, action.at.span.from);
  const answered = shown.filter(
    ({ code, range }) => code === action.rule && range.start.line === start?.line && range.start.character === start.character,
  );
  return {
    title: action.title,
    kind: action.kind === 'explain' ? CodeActionKind.QuickFix : action.kind,
    ...(answered.length > 0 ? { diagnostics: answered } : {}),
    ...(action.preferred && abilities.preferredActions ? { isPreferred: true } : {}),
    ...(edit ? { edit } : {}),
    ...(open ? { command: open } : {}),
  };
};

const symbols: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  section: SymbolKind.Module,
  option: SymbolKind.Property,
  block: SymbolKind.Struct,
  key: SymbolKind.Key,
  stage: SymbolKind.Class,
  instruction: SymbolKind.Function,
  distribution: SymbolKind.Package,
};

/** The outline as a tree, or flat for clients that know no other. */
export const toSymbols = (
  file: SourceFile,
  items: readonly OutlineItem[],
  { abilities, names }: Desk,
): DocumentSymbol[] | SymbolInformation[] => {
  // A symbol's range must hold its name, and its name must not be empty.
  const whole = ({ span, name }: OutlineItem): Span => ({ from: Math.min(span.from, name.from), to: Math.max(span.to, name.to) });
  const nameOf = ({ label }: OutlineItem): string => label.trim() || '?';
  const tree = (item: OutlineItem): DocumentSymbol => ({
    name: nameOf(item),
    detail: item.detail,
    kind: symbols[item.kind],
    range: toRange(file, whole(item)),
    selectionRange: toRange(file, item.name),
    children: item.children.map(tree),
  });
  const flat = (item: OutlineItem, container: string): SymbolInformation[] => [
    {
      name: nameOf(item),
      kind: symbols[item.kind],
      location: { uri: names.spelling(file.uri), range: toRange(file, whole(item)) },
      ...(container ? { containerName: container } : {}),
    },
    ...item.children.flatMap((child) => flat(child, nameOf(item))),
  ];
  return abilities.nestedSymbols ? items.map(tree) : items.flatMap((item) => flat(item, ''));
};

/** Folds of more than one line; a fold that ends with a line break ends on the line before it. */
export const toFolds = (file: SourceFile, folds: readonly Fold[], { abilities }: Desk): FoldingRange[] =>
  folds
    .map(({ span, kind }): FoldingRange => {
      const end = toPosition(file, span.to);
      return {
        startLine: toPosition(file, span.from).line,
        endLine: end.character === 0 ? end.line - 1 : end.line,
        ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : { kind: FoldingRangeKind.Region }),
      };
    })
    .filter(({ startLine, endLine }) => endLine > startLine)
    .slice(0, abilities.foldLimit);

export const toLocations = (places: readonly Location[], desk: Desk): LspLocation[] => places.map((place) => toPlace(place, desk));

export const toTextEdits = (file: SourceFile, edits: readonly Edit[]): TextEdit[] =>
  edits.map(({ span, text }) => ({ range: toRange(file, span), newText: text }));

/** Tokens as the protocol packs them; the type is its place in `tokenTypes`. */
export const toTokens = (file: SourceFile, tokens: readonly Token[]): SemanticTokens => {
  const builder = new SemanticTokensBuilder();
  for (const { span, type } of tokens) {
    const { line, character } = toPosition(file, span.from);
    builder.push(line, character, span.to - span.from, tokenTypes.indexOf(type), 0);
  }
  return builder.build();
};

export const toHighlights = (file: SourceFile, found: readonly Highlight[]): DocumentHighlight[] =>
  found.map(({ span, writes }) => ({
    range: toRange(file, span),
    kind: writes ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));

export const toLinks = (file: SourceFile, found: readonly Link[], { names }: Desk): DocumentLink[] =>
  found.map(({ span, target }) => ({
    range: toRange(file, span),
    target: target.startsWith('https:') ? target : names.spelling(target as Uri),
  }));

export const toSignature = (found: Signature | undefined, { abilities }: Desk): SignatureHelp | null =>
  found
    ? {
        signatures: found.forms.map(({ label, parts }) => ({
          label,
          documentation: markup(found.documentation, abilities.signatureDocumentation),
          parameters: parts.map(({ text, brief }) => ({ label: text, documentation: brief })),
        })),
        activeSignature: found.form,
        activeParameter: found.part,
      }
    : null;

/** The hints of the lines that are shown. */
export const toHints = (file: SourceFile, hints: readonly Hint[], range: Range): InlayHint[] => {
  const shown = toSpan(file, range);
  return hints
    .filter(({ at }) => at >= shown.from && at <= shown.to)
    .map(({ at, label }) => ({ position: toPosition(file, at), label, paddingLeft: true }));
};
