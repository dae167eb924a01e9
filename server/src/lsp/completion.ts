// Completion lists: the largest answers we give, so what all items share is said once where the client allows.
import { type CompletionItem, CompletionItemKind, CompletionItemTag, type CompletionList, InsertTextFormat } from 'vscode-languageserver';
import { documentation } from '../features/documentation.ts';
import type { Completion, CompletionKind } from '../features/feature.ts';
import type { EntryKind, Knowledge } from '../knowledge/entry.ts';
import type { AnyParsed, FileKind } from '../languages/language.ts';
import type { SourceFile } from '../text/file.ts';
import { type Desk, toDocumentation, toRange, toTextEdits } from './convert.ts';

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  option: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  switch: CompletionItemKind.EnumMember,
  keyword: CompletionItemKind.Keyword,
  variable: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  module: CompletionItemKind.Module,
  section: CompletionItemKind.Struct,
  snippet: CompletionItemKind.Snippet,
  rule: CompletionItemKind.Reference,
};

/** What a list item carries so that its text can be found again; the server remembers nothing. */
type Key = readonly [kind: EntryKind, name: string];

/** Kinds of files with command lines in them. */
const commands: ReadonlySet<FileKind> = new Set(['compose', 'shell', 'procfile', 'supervisord', 'systemd']);

/** Whether a typed trigger is meant: not each character means in each place what it means in another. */
export const isMeant = ({ kind, file: { text } }: AnyParsed, offset: number, trigger: string | undefined): boolean => {
  if (trigger === undefined) return true;
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  // In Python a list of settings at each sign would be in the way: only in strings and where a value begins.
  if (kind === 'python')
    return trigger === '"' || trigger === "'" || trigger === '.' || (trigger === ' ' && /(?:^|[^=!<>])= $|["']: $/.test(line));
  if (kind !== 'dockerfile') {
    if (trigger === '{') return kind === 'compose' && line.endsWith('${');
    if (trigger === '"') return kind === 'compose' || kind === 'kubernetes';
    // A new item of a list, where YAML has names to choose from.
    if (trigger === ' ' && (kind === 'compose' || kind === 'kubernetes') && /^\s*- $/.test(line)) return true;
    if (trigger === ' ') return /[=:] $/.test(line) || (commands.has(kind) && /\s--?[\w-]+ $/.test(line));
    return !"${,'.".includes(trigger);
  }
  switch (trigger) {
    // Where a list of answers begins. Behind COPY and in a shell line a list that opens at each blank is in the way.
    case ' ':
      return /^\s*(?:ONBUILD\s+)?(?:FROM|USER|WORKDIR|STOPSIGNAL|HEALTHCHECK|EXPOSE|ENV|ARG|ONBUILD|CMD|ENTRYPOINT) $|\s--?[\w-]+ $/i.test(
        line,
      );
    case '{':
      return line.endsWith('${');
    case ',':
      return /--mount=\S*$|#\s*check\s*=/i.test(line);
    case '-':
      return /(?:^|[\s"])--?$/.test(line);
    default:
      return !"%('.".includes(trigger);
  }
};

/** Items whose `replace` does not lie on one line are left out: the protocol forbids them. */
export const toCompletionList = (file: SourceFile, items: readonly Completion[], { abilities }: Desk): CompletionList => {
  const first = items[0];
  const shared =
    first &&
    abilities.editRangeDefault &&
    items.every(({ replace: { from, to } }) => from === first.replace.from && to === first.replace.to)
      ? toRange(file, first.replace)
      : undefined;
  const item = (one: Completion): CompletionItem[] => {
    const range = shared ?? toRange(file, one.replace);
    if (range.start.line !== range.end.line) return [];
    const snippet = one.snippet && abilities.snippets;
    const text = snippet || !one.snippet ? one.insert : one.plain;
    const typed = file.text.slice(one.replace.from, one.replace.to);
    return [
      {
        label: one.label,
        kind: kinds[one.kind],
        ...(one.detail ? { detail: one.detail } : {}),
        ...(one.sort === one.label ? {} : { sortText: one.sort }),
        ...(shared ? (text === one.label ? {} : { textEditText: text }) : { textEdit: { range, newText: text } }),
        ...(snippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
        // Filtering compares with the text in the range: a value behind a prefix must start like it.
        ...(typed !== '' && !one.label.startsWith(typed.slice(0, 1)) && one.plain.startsWith(typed.slice(0, 1))
          ? { filterText: one.plain }
          : {}),
        ...(one.also.length > 0 ? { additionalTextEdits: toTextEdits(file, one.also) } : {}),
        ...(one.deprecated ? (abilities.deprecatedTag ? { tags: [CompletionItemTag.Deprecated] } : { deprecated: true }) : {}),
        ...(one.again && abilities.ours ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
        ...(one.entry ? { data: [one.entry.kind, one.entry.name] satisfies Key } : {}),
      },
    ];
  };
  const list: CompletionList = { isIncomplete: false, items: items.flatMap(item) };
  return shared ? { ...list, itemDefaults: { editRange: shared } } : list;
};

/** Adds the documentation of an item that the list shows: every client may ask for that later, so lists never carry it. */
export const resolveCompletion = (item: CompletionItem, desk: Desk, knowledge: Knowledge): CompletionItem => {
  if (!isKey(item.data)) return item;
  const [kind, name] = item.data;
  const text = documentation(knowledge, { kind, name });
  return text ? { ...item, documentation: toDocumentation(text, desk) } : item;
};

const isKey = (data: unknown): data is Key => Array.isArray(data) && data.length === 2 && data.every((part) => typeof part === 'string');
