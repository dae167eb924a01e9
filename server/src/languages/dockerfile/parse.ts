// The lossless tree of a Dockerfile: the lines BuildKit's own parser sees (frontend/dockerfile/parser), with their places.
import { type Spliced, type Stretch, spanIn, splice, unspliced } from '../../commands/spliced.ts';
import { sameEnds } from '../../text/ends.ts';
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';
import { type Arguments, argumentsOf, type Flag, flagsOf, isSpace, type Word } from './arguments.ts';
import { type Heredoc, heredocsOf } from './heredoc.ts';
import { movedNode } from './moved.ts';

export interface Blank {
  readonly is: 'blank';
  readonly span: Span;
}
export interface CommentLine {
  readonly is: 'comment';
  readonly span: Span;
  /** From `#` to the last visible character. */
  readonly body: Span;
}
/** `# syntax=…`, `# escape=…`, `# check=…` on the first lines. */
export interface Directive {
  readonly is: 'directive';
  readonly span: Span;
  readonly body: Span;
  readonly name: 'syntax' | 'escape' | 'check';
  readonly nameSpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
  /** True for the second one of a name, which stops the build. */
  readonly repeated: boolean;
}

/** A line inside a continued instruction that the builder leaves out. */
export interface Gap {
  readonly is: 'blank' | 'comment';
  readonly span: Span;
  readonly body: Span;
}

/** One instruction, with everything that its continued lines and here-documents hold. */
export interface Instruction extends Arguments {
  readonly is: 'instruction';
  /** Whole lines: from the indentation to the line end of the last line, here-documents included. */
  readonly span: Span;
  /** From the keyword to the last visible character of the last line. */
  readonly content: Span;
  /** The keyword in upper case. */
  readonly name: string;
  readonly keyword: Word;
  readonly flags: readonly Flag[];
  /** The line as the builder joins it: no continuation signs, no comments, no empty lines. */
  readonly line: Spliced;
  /** What follows keyword and flags, as offsets in `line`; empty when nothing does. */
  readonly body: Span;
  readonly gaps: readonly Gap[];
  /** Places of the signs that continue the line. */
  readonly continuations: readonly Span[];
  readonly heredocs: readonly Heredoc[];
  /** The line with the here-documents behind it, as a shell would be given it. */
  readonly script: Spliced;
  /** What `ONBUILD` puts off. */
  readonly trigger: Instruction | undefined;
  /** Whether the file ends before the instruction does: behind a continuation sign, or in a here-document. */
  readonly cut: boolean;
}

/** False for what only describes an image, such as HEALTHCHECK and LABEL, and for lines that are no instruction. */
export const builds = ({ name }: Instruction): boolean => building.has(name);
const building: ReadonlySet<string> = new Set('FROM ARG ENV SHELL USER WORKDIR VOLUME RUN COPY ADD ENTRYPOINT CMD ONBUILD'.split(' '));

export type DockerfileNode = Blank | CommentLine | Directive | Instruction;

export interface DockerfileTree {
  readonly text: string;
  /** In order; their spans cover the text without a gap. */
  readonly nodes: readonly DockerfileNode[];
  readonly instructions: readonly Instruction[];
  /** Which of the instructions are a FROM, by number. */
  readonly froms: readonly number[];
  readonly escape: '\\' | '`';
  /** What words its text was found to hold and not to hold, and the same of the text before the edit; see comments.ts. */
  readonly found: Map<string, boolean>;
  readonly before: { readonly found: ReadonlyMap<string, boolean>; readonly edit: Span } | undefined;
}

const HASH = 35;
const directive = /^#(\s*)([a-zA-Z][a-zA-Z0-9]*)(\s*=\s*)(.+?)\s*$/;

interface Line {
  /** After the line break. */
  readonly to: number;
  /** Before it. */
  readonly end: number;
}

const lineFrom = (text: string, from: number): Line => {
  const feed = text.indexOf('\n', from);
  const to = feed < 0 ? text.length : feed + 1;
  let end = feed < 0 ? text.length : feed;
  while (end > from && text.charCodeAt(end - 1) === 13) end--;
  return { to, end };
};
const firstVisible = (text: string, from: number, to: number): number => {
  let i = from;
  while (i < to && isSpace(text.charCodeAt(i))) i++;
  return i;
};
const lastVisible = (text: string, from: number, to: number): number => {
  let i = to;
  while (i > from && isSpace(text.charCodeAt(i - 1))) i--;
  return i;
};

