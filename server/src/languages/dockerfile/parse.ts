// The lossless tree of a Dockerfile: the lines BuildKit's own parser sees (frontend/dockerfile/parser), with their places.
import { type Spliced, type Stretch, spanIn, splice, unspliced } from '../../commands/spliced.ts';
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';
import { type Arguments, argumentsOf, type Flag, flagsOf, isSpace, type Word } from './arguments.ts';
import { type Heredoc, heredocsOf } from './heredoc.ts';

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
}

export type DockerfileNode = Blank | CommentLine | Directive | Instruction;

export interface DockerfileTree {
  readonly text: string;
  /** In order; their spans cover the text without a gap. */
  readonly nodes: readonly DockerfileNode[];
  readonly instructions: readonly Instruction[];
  readonly escape: '\\' | '`';
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

/** Text to tree. Takes any text and never throws. */
export const parseDockerfile = (text: string): DockerfileTree => {
  const nodes: DockerfileNode[] = [];
  const instructions: Instruction[] = [];
  let escapeSign: '\\' | '`' = '\\';
  let directives: Set<string> | undefined = new Set();
  for (let at = 0; at < text.length; ) {
    const { to, end } = lineFrom(text, at);
    const span = { from: at, to };
    const from = firstVisible(text, at === 0 && text.charCodeAt(0) === 0xfeff ? 1 : at, end);
    if (from === end) {
      nodes.push({ is: 'blank', span });
      directives = undefined;
    } else if (text.charCodeAt(from) === HASH) {
      const body = { from, to: lastVisible(text, from, end) };
      const found = directives ? readDirective(text, body, span, directives) : undefined;
      if (found?.name === 'escape' && !found.repeated && (found.value === '`' || found.value === '\\')) escapeSign = found.value;
      if (!found) directives = undefined;
      nodes.push(found ?? { is: 'comment', span, body });
    } else {
      directives = undefined;
      const instruction = readInstruction(text, at, from, escapeSign);
      nodes.push(instruction);
      instructions.push(instruction);
      at = instruction.span.to;
      continue;
    }
    at = to;
  }
  return { text, nodes, instructions, escape: escapeSign };
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
    if (at >= text.length) break;
    gaps.push(...skipped);
    pieceFrom = at;
  }
  const joined: Spliced = stretches.length === 1 ? unspliced(line, from) : { text: line, stretches };
  return finish(text, start, to, joined, escapeSign, gaps, continuations);
};

const finish = (
  text: string,
  start: number,
  lineTo: number,
  line: Spliced,
  escapeSign: '\\' | '`',
  gaps: readonly Gap[],
  continuations: readonly Span[],
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

export const parse = (file: SourceFile): Parsed<'dockerfile'> => {
  const tree = parseDockerfile(file.text);
  const broken = tree.instructions.flatMap(({ heredocs }) => heredocs.filter(({ end }) => !end).map(({ mark }) => mark));
  for (const node of tree.nodes) if (node.is === 'directive' && node.repeated) broken.push(node.body);
  return { file, kind: 'dockerfile', tree, broken };
};
