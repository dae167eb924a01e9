// What drydock.yaml says, with the place of each word, and what is wrong with its shape.
import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { absent, type Fact, known } from '../fact.ts';
import type { Parsed } from '../language.ts';

/** A word of the file and where it stands. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

export interface DrydockFacts {
  readonly uri: Uri;
  /** The keys of the top level, known or not. */
  readonly keys: readonly Word[];
  /** The entries of `rules`: an id or an area, and the severity that is written behind it. */
  readonly rules: readonly { readonly id: Word; readonly severity: Word }[];
  readonly ignore: readonly Word[];
  /** The entries of `contexts`: a Dockerfile, and the folder it is built with. */
  readonly contexts: readonly { readonly dockerfile: Word; readonly folder: Word }[];
  /** The entries of `dockerfiles`: patterns of those that build the application. */
  readonly dockerfiles: readonly Word[];
  readonly uwsgiVersion: Fact<string>;
  readonly uwsgiBuild: Fact<string>;
  readonly settingsModule: Fact<string>;
  /** Places whose form is wrong, with a sentence each. */
  readonly misshapen: readonly { readonly span: Span; readonly message: string }[];
}

const spanOf = (node: Node | null | undefined, text: string, fallback: Span): Span => {
  const range = node?.range;
  if (!range) return fallback;
  return { from: Math.min(range[0], text.length), to: Math.min(range[1], text.length) };
};

/** Tree to facts. Never throws; what has the wrong form is left out and named in `misshapen`. */
export const facts = ({ file, tree }: Parsed<'drydock'>): DrydockFacts => {
  const { text, document } = tree;
  const { uri } = file;
  const shapes: { span: Span; message: string }[] = [];
  const [error] = document.errors;
  // What is no YAML has one fault; what its shape looks like after that says nothing.
  const misshapen = error
    ? [{ span: lineOf(text, error.pos[0]), message: `This is not valid YAML: ${firstSentence(error.message)}` }]
    : shapes;
  const keys: Word[] = [];
  const rules: { id: Word; severity: Word }[] = [];
  const ignore: Word[] = [];
  const contexts: { dockerfile: Word; folder: Word }[] = [];
  const dockerfiles: Word[] = [];
  let uwsgiVersion: Fact<string> = absent;
  let uwsgiBuild: Fact<string> = absent;
  let settingsModule: Fact<string> = absent;
  const root = document.contents as Node | null;
  if (root && !isMap(root)) {
    shapes.push({
      span: spanOf(root, text, { from: 0, to: text.length }),
      message: 'drydock.yaml must be a mapping such as `uwsgi-version: 2.0.30`',
    });
    return { uri, keys, rules, ignore, contexts, dockerfiles, uwsgiVersion, uwsgiBuild, settingsModule, misshapen };
  }
  const word = (node: Node | null | undefined, around: Span, wanted: string): Word | undefined => {
    if (isScalar(node) && node.value !== null) return { text: sourceOf(node), span: spanOf(node, text, around) };
    shapes.push({ span: spanOf(node, text, around), message: wanted });
    return undefined;
  };
  const fact = (node: Node | null, around: Span, wanted: string): Fact<string> => {
    const found = word(node, around, wanted);
    return found ? known(found.text, { uri, span: found.span }) : absent;
  };
  for (const pair of (root?.items ?? []) as readonly Pair<Node, Node | null>[]) {
    const key = word(pair.key, { from: 0, to: 0 }, 'A key must be a plain word');
    if (!key) continue;
    keys.push(key);
    const value = pair.value;
    if (key.text === 'rules') {
      if (!isMap(value)) {
        if (value !== null && !isNull(value))
          shapes.push({
            span: spanOf(value, text, key.span),
            message: '`rules` maps a rule id or an area to off, hint, info, warning or error',
          });
        continue;
      }
      for (const entry of value.items as readonly Pair<Node, Node | null>[]) {
        const id = word(entry.key, key.span, 'A rule id must be a plain word');
        const severity = id && word(entry.value, id.span, `Say what \`${id.text}\` shall be: off, hint, info, warning or error`);
        if (id && severity) rules.push({ id, severity });
      }
    } else if (key.text === 'ignore') {
      if (!isSeq(value)) {
        if (value !== null && !isNull(value))
          shapes.push({ span: spanOf(value, text, key.span), message: '`ignore` is a list of globs, such as `- deploy/old/**`' });
        continue;
      }
      for (const entry of value.items as readonly Node[]) {
        const glob = word(entry, key.span, 'A glob must be a plain word, such as `deploy/old/**`');
        if (glob) ignore.push(glob);
      }
    } else if (key.text === 'contexts') {
      if (!isMap(value)) {
        if (value !== null && !isNull(value))
          shapes.push({
            span: spanOf(value, text, key.span),
            message: '`contexts` maps a Dockerfile to the folder it is built with, such as `docker/web/Dockerfile: .`',
          });
        continue;
      }
      for (const entry of value.items as readonly Pair<Node, Node | null>[]) {
        const dockerfile = word(entry.key, key.span, 'The path of a Dockerfile must be a plain word');
        const folder =
          dockerfile && word(entry.value, dockerfile.span, `Say with which folder \`${dockerfile.text}\` is built, such as \`.\``);
        if (dockerfile && folder) contexts.push({ dockerfile, folder });
      }
    } else if (key.text === 'dockerfiles') {
      if (!isSeq(value)) {
        if (value !== null && !isNull(value))
          shapes.push({
            span: spanOf(value, text, key.span),
            message: '`dockerfiles` lists the Dockerfiles that build the application, such as `- docker/web/Dockerfile`',
          });
        continue;
      }
      for (const entry of value.items as readonly Node[]) {
        const pattern = word(entry, key.span, 'The path of a Dockerfile must be a plain word, such as `docker/web/Dockerfile`');
        if (pattern) dockerfiles.push(pattern);
      }
    } else if (key.text === 'uwsgi-version') {
      uwsgiVersion = fact(value, key.span, '`uwsgi-version` is a release such as 2.0.30');
    } else if (key.text === 'uwsgi-build') {
      uwsgiBuild = fact(value, key.span, '`uwsgi-build` is pip or debian');
    } else if (key.text === 'settings-module') {
      settingsModule = fact(value, key.span, '`settings-module` is the dotted name of a module such as shop.settings.production');
    }
  }
  return { uri, keys, rules, ignore, contexts, dockerfiles, uwsgiVersion, uwsgiBuild, settingsModule, misshapen };
};

/** The line an offset lies on, without its blanks; the last written line when the offset is past all of them. */
const lineOf = (text: string, offset: number): Span => {
  const end = text.trimEnd().length;
  const inside = Math.min(offset, end);
  const from = text.lastIndexOf('\n', inside - 1) + 1;
  const feed = text.indexOf('\n', inside);
  return { from, to: feed < 0 ? end : Math.max(from, feed) };
};
const isNull = (node: Node): boolean => isScalar(node) && node.value === null;
/** The scalar as written, so that `2.0` stays `2.0` and `off` stays `off`. */
const sourceOf = (node: Scalar): string => (typeof node.value === 'string' ? node.value : (node.source ?? String(node.value)));
const firstSentence = (message: string): string =>
  /must be unique/.test(message)
    ? 'the same key stands twice in one mapping'
    : (message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? message);