/** Text to tree. Takes any text and never throws. `before` is the tree of an earlier text: what the edit left alone is taken over. */
export const parseDockerfile = (text: string, before?: DockerfileTree): DockerfileTree => {
  const known = before && reusable(before, text);
  const nodes: DockerfileNode[] = [];
  const instructions: Instruction[] = [];
  const froms: number[] = [];
  // There are thousands, so they are gone through once.
  const take = (node: DockerfileNode): void => {
    nodes.push(node);
    if (node.is !== 'instruction') return;
    if (node.name === 'FROM') froms.push(instructions.length);
    instructions.push(node);
  };
  if (known) for (let i = 0; i < known.head; i++) take(before.nodes[i] as DockerfileNode);
  let escapeSign: '\\' | '`' = before && nodes.length > 0 ? before.escape : '\\';
  let directives: Set<string> | undefined = nodes.length > 0 ? undefined : new Set();
  for (let at = nodes.at(-1)?.span.to ?? 0; at < text.length; ) {
    if (known && before.escape === escapeSign && !directives) {
      const next = known.nodeAt(at);
      if (next !== undefined) {
        for (let i = next; i < before.nodes.length; i++) take(movedNode(before.nodes[i] as DockerfileNode, known.by));
        break;
      }
    }
    const { to, end } = lineFrom(text, at);
    const span = { from: at, to };
    const from = firstVisible(text, at === 0 && text.charCodeAt(0) === 0xfeff ? 1 : at, end);
    if (from === end) {
      take({ is: 'blank', span });
      directives = undefined;
    } else if (text.charCodeAt(from) === HASH) {
      const body = { from, to: lastVisible(text, from, end) };
      const found = directives ? readDirective(text, body, span, directives) : undefined;
      if (found?.name === 'escape' && !found.repeated && (found.value === '`' || found.value === '\\')) escapeSign = found.value;
      if (!found) directives = undefined;
      take(found ?? { is: 'comment', span, body });
    } else {
      directives = undefined;
      const instruction = readInstruction(text, at, from, escapeSign);
      take(instruction);
      at = instruction.span.to;
      continue;
    }
    at = to;
  }
  const edited = known && { found: before.found, edit: known.edit };
  return { text, nodes, instructions, froms, escape: escapeSign, found: new Map(), before: edited };
};

/** What of an earlier tree an edit leaves alone. */
interface Reusable {
  /** Where the new text differs. */
  readonly edit: Span;
  /** How many nodes at the beginning stay as they are. */
  readonly head: number;
  /** How far what follows the edit has moved. */
  readonly by: number;
  /** The earlier node that begins where this place of the new text was, when everything from there on is the same. */
  readonly nodeAt: (at: number) => number | undefined;
}

const reusable = ({ text: before, nodes }: DockerfileTree, text: string): Reusable => {
  const same = sameEnds(before, text);
  const by = text.length - before.length;
  let head = 0;
  // A node reaches to the end of its line, and one that the file cuts off may go on.
  while (head < nodes.length && isDone(nodes[head] as DockerfileNode, before, same.head)) head++;
  // Directives depend on each other, so the lines before the first other one are read again.
  if (nodes.slice(0, head).every(({ is }) => is === 'directive')) head = 0;
  const firstOther = nodes.findIndex(({ is }) => is !== 'directive');
  const tailFrom = before.length - same.tail;
  return {
    edit: { from: same.head, to: text.length - same.tail },
    head,
    by,
    nodeAt: (at) => {
      const place = at - by;
      if (place < tailFrom) return undefined;
      const found = indexAt(nodes, place);
      return nodes[found]?.span.from === place && firstOther >= 0 && found > firstOther ? found : undefined;
    },
  };
};

const isDone = (node: DockerfileNode, text: string, to: number): boolean =>
  node.span.to <= to && text[node.span.to - 1] === '\n' && !(node.is === 'instruction' && node.cut);

