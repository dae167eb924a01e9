// The values of a Compose file: scalars with variables filled in, commands, and lists or maps of settings.
import type { Node } from 'yaml';
import type { ShellCommand } from '../../commands/command.ts';
import type { Argument } from '../../commands/resolve.ts';
import { splitShell } from '../../commands/shell.ts';
import { splitWords } from '../../commands/shlex.ts';
import { type Spliced, sliceOf, spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import { entriesOf, itemsOf, wordOf, type YamlDocument, type YamlEntry } from '../yaml.ts';
import { type ComposeVariableUse, interpolate } from './interpolate.ts';

/** A scalar as Compose will read it. */
export interface ComposeValue {
  /** Defaults are filled in; variables without one stay as they are written. */
  readonly text: string;
  /** False when a variable without a default decides. */
  readonly known: boolean;
  readonly variables: readonly ComposeVariableUse[];
  readonly span: Span;
  readonly source: Spliced;
}

/** `NAME=value` of a list, `NAME: value` of a map. */
export interface ComposeSetting {
  readonly name: string;
  readonly nameSpan: Span;
  /** Nothing when it is passed on from where Compose runs. */
  readonly value: ComposeValue | undefined;
  readonly span: Span;
}

export interface ComposeCommand {
  /** A list, a string that Compose splits into words without a shell, or a line for `/bin/sh -c`. */
  readonly form: 'list' | 'string' | 'shell';
  /** The words; one word, the line, for `shell`. None for an empty command. */
  readonly words: readonly Argument[];
  /** The line that a shell is given by the words (`sh -c "…"`) or by the form; empty when there is none. */
  readonly line: string;
  /** The simple commands: those of the line, else one of all words. */
  readonly commands: readonly ShellCommand[];
  readonly span: Span;
}

/** Reads a scalar; nothing for lists, maps and empty values. */
export type Reader = (node: Node | undefined) => ComposeValue | undefined;

interface Detailed extends ComposeValue {
  readonly unknown: readonly Span[];
}

const detailed = (document: YamlDocument, node: Node | undefined, seen: ComposeVariableUse[]): Detailed | undefined => {
  const word = wordOf(document, node);
  if (!word) return undefined;
  const { source, variables, unknown } = interpolate(word.source);
  for (const one of variables) if (!seen.some(({ span }) => span.from === one.span.from)) seen.push(one);
  return { text: source.text, known: unknown.length === 0, variables, span: word.span, source, unknown };
};

/** A reader of one document that notes every variable it meets. */
export const reader =
  (document: YamlDocument, seen: ComposeVariableUse[]): Reader =>
  (node) =>
    detailed(document, node, seen);

/** Reads `command` or `entrypoint`. */
export const commandOf = (document: YamlDocument, entry: YamlEntry | undefined, read: Reader): ComposeCommand | undefined => {
  if (!entry) return undefined;
  const items = itemsOf(document, entry.value);
  if (items) return started('list', present(items.map(read)), entry.span);
  const value = read(entry.value) as Detailed | undefined;
  if (!value) return entry.value && entriesOf(document, entry.value).size > 0 ? undefined : started('string', [], entry.span);
  const words = splitWords(value.source).map(({ text, source, from, to, span }) => ({
    text,
    source,
    span,
    known: !value.unknown.some((one) => one.from < to && one.to > from),
  }));
  return started('string', words, value.span);
};

const present = <T>(list: readonly (T | undefined)[]): readonly T[] => list.filter((one): one is T => one !== undefined);

/** Reads a health test: `["CMD", "curl", …]`, `["CMD-SHELL", "curl … || exit 1"]`, or a line for a shell. `NONE` stands for none. */
export const testOf = (document: YamlDocument, entry: YamlEntry | undefined, read: Reader): ComposeCommand | 'none' | undefined => {
  if (!entry) return undefined;
  const items = itemsOf(document, entry.value);
  const [how, ...words] = present((items ?? [entry.value]).map(read));
  if (!how) return undefined;
  if (!items) return shellLineOf(how, entry.span);
  if (how.text === 'NONE') return 'none';
  const [line] = words;
  if (how.text === 'CMD-SHELL') return line && shellLineOf(line, entry.span);
  return how.text === 'CMD' ? started('list', words, entry.span) : undefined;
};

type Sourced = Pick<ComposeValue, 'text' | 'known' | 'span' | 'source'>;

const shellLineOf = ({ text, known, span, source }: Sourced, whole: Span): ComposeCommand => ({
  form: 'shell',
  words: [{ text, known, span }],
  line: text,
  commands: splitShell(source),
  span: whole,
});

const started = (form: 'list' | 'string', values: readonly Sourced[], span: Span): ComposeCommand => {
  const words = values.map(({ text, known, span: place }): Argument => ({ text, known, span: place }));
  const [program, flag] = words;
  // Behind `docker-entrypoint.sh sh -c …` there are more words in front; the line is what follows the first `-c` of a shell.
  const at = words.findIndex(
    (word, i) => i > 0 && /^-[a-z]*c$/.test(word.text) && /^(?:.*\/)?(?:ba|da|a)?sh$/.test(words[i - 1]?.text ?? ''),
  );
  const line = at > 0 ? values[at + 1] : undefined;
  if (line) return { form, words, line: line.text, commands: splitShell(line.source), span };
  const whole = { assignments: [], redirects: [], span, before: 'start', after: 'end', certain: true } as const;
  const plain = words.map(({ text, known, span: place }) => ({
    parts: [{ is: 'text' as const, text, span: place, quoted: true }],
    text,
    literal: known,
    span: place,
  }));
  return { form, words, line: '', commands: program || flag ? [{ ...whole, words: plain }] : [], span };
};

/** Reads `environment`, `args`, `labels` in either form. */
export const settingsOf = (document: YamlDocument, node: Node | undefined, read: Reader): readonly ComposeSetting[] => {
  const items = itemsOf(document, node);
  if (!items) {
    return [...entriesOf(document, node).values()].map(({ key, keySpan, value, span }) => ({
      name: key,
      nameSpan: keySpan,
      value: read(value),
      span,
    }));
  }
  return items.flatMap((item): readonly ComposeSetting[] => {
    const whole = read(item) as Detailed | undefined;
    if (!whole) return [];
    const equals = whole.text.indexOf('=');
    const nameTo = equals < 0 ? whole.text.length : equals;
    const nameSpan = spanIn(whole.source, 0, nameTo);
    const name = whole.text.slice(0, nameTo);
    if (equals < 0) return [{ name, nameSpan, value: undefined, span: whole.span }];
    const source = sliceOf(whole.source, equals + 1, whole.text.length);
    const known = !whole.unknown.some(({ to }) => to > equals + 1);
    const span = spanIn(whole.source, equals + 1, whole.text.length);
    const variables = whole.variables.filter((one) => one.span.from >= span.from);
    return [{ name, nameSpan, value: { text: source.text, known, variables, span, source }, span: whole.span }];
  });
};
