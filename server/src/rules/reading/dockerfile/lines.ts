// New lines between the instructions of a Dockerfile.
import type { Instruction } from '../../../languages/dockerfile/parse.ts';
import { type Edit, insert } from '../../../text/edit.ts';
import { lineEndOf } from '../../../text/lines.ts';

/** Adds lines directly below an instruction, with the file's own line end. */
export const linesBelow = (text: string, { span }: Pick<Instruction, 'span'>, ...lines: readonly string[]): Edit => {
  const end = lineEndOf(text);
  const body = lines.join(end);
  return insert(span.to, span.to > 0 && text[span.to - 1] === '\n' ? `${body}${end}` : `${end}${body}`);
};

/** Adds lines directly above an instruction. */
export const linesAbove = (text: string, { keyword }: Pick<Instruction, 'keyword'>, ...lines: readonly string[]): Edit => {
  const end = lineEndOf(text);
  return insert(text.lastIndexOf('\n', keyword.span.from - 1) + 1, lines.map((line) => `${line}${end}`).join(''));
};