/** The last node that begins at or before a place. */
const indexAt = (nodes: readonly DockerfileNode[], place: number): number => {
  let low = 0;
  let high = nodes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((nodes[middle]?.span.from ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
};

const readDirective = (text: string, body: Span, span: Span, seen: Set<string>): Directive | undefined => {
  const match = directive.exec(text.slice(body.from, body.to));
  const name = match?.[2]?.toLowerCase();
  if (!match || (name !== 'syntax' && name !== 'escape' && name !== 'check')) return undefined;
  const nameFrom = body.from + 1 + (match[1]?.length ?? 0);
  const nameTo = nameFrom + name.length;
  const value = match[4] ?? '';
  const valueFrom = nameTo + (match[3]?.length ?? 0);
  const repeated = seen.has(name);
  seen.add(name);
  return {
    is: 'directive',
    span,
    body,
    name,
    nameSpan: { from: nameFrom, to: nameTo },
    value,
    valueSpan: { from: valueFrom, to: valueFrom + value.length },
    repeated,
  };
};

/** Where the sign stands that continues a line; -1 when the line ends there. A doubled sign does not continue. */
const continuation = (text: string, from: number, end: number, escapeSign: string): number => {
  let i = end;
  while (i > from && (text[i - 1] === ' ' || text[i - 1] === '\t')) i--;
  return i > from && text[i - 1] === escapeSign && (i - 1 === from || text[i - 2] !== escapeSign) ? i - 1 : -1;
};

const readInstruction = (text: string, start: number, from: number, escapeSign: '\\' | '`'): Instruction => {
  const gaps: Gap[] = [];
  const continuations: Span[] = [];
  const stretches: Stretch[] = [];
  let line = '';
  let pieceFrom = from;
  let at = start;
  let to = start;
  let cut = false;
  while (true) {
    const read = lineFrom(text, at);
    const sign = continuation(text, pieceFrom, read.end, escapeSign);
    const pieceTo = sign < 0 ? read.end : sign;
    stretches.push({ at: line.length, from: pieceFrom });
    line += text.slice(pieceFrom, pieceTo);
    to = read.to;
    if (sign < 0) break;
    continuations.push({ from: sign, to: sign + 1 });
    at = read.to;
    const skipped: Gap[] = [];
    let end = at;
    for (; at < text.length; at = end) {
      const next = lineFrom(text, at);
      const visible = firstVisible(text, at, next.end);
      if (visible < next.end && text.charCodeAt(visible) !== HASH) break;
      end = next.to;
      const body = { from: visible, to: lastVisible(text, visible, next.end) };
      skipped.push({ is: visible < next.end ? 'comment' : 'blank', span: { from: at, to: next.to }, body });
    }
    // What follows the last continuation of the file stays outside: blank lines and comments of their own.
    cut = at >= text.length;
    if (cut) break;
    gaps.push(...skipped);
    pieceFrom = at;
  }
  const joined: Spliced = stretches.length === 1 ? unspliced(line, from) : { text: line, stretches };
  return finish(text, start, to, joined, escapeSign, gaps, continuations, cut);
};

const finish = (
  text: string,
  start: number,
  lineTo: number,
  line: Spliced,
  escapeSign: '\\' | '`',
  gaps: readonly Gap[],
  continuations: readonly Span[],
  cut: boolean,
): Instruction => {
  const head = readHead(line, 0, escapeSign);
  const heredocs = heredocsOf(text, lineTo, line, head.trigger ?? head);
  const last = heredocs.at(-1);
  const to = last ? (last.end ? lineFrom(text, last.end.to).to : text.length) : lineTo;
  const lineEnd = lastVisible(line.text, 0, line.text.length);
  const contentTo = last ? (last.end?.to ?? text.length) : spanIn(line, 0, lineEnd).to;
  const script = last ? splice(line, unspliced(`\n${text.slice(lineTo, to)}`, lineTo - 1)) : line;
  const span = { from: start, to };
  const make = (one: Head, trigger: Instruction | undefined): Instruction => ({
    is: 'instruction',
    span,
    content: { from: one.keyword.span.from, to: Math.max(contentTo, one.keyword.span.to) },
    name: one.name,
    keyword: one.keyword,
    flags: one.flags,
    line,
    body: one.body,
    words: one.given.words,
    json: one.given.json,
    pairs: one.given.pairs,
    spaced: one.given.spaced,
    command: one.given.command,
    gaps,
    continuations,
    heredocs,
    script,
    trigger,
    cut: cut || (last !== undefined && !last.end),
  });
  return make(head, head.trigger && make(head.trigger, undefined));
};

interface Head {
  readonly name: string;
  readonly keyword: Word;
  readonly flags: readonly Flag[];
  readonly body: Span;
  readonly given: Arguments;
  readonly trigger: Head | undefined;
}

/** Keyword, flags and arguments of a line from an offset on. */
const readHead = (line: Spliced, at: number, escapeSign: string): Head => {
  const { text } = line;
  const from = firstVisible(text, at, text.length);
  const end = lastVisible(text, from, text.length);
  let keywordTo = from;
  while (keywordTo < end && !isSpace(text.charCodeAt(keywordTo))) keywordTo++;
  const keyword = { text: text.slice(from, keywordTo), at: from, span: spanIn(line, from, keywordTo) };
  const name = keyword.text.toUpperCase();
  const { flags, to: flagsTo } = flagsOf(line, keywordTo, end, escapeSign);
  const bodyFrom = firstVisible(text, flagsTo, end);
  const body = { from: bodyFrom, to: Math.max(bodyFrom, end) };
  const trigger = name === 'ONBUILD' && at === 0 && body.from < body.to ? readHead(line, body.from, escapeSign) : undefined;
  return { name, keyword, flags, body, given: argumentsOf(name, line, body, escapeSign), trigger };
};

export const parse = (file: SourceFile, before?: Parsed<'dockerfile'>): Parsed<'dockerfile'> => {
  const tree = parseDockerfile(file.text, before?.tree);
  const broken: Span[] = [];
  const { instructions } = tree;
  for (let i = 0; i < instructions.length; i++) {
    const one = instructions[i] as Instruction;
    if (one.cut) for (const { end, mark } of one.heredocs) if (!end) broken.push(mark);
  }
  for (const node of tree.nodes) {
    // Directives are the first of all.
    if (node.is !== 'directive') break;
    if (node.repeated) broken.push(node.body);
  }
  return { file, kind: 'dockerfile', tree, broken };
};
