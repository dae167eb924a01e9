// Questions in the terminal.
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import type { Question } from '../scaffold/questions.ts';
import type { Io } from './io.ts';

/** The lines of standard input, one after the other. */
export const linesFrom = (io: Io): AsyncIterator<string> => createInterface({ input: Readable.from(io.stdin) })[Symbol.asyncIterator]();

/** Asks one question until it is answered; gives the values that were chosen. An empty line takes what stands in brackets. */
export const askOne = async (
  io: Io,
  lines: AsyncIterator<string>,
  { title, choices, detected, because, many }: Pick<Question, 'title' | 'choices' | 'detected' | 'because' | 'many'>,
): Promise<readonly string[]> => {
  io.stderr.write(`\n${title}\n`);
  choices.forEach(({ label, brief }, i) => {
    io.stderr.write(`  ${i + 1}  ${label}${brief ? `: ${brief}` : ''}\n`);
  });
  const index = choices.findIndex(({ value }) => value === detected);
  for (;;) {
    io.stderr.write(many ? 'Numbers, or nothing: ' : `Number [${index + 1}${because ? `, ${because}` : ''}]: `);
    const next = await lines.next();
    const numbers = String(next.value ?? '')
      .split(/[\s,]+/)
      .filter((word) => word !== '');
    if (numbers.length === 0) return many ? [] : [detected];
    const chosen = numbers.map((number) => choices[Number(number) - 1]?.value);
    if (chosen.every((one) => one !== undefined) && (many || chosen.length === 1)) return chosen as string[];
    if (next.done) return many ? [] : [detected];
    io.stderr.write(`Write ${many ? 'numbers' : 'a number'} from 1 to ${choices.length}.\n`);
  }
};
