// YAML as the languages written in it need it: documents with offsets, aliases and merge keys followed, nothing that throws.
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseAllDocuments, type Scalar, visit } from 'yaml';
import type { Spliced } from '../commands/spliced.ts';
import type { SourceFile } from '../text/file.ts';
import type { Span } from '../text/span.ts';
import type { FileKind, Parsed } from './language.ts';
import { memo } from './memo.ts';
import { scalarText } from './yaml-scalar.ts';

/** A text in YAML. The documents are parsed when first asked for. */
export interface YamlTree {
  readonly text: string;
  /** None for a template that another program fills in first: it is no YAML before. */
  readonly documents: readonly YamlDocument[];
  readonly template: Template | undefined;
}

/** The program that fills a template in: Jinja and its like, or Helm. */
export type Template = 'jinja' | 'helm';

export interface YamlDocument {
  readonly document: Document;
  readonly text: string;
  readonly root: Node | undefined;
  /** What the parser could not read. */
  readonly errors: readonly Span[];
}

/** One scalar: its text as the reader gets it and the way back to the file. */
export interface YamlWord {
  readonly text: string;
  readonly span: Span;
  /** True between quotes and in blocks, where `true` and `80` are text. */
  readonly quoted: boolean;
  readonly source: Spliced;
}

/** One entry of a mapping. */
export interface YamlEntry {
  readonly key: string;
  readonly keySpan: Span;
  /** The value; nothing when none is written behind the colon. */
  readonly value: Node | undefined;
  readonly span: Span;
}

