// The names that a Compose file declares, and every place that means one of them.
import type { Node } from 'yaml';
import { spanIn } from '../../commands/spliced.ts';
import { type Span, withoutQuotes } from '../../text/span.ts';
import type { Parsed } from '../language.ts';
import { memo } from '../memo.ts';
import { entriesOf, isMapping, itemsOf, wordOf, type YamlDocument } from '../yaml.ts';

export type ComposeNameKind = 'service' | 'network' | 'volume' | 'secret' | 'config';

/** One place of a name. */
export interface ComposeName {
  readonly kind: ComposeNameKind;
  readonly name: string;
  /** The name alone, without quotes and what else stands in the word. */
  readonly span: Span;
  readonly declares: boolean;
  /** All that is declared, of a declaration. */
  readonly whole: Span;
  /** The Compose file that has it, as written; nothing where it is this one or one that is read with it. */
  readonly file: string | undefined;
}

/** The keys at the top that declare each kind. */
export const declaredUnder: Readonly<Record<ComposeNameKind, string>> = {
  service: 'services',
  network: 'networks',
  volume: 'volumes',
  secret: 'secrets',
  config: 'configs',
};

/** All places of names, in the order of their kinds; a place that several services share by an alias once. */
export const namesIn = memo(({ tree }: Parsed<'compose'>): readonly ComposeName[] => {
  const [document] = tree.documents;
  if (!document) return [];
  const found = new Map<number, ComposeName>();
  const add = (kind: ComposeNameKind, name: string, span: Span, declares?: Span, file?: string) => {
    if (name !== '' && !name.includes('$') && !found.has(span.from))
      found.set(span.from, { kind, name, span, declares: declares !== undefined, whole: declares ?? span, file });
  };
  const root = entriesOf(document, document.root);
  for (const [kind, top] of Object.entries(declaredUnder) as [ComposeNameKind, string][])
    for (const entry of entriesOf(document, root.get(top)?.value).values())
      if (!entry.key.startsWith('x-')) add(kind, entry.key, withoutQuotes(document.text, entry.keySpan), entry.span);
  for (const { value } of entriesOf(document, root.get('services')?.value).values()) inService({ document, add }, value);
  return [...found.values()];
});

interface Reading {
  readonly document: YamlDocument;
  readonly add: (kind: ComposeNameKind, name: string, span: Span, declares?: Span, file?: string) => void;
}

const inService = (reading: Reading, service: Node | undefined): void => {
  const { document, add } = reading;
  const entries = entriesOf(document, service);
  const at = (key: string): Node | undefined => entries.get(key)?.value;
  const part = (kind: ComposeNameKind, node: Node | undefined, pattern: RegExp, file?: string) => {
    const word = wordOf(document, node);
    const match = word && pattern.exec(word.text);
    const name = match?.groups?.['name'];
    if (!word || !match || name === undefined) return;
    const from = match.index + match[0].lastIndexOf(name);
    add(kind, name, spanIn(word.source, from, from + name.length), undefined, file);
  };
  const listed = (kind: ComposeNameKind, key: string) => {
    for (const item of itemsOf(document, at(key)) ?? []) part(kind, item, whole);
    if (!itemsOf(document, at(key)))
      for (const entry of entriesOf(document, at(key)).values()) add(kind, entry.key, withoutQuotes(document.text, entry.keySpan));
  };
  listed('service', 'depends_on');
  listed('network', 'networks');
  for (const item of itemsOf(document, at('links')) ?? []) part('service', item, /^(?<name>[^:]+)/);
  for (const item of itemsOf(document, at('volumes_from')) ?? []) part('service', item, /^(?!container:)(?<name>[^:]+)/);
  for (const key of ['network_mode', 'ipc', 'pid']) part('service', at(key), /^service:(?<name>.+)$/);
  const from = entriesOf(document, at('extends'));
  if (from.size === 0) part('service', at('extends'), whole);
  else part('service', from.get('service')?.value, whole, wordOf(document, from.get('file')?.value)?.text);
  for (const item of itemsOf(document, at('volumes')) ?? []) {
    const mount = entriesOf(document, item);
    if (!isMapping(document, item)) part('volume', item, /^(?<name>[A-Za-z0-9][\w.-]+)(?=:)/);
    else if ((wordOf(document, mount.get('type')?.value)?.text ?? 'volume') === 'volume')
      part('volume', (mount.get('source') ?? mount.get('src'))?.value, whole);
  }
  const build = entriesOf(document, at('build'));
  for (const [kind, list] of [
    ['secret', at('secrets')],
    ['config', at('configs')],
    ['secret', build.get('secrets')?.value],
  ] as const)
    for (const item of itemsOf(document, list) ?? [])
      part(kind, isMapping(document, item) ? entriesOf(document, item).get('source')?.value : item, whole);
  const contexts = build.get('additional_contexts')?.value;
  for (const item of itemsOf(document, contexts) ?? []) part('service', item, /=service:(?<name>.+)$/);
  for (const { value } of entriesOf(document, contexts).values()) part('service', value, /^service:(?<name>.+)$/);
};

const whole = /^(?<name>.+)$/;
