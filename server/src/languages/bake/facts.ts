// The builds that a bake file describes (https://docs.docker.com/build/bake/reference/).
import type { DockerSetting } from '../../commands/docker.ts';
import type { Argument } from '../../commands/resolve.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import type { HclBlock, HclValue } from './parse.ts';

export interface BakeTarget {
  readonly name: string;
  /** Relative to the folder bake is started in, usually that of the file. */
  readonly context: Argument | undefined;
  /** Relative to the context. */
  readonly dockerfile: Argument | undefined;
  readonly target: Argument | undefined;
  /** The Dockerfile is written in the target itself. */
  readonly inline: boolean;
  readonly args: readonly DockerSetting[];
  readonly tags: readonly Argument[];
  readonly platforms: readonly Argument[];
  readonly span: Span;
}

export interface BakeFacts {
  readonly uri: Uri;
  readonly template: undefined;
  /** What `inherits` brings is filled in. */
  readonly targets: readonly BakeTarget[];
}

type Values = ReadonlyMap<string, { readonly value: HclValue; readonly nameSpan: Span }>;

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'bake'>): BakeFacts => {
  const variables = new Map<string, string>();
  for (const { type, labels, attributes } of tree.blocks) {
    const fallback = attributes.find(({ name }) => name === 'default')?.value;
    if (type === 'variable' && labels[0] && fallback?.is === 'text' && fallback.known) variables.set(labels[0], fallback.text);
  }
  const blocks = new Map(
    tree.blocks.flatMap((block) => (block.type === 'target' && block.labels[0] ? [[block.labels[0], block] as const] : [])),
  );
  return {
    uri: file.uri,
    template: undefined,
    targets: [...blocks].map(([name, block]) => targetOf(name, block, valuesOf(block, blocks, 0), variables)),
  };
};

/** The attributes of a target over those it inherits; of several ancestors the last wins. */
const valuesOf = (block: HclBlock, blocks: ReadonlyMap<string, HclBlock>, depth: number): Values => {
  const out = new Map<string, { readonly value: HclValue; readonly nameSpan: Span }>();
  const inherits = block.attributes.find(({ name }) => name === 'inherits')?.value;
  for (const item of inherits?.is === 'list' ? inherits.items : []) {
    const ancestor = item.is === 'text' ? blocks.get(item.text) : undefined;
    if (ancestor && depth < 10) for (const [name, value] of valuesOf(ancestor, blocks, depth + 1)) out.set(name, value);
  }
  for (const { name, value, nameSpan } of block.attributes) out.set(name, { value, nameSpan });
  return out;
};

const targetOf = (name: string, { span }: HclBlock, values: Values, variables: ReadonlyMap<string, string>): BakeTarget => {
  const word = (value: HclValue | undefined): Argument | undefined => {
    if (value?.is !== 'text') return undefined;
    if (value.known) return { text: value.text, known: true, span: value.span };
    // `"${NAME}"` and `NAME` stand for the default of a variable, unless the environment says otherwise.
    let known = true;
    const text = value.text.replace(/\$\{([A-Za-z_]\w*)\}|^[A-Za-z_]\w*$/g, (whole, inner: string | undefined) => {
      const found = variables.get(inner ?? whole);
      if (found === undefined) known = false;
      return found ?? whole;
    });
    return { text, known: known && !text.includes('${') && !/[()?]/.test(text), span: value.span };
  };
  const one = (key: string): Argument | undefined => word(values.get(key)?.value);
  const list = (key: string): readonly Argument[] => {
    const value = values.get(key)?.value;
    return value?.is === 'list' ? value.items.flatMap((item) => word(item) ?? []) : [];
  };
  const args = values.get('args')?.value;
  return {
    name,
    context: one('context'),
    dockerfile: one('dockerfile'),
    target: one('target'),
    inline: values.has('dockerfile-inline'),
    args: (args?.is === 'map' ? args.entries : []).map((entry): DockerSetting => {
      const value = word(entry.value);
      return { name: entry.name, value: value?.known ? value.text : undefined, span: entry.nameSpan };
    }),
    tags: list('tags'),
    platforms: list('platforms'),
    span,
  };
};
