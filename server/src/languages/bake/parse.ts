// A bake file in HCL: blocks with attributes, as far as builds are described by them. There is no library that keeps places.
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';

/** A value of HCL. What is computed (`"${TAG}"`, `a ? b : c`, a call) is a text that is not known. */
export type HclValue =
  | { readonly is: 'text'; readonly text: string; readonly known: boolean; readonly variables: readonly string[]; readonly span: Span }
  | { readonly is: 'list'; readonly items: readonly HclValue[]; readonly span: Span }
  | { readonly is: 'map'; readonly entries: readonly HclAttribute[]; readonly span: Span };

export interface HclAttribute {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: HclValue;
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: readonly HclAttribute[];
  readonly span: Span;
}

export interface BakeTree {
  readonly text: string;
  readonly blocks: readonly HclBlock[];
}

const deepest = 20;

export const parse = (file: SourceFile): Parsed<'bake'> => {
  const { text } = file;
  const broken: Span[] = [];
  const blocks: HclBlock[] = [];
  let i = 0;

  const skip = (lines: boolean) => {
    for (;;) {
      const c = text[i] ?? '';
      if (c === ' ' || c === '\t' || c === '\r' || (lines && c === '\n')) i++;
      else if (c === '#' || text.startsWith('//', i)) while (i < text.length && text[i] !== '\n') i++;
      else if (text.startsWith('/*', i)) {
        const close = text.indexOf('*/', i);
        i = close < 0 ? text.length : close + 2;
      } else return;
    }
  };
  const name = (): { readonly text: string; readonly span: Span } | undefined => {
    const found = /^(?:[A-Za-z_][\w-]*|"[^"\n]*")/.exec(text.slice(i, i + 200))?.[0];
    if (!found) return undefined;
    const span = { from: i, to: i + found.length };
    i += found.length;
    return { text: found.replace(/^"|"$/g, ''), span };
  };
  const string = (): HclValue => {
    const from = i++;
    let out = '';
    const variables: string[] = [];
    let known = true;
    while (i < text.length && text[i] !== '"' && text[i] !== '\n') {
      if (text[i] === '\\') {
        out += text[i + 1] ?? '';
        i += 2;
      } else if (text.startsWith('${', i)) {
        const close = text.indexOf('}', i);
        const to = close < 0 ? text.length : close + 1;
        const inside = text.slice(i + 2, to - 1);
        variables.push(...(/[A-Za-z_]\w*/.exec(inside) ?? []));
        known = false;
        out += text.slice(i, to);
        i = to;
      } else out += text[i++];
    }
    i = Math.min(text.length, i + 1);
    return { is: 'text', text: out, known, variables, span: { from, to: i } };
  };
  /** The rest of an expression that is computed: up to the end of the line, outside brackets. */
  const rest = (from: number): HclValue => {
    let level = 0;
    while (i < text.length) {
      const c = text[i] ?? '';
      if ('([{'.includes(c)) level++;
      else if (')]}'.includes(c) && level-- === 0) break;
      else if (level === 0 && (c === '\n' || c === ',')) break;
      i++;
    }
    const written = text.slice(from, i).trimEnd();
    const plain = /^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(written);
    const variables = plain ? [] : (/[A-Za-z_]\w*/.exec(written) ?? []).slice(0, 1);
    return { is: 'text', text: written, known: plain, variables, span: { from, to: from + written.length } };
  };
  const value = (depth: number): HclValue => {
    const from = i;
    const c = text[i];
    let found: HclValue | undefined;
    if (c === '"') found = string();
    else if (c === '[' && depth < deepest) {
      i++;
      const items: HclValue[] = [];
      for (;;) {
        skip(true);
        if (text[i] === ',') i++;
        else if (text[i] === ']' || i >= text.length) break;
        else {
          const before = i;
          items.push(value(depth + 1));
          if (i === before) i++;
        }
      }
      i = Math.min(text.length, i + 1);
      found = { is: 'list', items, span: { from, to: i } };
    } else if (c === '{' && depth < deepest) {
      i++;
      const entries = attributes(depth + 1);
      found = { is: 'map', entries, span: { from, to: i } };
    }
    if (found) skip(false);
    // `"a" == X ? …` goes on behind its first value.
    return found && /^(?:[\n,\]})]|$)/.test(text.slice(i, i + 1)) ? found : rest(from);
  };
  /** The attributes up to a closing brace, which is read too. */
  const attributes = (depth: number): readonly HclAttribute[] => {
    const out: HclAttribute[] = [];
    for (;;) {
      skip(true);
      if (text[i] === ',') {
        i++;
        continue;
      }
      if (i >= text.length) return out;
      if (text[i] === '}') {
        i++;
        return out;
      }
      const key = name();
      skip(false);
      if (key && (text[i] === '=' || text[i] === ':')) {
        i++;
        skip(false);
        out.push({ name: key.text, nameSpan: key.span, value: value(depth) });
      } else if (text[i] === '{') {
        // A block in a block (`validation { … }`) says nothing about a build.
        i++;
        if (depth < deepest) attributes(depth + 1);
      } else if (!key) {
        broken.push({ from: i, to: i + 1 });
        i++;
      }
    }
  };

  skip(true);
  if (text[i] === '{') {
    // JSON: `{"target": {"app": {…}}}`.
    i++;
    for (const { name: type, value: labelled } of attributes(0)) {
      for (const entry of labelled.is === 'map' ? labelled.entries : []) {
        const own = entry.value.is === 'map' ? entry.value.entries : [];
        blocks.push({ type, labels: [entry.name], attributes: own, span: { from: entry.nameSpan.from, to: entry.value.span.to } });
      }
    }
  }
  while (i < text.length) {
    skip(true);
    const from = i;
    const type = name();
    if (!type) {
      if (i < text.length) broken.push({ from: i, to: i + 1 });
      i++;
      continue;
    }
    const labels: string[] = [];
    for (skip(false); ; skip(false)) {
      const label = name();
      if (!label) break;
      labels.push(label.text);
    }
    if (text[i] === '{') {
      i++;
      const own = attributes(0);
      blocks.push({ type: type.text, labels, attributes: own, span: { from, to: i } });
    } else if (text[i] === '=') {
      i++;
      skip(false);
      value(0);
    }
  }
  return { file, kind: 'bake', tree: { text, blocks }, broken };
};