/** A comment on its line, then code: GitHub's `${{ }}` and Go's formats in quotes are no templates. */
const jinja = /\{%-?\s*(?:if|for|set|include|block|extends|raw|endif|macro|import|from|with)\b/;
const print = /(?<!\$)\{\{/;
const quoted = /'[^'\n]*'|"(?:[^"\\\n]|\\.)*"/g;

/** Whether a text is a template, and whose. Helm's begin with a dot, a function or `-`; what stands between quotes does not count. */
export const templateOf = (text: string): Template | undefined => {
  if (!text.includes('{{') && !text.includes('{%')) return undefined;
  if (jinja.test(text)) return 'jinja';
  for (const line of text.split('\n')) {
    if (!line.includes('{{')) continue;
    const code = line.replace(/(?:^|\s)#.*$/, '');
    const bare = print.test(code.replace(quoted, '""'));
    const helm = /\{\{-?\s*(?:\.|\$|include\b|template\b|if\b|range\b|with\b|define\b|end\b|toYaml\b|tpl\b|default\b|\/\*)/.test(code);
    if (helm && (bare || /\{\{-?\s*\.(?:Values|Release|Chart)\b/.test(code))) return 'helm';
    if (bare || /\{\{\s*cookiecutter\./.test(code)) return 'jinja';
  }
  return undefined;
};

/** A class, for its getter: one in an object literal would give each tree a hidden class of its own, which outlives it. */
class LazyTree implements YamlTree {
  readonly text: string;
  readonly template: Template | undefined;
  private made: readonly YamlDocument[] | undefined;
  constructor(text: string, template: Template | undefined) {
    this.text = text;
    this.template = template;
    this.made = undefined;
  }
  get documents(): readonly YamlDocument[] {
    this.made ??= this.template ? [] : documentsOf(this.text);
    return this.made;
  }
}
class LazyParsed<K extends FileKind> {
  readonly file: SourceFile;
  readonly kind: K;
  readonly tree: LazyTree;
  constructor(file: SourceFile, kind: K, tree: LazyTree) {
    this.file = file;
    this.kind = kind;
    this.tree = tree;
  }
  get broken(): readonly Span[] {
    return this.tree.documents.flatMap(({ errors }) => errors);
  }
}

/** Parses a text when it is first looked at, so that files that nobody asks about cost nothing. */
export const parseYaml = <K extends FileKind>(
  file: SourceFile,
  kind: K,
  judge: (text: string) => Template | undefined = templateOf,
): Parsed<K> => {
  const { text } = file;
  const tree = new LazyTree(text, judge(text));
  return new LazyParsed(file, kind, tree) as unknown as Parsed<K>;
};

const documentsOf = (text: string): readonly YamlDocument[] => {
  const parsed = parseAllDocuments(text, {
    keepSourceTokens: true,
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  // Without any document the library gives an object that only looks like a list.
  return (Array.isArray(parsed) ? (parsed as readonly Document[]) : []).map((document) => ({
    document,
    text,
    root: (document.contents as Node | null) ?? undefined,
    errors: document.errors.map(({ pos }) => ({ from: Math.min(pos[0], text.length), to: Math.min(pos[1], text.length) })),
  }));
};

/** The nodes with an anchor, by name, in the order they are written. */
const anchors = memo(({ document }: YamlDocument): ReadonlyMap<string, readonly Node[]> => {
  const map = new Map<string, Node[]>();
  visit(document, {
    Node(_, node) {
      const name = 'anchor' in node ? node.anchor : undefined;
      if (!name) return;
      const list = map.get(name);
      if (list) list.push(node as Node);
      else map.set(name, [node as Node]);
    },
  });
  return map;
});

/** What an alias stands for: the last anchor of its name in front of it. Other nodes stand for themselves. */
export const resolved = (document: YamlDocument, node: Node | null | undefined): Node | undefined => {
  let at = node ?? undefined;
  for (let guard = 0; isAlias(at) && guard < 20; guard++) {
    const from = at.range?.[0] ?? 0;
    at = anchors(document)
      .get(at.source)
      ?.findLast((one) => (one.range?.[0] ?? 0) < from);
  }
  return isAlias(at) ? undefined : at;
};

/** Where a node stands, without the blanks and comments behind it. */
export const spanOf = ({ text }: YamlDocument, node: Node | undefined): Span => {
  const [from, to] = node?.range ?? [0, 0];
  const end = Math.min(to, text.length);
  const start = Math.min(from, end);
  // The parser counts the line end of a block to it.
  return { from: start, to: start + text.slice(start, end).trimEnd().length };
};

/** The scalar at a node; nothing for lists, mappings and an empty value. */
export const wordOf = (document: YamlDocument, node: Node | undefined): YamlWord | undefined => {
  const at = resolved(document, node);
  if (!isScalar(at) || at.value === null || at.value === undefined) return undefined;
  const text = textOf(at);
  const span = spanOf(document, at);
  const type = at.type ?? 'PLAIN';
  return new ReadWord(text, span, type, document);
};

/** A class, since a getter in an object literal gives each object a hidden class of its own, which the engine keeps. */
class ReadWord implements YamlWord {
  readonly text: string;
  readonly span: Span;
  readonly quoted: boolean;
  readonly #type: Scalar.Type;
  readonly #document: YamlDocument;
  constructor(text: string, span: Span, type: Scalar.Type, document: YamlDocument) {
    this.text = text;
    this.span = span;
    this.quoted = type !== 'PLAIN';
    this.#type = type;
    this.#document = document;
  }
  /** Few ask for it. */
  get source(): Spliced {
    return scalarText(this.#document.text, this.span, this.text, this.#type);
  }
}

/** The scalar as written, so that `2.0` stays `2.0` and `022` stays `022`. */
const textOf = (node: Scalar): string => (typeof node.value === 'string' ? node.value : (node.source ?? String(node.value)));

/** The items of a list; nothing when the node is none. */
export const itemsOf = (document: YamlDocument, node: Node | undefined): readonly Node[] | undefined => {
  const at = resolved(document, node);
  return isSeq(at) ? (at.items as readonly unknown[]).filter((item): item is Node => item !== null && item !== undefined) : undefined;
};

const noEntries: ReadonlyMap<string, YamlEntry> = new Map();
/** The entries of each mapping, once they are read; empty while they are, which ends a circle of merge keys. */
const readOnce = memo((_: Node): { entries: ReadonlyMap<string, YamlEntry> | undefined } => ({ entries: undefined }));

/** The entries of a mapping, those of its merge keys included: what is written itself wins, then the first of several. */
export const entriesOf = (document: YamlDocument, node: Node | undefined): ReadonlyMap<string, YamlEntry> => {
  const at = resolved(document, node);
  if (!isMap(at)) return noEntries;
  const before = readOnce(at);
  if (before.entries) return before.entries;
  before.entries = noEntries;
  const own = new Map<string, YamlEntry>();
  const merged: Node[] = [];
  for (const pair of at.items as readonly Pair<Node | null, Node | null>[]) {
    const key = wordOf(document, pair.key ?? undefined);
    if (!key) continue;
    const value = pair.value ?? undefined;
    if (key.text === '<<') {
      if (value) merged.push(...(itemsOf(document, value) ?? [value]));
      continue;
    }
    const end = value ? spanOf(document, value).to : key.span.to;
    const span = { from: key.span.from, to: Math.max(key.span.to, end) };
    own.set(key.text, { key: key.text, keySpan: key.span, value, span });
  }
  for (const one of merged) {
    for (const [key, entry] of entriesOf(document, one)) if (!own.has(key)) own.set(key, entry);
  }
  before.entries = own;
  return own;
};

export const isMapping = (document: YamlDocument, node: Node | undefined): boolean => isMap(resolved(document, node));
