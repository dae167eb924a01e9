// Words of a shell line as unbash reads them, with what rules ask of them: what is text, what is decided at run time, where it stands.
import type { Assignment, ParsedScript, TestCommand, TestExpression, Word, WordPart } from 'unbash';
import type { Span } from '../text/span.ts';
import type { ShellCommand, ShellPart, ShellWord } from './command.ts';

/** Where offsets of the parsed text stand in the file. */
export type Place = (from: number, to: number) => Span;

/** Reads the commands of a substitution, which stands between two offsets. */
export type ReadInner = (
  script: ParsedScript | undefined,
  around: { readonly pos: number; readonly end: number },
) => readonly ShellCommand[];

/** A word without anything special in it. */
export const plainWord = (text: string, quoted: boolean, span: Span): ShellWord => ({
  parts: [{ is: 'text', text, span, quoted }],
  text,
  literal: true,
  span,
});

export const wordOf = (node: Word, source: string, place: Place, inner: ReadInner): ShellWord => {
  const span = place(node.pos, node.end);
  if (!node.parts) return plainWord(node.value, node.value !== source.slice(node.pos, node.end), span);
  const out: Draft = { parts: [], text: '' };
  for (const part of node.parts) add(out, part, false, source, place, inner);
  return made(out, span);
};

/** The parts of a word so far, and its text. */
interface Draft {
  readonly parts: ShellPart[];
  text: string;
}

const made = ({ parts, text }: Draft, span: Span): ShellWord => ({ parts, text, literal: parts.every((part) => part.is === 'text'), span });

const put = (out: Draft, part: ShellPart, text: string): void => {
  out.parts.push(part);
  out.text += text;
};

const add = (out: Draft, part: WordPart, quoted: boolean, source: string, place: Place, inner: ReadInner): void => {
  const span = place(part.pos, part.end);
  switch (part.type) {
    case 'DoubleQuoted':
    case 'LocaleString':
      for (const child of part.parts) add(out, child, true, source, place, inner);
      if (part.parts.length === 0) put(out, { is: 'text', text: '', span, quoted: true }, '');
      return;
    case 'SimpleExpansion':
      put(out, { is: 'variable', name: part.text.slice(1), modifier: '', span, quoted }, part.text);
      return;
    case 'ParameterExpansion': {
      const close = source[part.end - 1] === '}' ? part.end - 1 : part.end;
      const rest = source.slice(part.parameterEnd, Math.max(part.parameterEnd, close));
      // `${#A}` and `${!A}` are not the value of A: what stands in front of the name makes them so.
      const modifier = `${part.prefix ?? ''}${rest}`;
      put(out, { is: 'variable', name: part.parameter, modifier, span, quoted }, modifier === '' ? `$${part.parameter}` : part.text);
      return;
    }
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      put(out, { is: 'substitution', commands: inner(part.script, part), span, quoted }, '$(…)');
      return;
    case 'ArithmeticExpansion':
      put(out, { is: 'substitution', commands: [], span, quoted }, '$(…)');
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      put(out, { is: 'text', text: part.value, span: within(part, source, place), quoted: true }, part.value);
      return;
    case 'Literal':
    case 'Glob':
      put(out, { is: 'text', text: part.value, span, quoted: quoted || part.value !== part.text }, part.value);
      return;
    case 'BraceExpansion':
    case 'ExtendedGlob':
      if (part.parts) for (const child of part.parts) add(out, child, quoted, source, place, inner);
      else put(out, { is: 'text', text: part.text, span, quoted }, part.text);
      return;
  }
};

/** Between the quotes. */
const within = ({ pos, end }: { readonly pos: number; readonly end: number }, source: string, place: Place): Span => {
  const open = source[pos] === '$' ? 2 : 1;
  const close = end - pos > open && source[end - 1] === "'" ? end - 1 : end;
  return place(Math.min(pos + open, close), close);
};

/** What stands behind the equals sign of an assignment; a list counts as decided at run time. */
export const assignedValue = ({ value, end }: Assignment, source: string, place: Place, inner: ReadInner): ShellWord => {
  if (value.type === 'Word') return wordOf(value, source, place, inner);
  const span = place(value.pos, Math.max(value.pos, end));
  return made({ parts: [{ is: 'substitution', commands: [], span, quoted: false }], text: '$(…)' }, span);
};

/** An assignment that is an argument: `export A=1`. */
export const assignmentWord = (node: Assignment, source: string, place: Place, inner: ReadInner): ShellWord => {
  const value = assignedValue(node, source, place, inner);
  const from = node.value.pos;
  const name = source.slice(node.pos, from);
  const head: ShellPart = { is: 'text', text: name, span: place(node.pos, from), quoted: false };
  const span = place(node.pos, node.end);
  const [only] = value.parts;
  if (value.literal && only?.is === 'text' && value.parts.length === 1 && !only.quoted) return plainWord(name + only.text, false, span);
  return made({ parts: [head, ...value.parts], text: name + value.text }, span);
};

const operatorWord = (operator: string, source: string, from: number, place: Place): ShellWord => {
  const at = Math.max(from, source.indexOf(operator, from));
  return plainWord(operator, false, place(at, at + operator.length));
};

/** The words of `[[ … ]]`, brackets and operators included. */
export const testWords = ({ expression, pos, end }: TestCommand, source: string, place: Place, inner: ReadInner): readonly ShellWord[] => {
  const out: ShellWord[] = [plainWord('[[', false, place(pos, Math.min(end, pos + 2)))];
  const visit = (one: TestExpression): void => {
    switch (one.type) {
      case 'TestUnary':
        // `[[ $A ]]` stands for `[[ -n $A ]]`.
        if (source.startsWith(one.operator, one.pos)) out.push(operatorWord(one.operator, source, one.pos, place));
        out.push(wordOf(one.operand, source, place, inner));
        return;
      case 'TestBinary':
        out.push(wordOf(one.left, source, place, inner));
        out.push(operatorWord(one.operator, source, one.left.end, place));
        out.push(wordOf(one.right, source, place, inner));
        return;
      case 'TestLogical':
        for (const operand of one.operands) visit(operand);
        return;
      case 'TestNot':
        for (const { pos: at } of one.negations) out.push(plainWord('!', false, place(at, at + 1)));
        visit(one.operand);
        return;
      case 'TestGroup':
        visit(one.expression);
        return;
    }
  };
  visit(expression);
  if (source.startsWith(']]', end - 2)) out.push(plainWord(']]', false, place(end - 2, end)));
  return out;
};
