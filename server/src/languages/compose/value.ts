// The values of a Compose file: scalars with variables filled in, commands, and lists or maps of settings.
import type { Node } from 'yaml';
import { splitWords } from '../../commands/shlex.ts';
import { type Spliced, sliceOf, spanIn } from '../../commands/spliced.ts';
import { type GivenCommand, lineCommand, wordsCommand } from '../../commands/start.ts';
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
export const commandOf = (document: YamlDocument, entry: YamlEntry | undefined, read: Reader): GivenCommand | undefined => {
  if (!entry) return undefined;
  const items = itemsOf(document, entry.value);
  if (items) return wordsCommand('list', present(items.map(read)), entry.span);
  const value = read(entry.value) as Detailed | undefined;
  if (!value) return entry.value && entriesOf(document, entry.value).size > 0 ? undefined : wordsCommand('string', [], entry.span);
  const words = splitWords(value.source).map(({ text, source, from, to, span }) => ({
    text,
    source,
    span,
    known: !value.unknown.some((one) => one.from < to && one.to > from),
  }));
  return wordsCommand('string', words, value.span);
};

const present = <T>(list: readonly (T | undefined)[]): readonly T[] => list.filter((one): one is T => one !== undefined);

/** Reads a health test: `["CMD", "curl", …]`, `["CMD-SHELL", "curl … || exit 1"]`, or a line for a shell. `NONE` stands for none. */
export const testOf = (document: YamlDocument, entry: YamlEntry | undefined, read: Reader): GivenCommand | 'none' | undefined => {
  if (!entry) return undefined;
  const items = itemsOf(document, entry.value);
  const [how, ...words] = present((items ?? [entry.value]).map(read));
  if (!how) return undefined;
  if (!items) return lineCommand(how, entry.span);
  if (how.text === 'NONE') return 'none';
  const [line] = words;
  if (how.text === 'CMD-SHELL') return line && lineCommand(line, entry.span);
  return how.text === 'CMD' ? wordsCommand('list', words, entry.span) : undefined;
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
