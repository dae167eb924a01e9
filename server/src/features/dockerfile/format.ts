// Formatting a Dockerfile: instructions at the margin, continued lines indented, no blanks at line ends, no empty lines inside
// an instruction and no two in a row. Here-documents stay as they are, and so does every instruction that would mean something
// else afterwards.
import type { ShellCommand } from '../../commands/command.ts';
import { type DockerfileNode, type DockerfileTree, type Instruction, parseDockerfile } from '../../languages/dockerfile/parse.ts';
import { runCommands } from '../../languages/dockerfile/run.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';

/** How the editor indents. */
export interface Indentation {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

/** The edits, in order; `range` limits them to the lines it touches. Empty when nothing is to do, and for templates. */
export const formatDockerfile = (parsed: Parsed<'dockerfile'>, indentation: Indentation, range?: Span): readonly Edit[] => {
  const { tree } = parsed;
  if (languages.dockerfile.facts(parsed).template) return [];
  const step = indentation.insertSpaces ? ' '.repeat(indentation.tabSize) : '\t';
  const edits: Edit[] = [];
  const lastIndex = tree.nodes.findLastIndex(({ is }) => is !== 'blank');
  const last = tree.nodes[lastIndex];
  let blanks = 0;
  for (const [i, node] of tree.nodes.entries()) {
    if (node.is === 'blank') {
      blanks++;
      const isFirst = i + 1 === blanks;
      const written = tree.text.slice(node.span.from, node.span.to);
      const wanted = blanks > 1 || i > lastIndex || isFirst ? '' : (/\r?\n$/.exec(written)?.[0] ?? '');
      if (written !== wanted) edits.push({ span: node.span, text: wanted });
      continue;
    }
    blanks = 0;
    if (node.is === 'instruction') edits.push(...safe(tree, node, step));
    else edits.push(...margins(tree, node));
  }
  // A here-document that is still open takes whatever follows.
  const open =
    last?.is === 'instruction' && (last.heredocs.some(({ end }) => !end) || last.continuations.at(-1)?.to === tree.text.trimEnd().length);
  if (last && last.span.to === tree.text.length && !tree.text.endsWith('\n') && !open)
    edits.push({ span: { from: tree.text.length, to: tree.text.length }, text: lineEndOf(tree.text) });
  const inRange = range ? edits.filter(({ span }) => span.from <= range.to && span.to >= lineStart(tree.text, range.from)) : edits;
  if (inRange.length === 0) return [];
  // The whole file, once more: one instruction may change what the next lines are.
  return sameFile(tree, parseDockerfile(applyEdits(tree.text, inRange))) ? inRange : [];
};

/** The indentation of the line at the caret, when it continues the one above and has none. */
export const indentNewLine = ({ tree }: Parsed<'dockerfile'>, offset: number, indentation: Indentation): readonly Edit[] => {
  const from = lineStart(tree.text, offset);
  const above = tree.instructions.findLast(({ continuations }) =>
    continuations.some(({ to }) => to <= from && nextLine(tree.text, to) === from),
  );
  const indent = /^[ \t]*/.exec(tree.text.slice(from, endOfLine(tree.text, from)))?.[0] ?? '';
  if (!above || indent !== '') return [];
  return [{ span: { from, to: from }, text: indentation.insertSpaces ? ' '.repeat(indentation.tabSize) : '\t' }];
};

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** No blanks at either end of a comment or directive. */
const margins = (
  { text }: DockerfileTree,
  { span, body }: Exclude<DockerfileNode, Instruction | { readonly is: 'blank' }>,
): readonly Edit[] => {
  const out: Edit[] = [];
  const start = span.from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : span.from;
  if (body.from > start) out.push({ span: { from: start, to: body.from }, text: '' });
  const end = endOfLine(text, body.to);
  if (end > body.to) out.push({ span: { from: body.to, to: end }, text: '' });
  return out;
};

/** Before the line break. */
const endOfLine = (text: string, offset: number): number => {
  const feed = text.indexOf('\n', offset);
  const end = feed < 0 ? text.length : feed;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
};

/** The edits of one instruction, when it means the same afterwards. */
const safe = (tree: DockerfileTree, node: Instruction, step: string): readonly Edit[] => {
  const edits = tidy(tree, node, step);
  if (edits.length === 0) return edits;
  const { from, to } = node.span;
  const before = tree.escape === '`' ? '# escape=`\n' : '';
  const moved = edits.map(({ span, text }) => ({ span: { from: span.from - from, to: span.to - from }, text }));
  const [one, ...more] = parseDockerfile(before + applyEdits(tree.text.slice(from, to), moved)).instructions;
  return one && more.length === 0 && sameInstruction(node, one) ? edits : [];
};

const tidy = ({ text }: DockerfileTree, { span, keyword, gaps, heredocs }: Instruction, step: string): readonly Edit[] => {
  const out: Edit[] = [];
  const start = span.from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : span.from;
  if (keyword.span.from > start) out.push({ span: { from: start, to: keyword.span.from }, text: '' });
  // One blank behind the keyword, when both are on its line.
  const behind = /^[ \t]+(?=[^\s\\`])/.exec(text.slice(keyword.span.to, keyword.span.to + 200))?.[0];
  if (behind && behind !== ' ') out.push({ span: { from: keyword.span.to, to: keyword.span.to + behind.length }, text: ' ' });
  const lineTo = heredocs[0]?.body.from ?? span.to;
  const skipped = new Map(gaps.map((gap) => [gap.span.from, gap]));
  let at = endOfLine(text, keyword.span.from);
  trimEnd(text, span.from, at, out);
  for (let from = nextLine(text, at); from < lineTo; from = nextLine(text, at)) {
    at = endOfLine(text, from);
    const gap = skipped.get(from);
    if (gap?.is === 'blank') {
      out.push({ span: { from, to: gap.span.to }, text: '' });
      continue;
    }
    const indent = /^[ \t]*/.exec(text.slice(from, at))?.[0] ?? '';
    if (from + indent.length === at) continue;
    if (width(indent) < width(step)) out.push({ span: { from, to: from + indent.length }, text: step });
    trimEnd(text, from + indent.length, at, out);
  }
  return out;
};

const nextLine = (text: string, end: number): number => {
  const feed = text.indexOf('\n', end);
  return feed < 0 ? text.length : feed + 1;
};

const width = (blanks: string): number => [...blanks].reduce((sum, sign) => sum + (sign === '\t' ? 4 : 1), 0);

const trimEnd = (text: string, from: number, end: number, out: Edit[]): void => {
  let to = end;
  while (to > from && ' \t'.includes(text[to - 1] ?? 'x')) to--;
  if (to < end) out.push({ span: { from: to, to: end }, text: '' });
};

/** What an instruction says to the builder, place aside. */
const meaning = (instruction: Instruction): string => {
  const { name, keyword, flags, words, json, pairs, spaced, command, heredocs, script, line, trigger } = instruction;
  const bodies = heredocs.map(({ name: word, expand, chomp, descriptor, body, end }) => {
    const from = script.stretches.at(-1)?.from ?? 0;
    return [
      word,
      expand,
      chomp,
      descriptor,
      end !== undefined,
      script.text.slice(line.text.length + body.from - from, line.text.length + body.to - from),
    ];
  });
  const started =
    command?.form === 'exec'
      ? command.words.map(({ text }) => text)
      : command && [collapsed(instruction), commandsText(runCommands(instruction))];
  return JSON.stringify([
    name,
    keyword.text,
    flags.map(({ name: flag, value }) => [flag, value]),
    words.map(({ text }) => text),
    json,
    pairs.map(({ name: key, value }) => [key.text, value?.text]),
    spaced,
    command?.form,
    started,
    bodies,
    trigger ? meaning(trigger) : undefined,
  ]);
};

/** The line that a shell is given, with one blank for any number of them outside of quotes. */
const collapsed = ({ line, body }: Instruction): string =>
  line.text
    .slice(body.from, body.to)
    .replaceAll(/\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[ \t]+/g, (part) => (/^[ \t]/.test(part) ? ' ' : part))
    .trim();

const commandsText = (commands: readonly ShellCommand[]): unknown =>
  commands.map(({ words, assignments, redirects, before, after, certain }) => [
    words.map(({ text, parts }) => [
      text,
      parts.map((part) => (part.is === 'substitution' ? commandsText(part.commands) : part.is === 'text' ? part.quoted : part.modifier)),
    ]),
    assignments.map(({ name, value }) => [name, value.text]),
    redirects.map(({ operator, descriptor, target }) => [operator, descriptor, target?.text]),
    before,
    after,
    certain,
  ]);

const sameInstruction = (a: Instruction, b: Instruction): boolean => meaning(a) === meaning(b);

const sameFile = (a: DockerfileTree, b: DockerfileTree): boolean => {
  const directives = ({ nodes }: DockerfileTree) =>
    JSON.stringify(nodes.flatMap((node) => (node.is === 'directive' ? [[node.name, node.value, node.repeated]] : [])));
  return (
    a.escape === b.escape &&
    directives(a) === directives(b) &&
    a.instructions.length === b.instructions.length &&
    a.instructions.every((one, i) => {
      const other = b.instructions[i];
      return other !== undefined && sameInstruction(one, other);
    })
  );
};
