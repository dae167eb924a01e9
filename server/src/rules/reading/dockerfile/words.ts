// How words are taken out of a command of a Dockerfile, in the exec form as in a line for the shell.
import type { JsonWord } from '../../../languages/dockerfile/arguments.ts';
import type { Instruction } from '../../../languages/dockerfile/parse.ts';
import { type Edit, replace } from '../../../text/edit.ts';
import type { Span } from '../../../text/span.ts';

const listed = ({ command }: Instruction): readonly JsonWord[] => (command?.form === 'exec' ? command.words : []);

/** Where a run of blanks that ends at an offset begins. */
const back = (text: string, at: number): number => {
  let i = at;
  while (i > 0 && (text[i - 1] === ' ' || text[i - 1] === '\t')) i--;
  return i;
};
const forth = (text: string, at: number): number => {
  let i = at;
  while (text[i] === ' ' || text[i] === '\t') i++;
  return i;
};
/** Behind the line break at an offset; the offset itself when there is none. */
const behindBreak = (text: string, at: number): number => (text.startsWith('\r\n', at) ? at + 2 : text[at] === '\n' ? at + 1 : at);

/** Takes the words in a span out, with the blanks, the comma or the line that they leave behind. */
export const withoutWords = (text: string, instruction: Instruction, { from, to }: Span): Edit => {
  const list = listed(instruction);
  const first = list.findIndex(({ span }) => span.from === from);
  if (first >= 0) {
    const last = list.findLastIndex(({ span }) => span.from < to || span.from === from);
    const [before, after] = [list[first - 1], list[last + 1]];
    const end = list[last]?.quoted.to ?? to;
    if (before) return replace({ from: before.quoted.to, to: end }, '');
    return replace({ from: list[first]?.quoted.from ?? from, to: after?.quoted.from ?? end }, '');
  }
  const start = back(text, from);
  if (start > 0 && text[start - 1] !== '\n') return replace({ from: start, to }, '');
  const end = forth(text, to);
  // Alone on its line, which goes on: the whole line goes.
  if (/[\\`]/.test(text[end] ?? '') && behindBreak(text, forth(text, end + 1)) > forth(text, end + 1))
    return replace({ from: start, to: behindBreak(text, forth(text, end + 1)) }, '');
  if (behindBreak(text, end) === end && end < text.length) return replace({ from, to: end }, '');
  // The last of the command: the sign that continued the line before goes too.
  const sign = back(text, start - (text[start - 2] === '\r' ? 2 : 1));
  return replace({ from: /[\\`]/.test(text[sign - 1] ?? '') ? back(text, sign - 1) : start, to }, '');
};
