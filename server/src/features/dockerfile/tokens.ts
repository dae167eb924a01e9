// Semantic tokens of a Dockerfile: what a grammar of lines cannot know.
import type { ShellCommand } from '../../commands/command.ts';
import type { JsonWord } from '../../languages/dockerfile/arguments.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { shellLine } from '../../languages/dockerfile/run.ts';
import type { Parsed } from '../../languages/language.ts';
import type { Span } from '../../text/span.ts';
import type { Token } from '../tokens.ts';
import { commandsOf, namesOf } from './names.ts';

/** The tokens of a file in any order; where two overlap, the first one counts. */
export const dockerfileTokens = (parsed: Parsed<'dockerfile'>): readonly Token[] => {
  const out: Token[] = [];
  const add = (span: Span, type: Token['type']) => out.push({ span, type });
  for (const { kind, places } of namesOf(parsed))
    for (const { span } of places) add(span, kind === 'stage' ? 'class' : kind === 'heredoc' ? 'macro' : 'variable');
  const commands = commandsOf(parsed);
  for (const node of parsed.tree.nodes) {
    if (node.is === 'directive') add(node.nameSpan, 'macro');
    if (node.is !== 'instruction') continue;
    inInstruction(node, commands.get(node) ?? [], add);
    if (node.trigger) inInstruction(node.trigger, commands.get(node.trigger) ?? [], add);
    for (const gap of node.gaps) if (gap.is === 'comment') add(gap.body, 'comment');
  }
  return out;
};

type Add = (span: Span, type: Token['type']) => void;

const inInstruction = (instruction: Instruction, commands: readonly ShellCommand[], add: Add): void => {
  const { keyword, name, words, flags, command, trigger } = instruction;
  add(keyword.span, 'keyword');
  if (trigger) return;
  if (name === 'FROM' && words[1]?.text.toLowerCase() === 'as') add(words[1].span, 'keyword');
  if (name === 'HEALTHCHECK' && words[0] && /^(?:cmd|none)$/i.test(words[0].text)) add(words[0].span, 'keyword');
  for (const { nameSpan } of flags) add(nameSpan, 'parameter');
  if (!command || name === 'SHELL') return;
  if (command.form === 'exec' && !shellLine(command.words)) inList(command.words, add);
  else inCommands(commands, add);
};

const inList = (words: readonly JsonWord[], add: Add): void => {
  for (const [i, { text, span }] of words.entries()) {
    if (i === 0) add(span, 'function');
    else if (text.startsWith('-')) add(optionIn(text, span), 'parameter');
  }
};

/** An option up to its equals sign. */
const optionIn = (text: string, span: Span): Span => {
  const equals = text.indexOf('=');
  return equals > 0 && span.to - span.from >= text.length ? { from: span.from, to: span.from + equals } : span;
};

const inCommands = (commands: readonly ShellCommand[], add: Add): void => {
  for (const { words, assignments } of commands) {
    for (const { name, span } of assignments) add({ from: span.from, to: span.from + name.length }, 'variable');
    for (const [i, { text, parts, literal }] of words.entries()) {
      for (const part of parts) if (part.is === 'substitution') inCommands(part.commands, add);
      const [first] = parts;
      if (first?.is !== 'text' || first.quoted) continue;
      if (i === 0 && literal) add(first.span, 'function');
      else if (i > 0 && text.startsWith('-') && text.length > 1) add(optionIn(first.text, first.span), 'parameter');
    }
  }
};
