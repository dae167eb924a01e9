// Every use of a variable in a Dockerfile: what the builder fills in, and what the shells of its commands do.
import type { ShellCommand, ShellWord } from '../../commands/command.ts';
import { type Spliced, spanIn, unspliced } from '../../commands/spliced.ts';
import type { Word } from '../../languages/dockerfile/arguments.ts';
import { expand } from '../../languages/dockerfile/expand.ts';
import type { Heredoc } from '../../languages/dockerfile/heredoc.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import type { Span } from '../../text/span.ts';

/** One `$NAME`: `span` is the place of the name. */
export interface Use {
  readonly name: string;
  readonly span: Span;
  /** True when the shell line gives the name a value itself: it is no variable of the Dockerfile then. */
  readonly own: boolean;
  /** True where the shell line does so. */
  readonly defines: boolean;
}

const nothing = () => undefined;
const none: readonly Use[] = [];

/** The uses in one instruction, in order; `commands` are those it starts. */
export const usesOf = (instruction: Instruction, commands: readonly ShellCommand[]): readonly Use[] => {
  const { line, words, pairs, flags, command, heredocs, name } = instruction;
  if (heredocs.length === 0 && !line.text.includes('$') && !(command?.form === 'shell' && line.text.includes('='))) return none;
  const out: Use[] = [];
  // Which sign escapes makes no difference to where variables stand, but for the sign in front of them.
  const sign = line.text.includes('`') && !line.text.includes('\\') ? '`' : '\\';
  const inWord = (word: Word) => {
    if (!word.text.includes('$')) return;
    for (const { name: used, nameSpan } of expand(line, word, sign, nothing).variables)
      if (/^[A-Za-z_]/.test(used)) out.push({ name: used, span: nameSpan, own: false, defines: false });
  };
  if (name !== 'SHELL' && name !== 'HEALTHCHECK') {
    if (pairs.length > 0) for (const { name: key, value } of pairs) for (const word of value ? [key, value] : [key]) inWord(word);
    else for (const word of words) inWord(word);
  }
  for (const { value, valueSpan } of flags) if (value?.includes('$') && valueSpan) for (const use of scan(line, valueSpan)) out.push(use);
  if (command && name !== 'SHELL') {
    const own = assignedIn(commands);
    for (const use of inCommands(commands)) out.push(own.has(use.name) ? { ...use, own: true } : use);
    out.push(...assignmentsIn(commands));
  }
  for (const heredoc of heredocs) if (heredoc.expand && !isScript(instruction, heredoc)) out.push(...inText(instruction, heredoc));
  return out.sort((a, b) => a.span.from - b.span.from);
};

/** A here-document that is the whole script of a RUN: its commands are read as such. */
const isScript = ({ name, command, heredocs }: Instruction, { at }: Heredoc): boolean =>
  name === 'RUN' && command?.form === 'shell' && heredocs.length === 1 && command.body.from === at.from && command.body.to === at.to;

const pattern = /(?<!\\)\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/g;

const usesIn = (text: string, place: (from: number, to: number) => Span): readonly Use[] =>
  [...text.matchAll(pattern)].map((match): Use => {
    const name = match[1] ?? match[2] ?? '';
    const from = match.index + match[0].length - name.length;
    return { name, span: place(from, from + name.length), own: false, defines: false };
  });

/** Uses in a stretch of the joined line. */
const scan = (line: Spliced, { from, to }: Span): readonly Use[] =>
  usesIn(line.text, (a, b) => spanIn(line, a, b)).filter(({ span }) => span.from >= from && span.to <= to);

const inText = ({ script, line }: Instruction, { body }: Heredoc): readonly Use[] => {
  const start = script.stretches.at(-1)?.from ?? 0;
  const text = script.text.slice(line.text.length + body.from - start, line.text.length + body.to - start);
  const source = unspliced(text, body.from);
  return usesIn(text, (a, b) => spanIn(source, a, b));
};

const inCommands = (commands: readonly ShellCommand[]): readonly Use[] =>
  commands.flatMap(({ words, assignments, redirects }) => [
    ...words.flatMap(inShellWord),
    ...assignments.flatMap(({ value }) => inShellWord(value)),
    ...redirects.flatMap(({ target }) => (target ? inShellWord(target) : [])),
  ]);

const inShellWord = ({ parts }: ShellWord): readonly Use[] =>
  parts.flatMap((part): readonly Use[] => {
    if (part.is === 'substitution') return inCommands(part.commands);
    if (part.is !== 'variable' || !/^[A-Za-z_]\w*$/.test(part.name)) return [];
    const { name, span, modifier } = part;
    const plain = span.to - span.from === name.length + 1;
    const from = span.from + (plain ? 1 : 2);
    // The length of a name and the signs before it: `${#NAME}`, `${!NAME}`.
    const braced = span.to - span.from === name.length + modifier.length + 3;
    return plain || braced ? [{ name, span: { from, to: from + name.length }, own: false, defines: false }] : [];
  });

/** The places where a shell line gives a name a value for the commands behind. */
const assignmentsIn = (commands: readonly ShellCommand[]): readonly Use[] =>
  commands.flatMap(({ words, assignments }) => {
    const [first, ...rest] = words;
    const at = (name: string, from: number): Use => ({ name, span: { from, to: from + name.length }, own: true, defines: true });
    if (!first) return assignments.map(({ name, span }) => at(name, span.from));
    if (!/^(?:export|local|readonly|declare)$/.test(first.text)) return [];
    return rest.flatMap(({ text, span }) => {
      const name = /^([A-Za-z_]\w*)=/.exec(text)?.[1];
      return name ? [at(name, span.from)] : [];
    });
  });

/** Names that a shell line assigns, reads or loops over. */
const assignedIn = (commands: readonly ShellCommand[]): ReadonlySet<string> => {
  const out = new Set<string>();
  for (const { words, assignments } of commands) {
    const [first] = words;
    if (!first) for (const { name } of assignments) out.add(name);
    if (first && /^(?:export|local|readonly|declare|read|for)$/.test(first.text))
      for (const { text } of words.slice(1)) out.add(text.replace(/=.*$/s, ''));
  }
  return out;
};
