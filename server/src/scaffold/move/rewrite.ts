// Other words for a command, written where and how the old ones are: a list of JSON or YAML, or words for a shell.
import type { Argument } from '../../commands/resolve.ts';
import type { Edit } from '../../text/edit.ts';
import { replace } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';

type Placed = Argument & { readonly uri: Uri };

/** How words are parted: `flow` for `["a", "b"]`, `block` for lines with dashes, `line` for blanks. */
type Form = 'flow' | 'block' | 'line';

interface Group {
  readonly uri: Uri;
  readonly span: Span;
  readonly count: number;
  readonly form: Form;
}

const flowGap = /^\s*,\s*(?:#[^\n]*\n\s*)*$/;
const blockGap = /^[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*-[ \t]+$/;
const lineGap = /^(?:[ \t]|\\\r?\n|\r?\n[ \t]+)+$/;

const formOf = (gap: string): Form | undefined =>
  flowGap.test(gap) ? 'flow' : blockGap.test(gap) ? 'block' : lineGap.test(gap) ? 'line' : undefined;

/** A word with its quotes: readers differ in whether they count them. */
const quoted = (text: string, { from, to }: Span): Span => {
  const sign = text[from - 1];
  return (sign === '"' || sign === "'") && text[to] === sign && !text.slice(from, to).includes(sign)
    ? { from: from - 1, to: to + 1 }
    : { from, to };
};

/** Words that stand together; a list that ends and another that begins, or another file, part them. */
const groupsOf = (words: readonly Placed[], textOf: (uri: Uri) => string | undefined): readonly Group[] | undefined => {
  const groups: { uri: Uri; span: { from: number; to: number }; count: number; form: Form | undefined }[] = [];
  for (const { uri, span: place } of words) {
    const text = textOf(uri);
    if (text === undefined || place.to > text.length) return undefined;
    const span = quoted(text, place);
    const group = groups.at(-1);
    // Several words of one variable have one place.
    if (group?.uri === uri && span.from < group.span.to) continue;
    const form = group?.uri === uri ? formOf(text.slice(group.span.to, span.from)) : undefined;
    if (group && form && (group.form === undefined || group.form === form)) {
      group.span.to = span.to;
      group.count++;
      group.form = form;
    } else groups.push({ uri, span: { ...span }, count: 1, form: undefined });
  }
  return groups.map(({ form, ...group }) => ({ ...group, form: form ?? aloneForm(textOf(group.uri) ?? '', group.span) }));
};

/** The form of a single word, by what stands around it. */
const aloneForm = (text: string, { from, to }: Span): Form => {
  const before = text.slice(0, from);
  if (/^\s*[\],]/.test(text.slice(to)) && /[[,]\s*$/.test(before)) return 'flow';
  return /(?:^|\n)[ \t]*-[ \t]+$/.test(before) && !/[ \t]/.test(text.slice(from, to)) ? 'block' : 'line';
};

/** A word for a shell, in quotes where it must be. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replaceAll(/["\\$`]/g, '\\$&')}"`);

/** A word for a list of YAML: what could be read as a number or as a sign of YAML itself is quoted. */
const yamlWord = (word: string): string =>
  /^-{0,2}[A-Za-z/][\w./:=-]*$/.test(word) && !/:$|^(?:true|false|yes|no|on|off|null)$/i.test(word) ? word : JSON.stringify(word);

/** Options with their values, a line each where the old ones had lines of their own. */
const lines = (words: readonly string[], gap: string, quote: (word: string) => string): string => {
  const out: string[] = [];
  words.forEach((word, i) => {
    const previous = words[i - 1];
    const value = i > 0 && !word.startsWith('-') && previous?.startsWith('--');
    out.push(i === 0 ? '' : value ? ' ' : i === 1 ? ' ' : gap, quote(word));
  });
  return out.join('');
};

const written = (group: Group, words: readonly string[], text: string, shell: ReadonlySet<string>): string => {
  const old = text.slice(group.span.from, group.span.to);
  if (group.form === 'flow') {
    const quote = old.startsWith("'") ? "'" : '"';
    return words.map((word) => (quote === "'" ? `'${word.replaceAll("'", "''")}'` : JSON.stringify(word))).join(', ');
  }
  if (group.form === 'block') {
    const start = text.lastIndexOf('\n', group.span.from - 1) + 1;
    const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
    const end = text.includes('\r\n') ? '\r\n' : '\n';
    return words.map(yamlWord).join(`${end}${indent}- `);
  }
  const gap = /[ \t]*\\\r?\n[ \t]*/.exec(old)?.[0];
  const quote = (word: string): string => (shell.has(word) ? word : shellWord(word));
  return gap === undefined ? words.map(quote).join(' ') : lines(words, gap, quote);
};

/**
 * Puts other words in the place of a command's. Where the old ones are spread over several lists, an ENTRYPOINT and a CMD, the
 * program goes into the first and its arguments into the last. `shell` are words that a shell fills in. Nothing when that cannot be done.
 */
export const rewriteCommand = (
  words: readonly Placed[],
  next: readonly string[],
  shell: ReadonlySet<string>,
  textOf: (uri: Uri) => string | undefined,
): readonly { readonly uri: Uri; readonly edit: Edit }[] | undefined => {
  const groups = groupsOf(words, textOf);
  const [first, last] = groups ?? [];
  if (!groups || !first || groups.length > 2) return undefined;
  // A command that a variable holds is written where that is set, and not where it is used; lists know no variables of a shell.
  const program = words[0];
  if (!program || !textOf(first.uri)?.slice(first.span.from, first.span.to).includes(program.text)) return undefined;
  if (shell.size > 0 && groups.some(({ form }) => form !== 'line')) return undefined;
  const parts = last ? [next.slice(0, 1), next.slice(1)] : [next];
  return groups.map((group, i) => {
    const text = textOf(group.uri) ?? '';
    return { uri: group.uri, edit: replace(group.span, written(group, parts[i] ?? [], text, shell)) };
  });
};
