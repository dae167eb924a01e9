// Scalars of a manifest.
import type { Node } from 'yaml';
import type { Spliced } from '../../commands/spliced.ts';
import type { SourcedWord } from '../../commands/start.ts';
import type { Span } from '../../text/span.ts';
import { entriesOf, itemsOf, spanOf, wordOf, type YamlDocument, type YamlEntry, type YamlWord } from '../yaml.ts';

export type KubeValue = SourcedWord;

/** What tools fill in before the manifest is applied: envsubst, OpenShift templates, `<placeholders>`. */
const filledIn = /\$\{?[A-Za-z_]\w*\}?|<[A-Za-z][\w -]*>|\$\(\(?[A-Za-z_]|__[A-Z][A-Z0-9_]*__|@@?[A-Z_]+@@?/;

export const valueAt = (document: YamlDocument, node: Node | undefined): KubeValue | undefined => {
  const word = wordOf(document, node);
  if (!word) return undefined;
  return new ReadValue(word);
};

/** A class for the same reason as that of the word it is made from. */
class ReadValue implements KubeValue {
  readonly text: string;
  readonly known: boolean;
  readonly span: Span;
  readonly #word: YamlWord;
  constructor(word: YamlWord) {
    this.text = word.text;
    this.known = !filledIn.test(word.text);
    this.span = word.span;
    this.#word = word;
  }
  get source(): Spliced {
    return this.#word.source;
  }
}

/** One object or part of one, ready to be asked by key. */
export interface Part {
  readonly span: Span;
  readonly entries: ReadonlyMap<string, YamlEntry>;
  value(key: string): KubeValue | undefined;
  part(key: string): Part;
  list(key: string): readonly Part[];
  values(key: string): readonly KubeValue[];
  entry(key: string): YamlEntry | undefined;
}

/** A part that is missing or has the wrong form has no entries. */
export const partAt = (document: YamlDocument, node: Node | undefined): Part => {
  const entries = entriesOf(document, node);
  const at = (key: string): Node | undefined => entries.get(key)?.value;
  return {
    span: spanOf(document, node),
    entries,
    value: (key) => valueAt(document, at(key)),
    part: (key) => partAt(document, at(key)),
    list: (key) => (itemsOf(document, at(key)) ?? []).map((item) => partAt(document, item)),
    values: (key) => (itemsOf(document, at(key)) ?? []).flatMap((item) => valueAt(document, item) ?? []),
    entry: (key) => entries.get(key),
  };
};

export const isTrue = (value: KubeValue | undefined): boolean | undefined =>
  value?.text === 'true' ? true : value?.text === 'false' ? false : undefined;

export const numberIn = (value: KubeValue | undefined): number | undefined =>
  value?.known && /^\d{1,9}$/.test(value.text) ? Number(value.text) : undefined;
