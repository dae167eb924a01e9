// Questions in the terminal.
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { briefOf, type Planned } from '../scaffold/plan.ts';
import type { Question } from '../scaffold/questions.ts';
import { type Io, Unable } from './io.ts';
import { paintFor } from './reporters/colour.ts';
import { diff } from './reporters/diff.ts';

/** The lines of standard input, one after the other. */
export const linesFrom = (io: Io): AsyncIterator<string> => createInterface({ input: Readable.from(io.stdin) })[Symbol.asyncIterator]();

/** The next line, without what surrounds it. Whoever ends the input has not agreed to anything: that is told, and ends the command. */
const lineFrom = async (io: Io, lines: AsyncIterator<string>): Promise<string> => {
  const next = await lines.next();
  if (!next.done) return next.value.trim();
  io.stderr.write('\n');
  throw new Unable('the input ended before everything was answered; nothing was written');
};

/** Shows what would become of each file and waits for a word; false when nothing shall be written. */
export const agreed = async (io: Io, lines: AsyncIterator<string>, files: readonly Planned[]): Promise<boolean> => {
  const changing = files.filter(({ state }) => state !== 'same');
  if (changing.length === 0) return true;
  const width = Math.max(...changing.map(({ path }) => path.length));
  io.stderr.write(`\n${changing.map((file) => `  ${file.path.padEnd(width)}  ${briefOf(file)}\n`).join('')}`);
  for (;;) {
    io.stderr.write('Enter writes them, d shows every line, q leaves everything as it is: ');
    const word = (await lineFrom(io, lines)).toLowerCase();
    if (word === '' || word === 'y' || word === 'yes') return true;
    if (word === 'q' || word === 'n' || word === 'no' || word === 'quit') return false;
    if (word === 'd') for (const { path, before, after } of changing) io.stdout.write(diff(path, before ?? '', after, paintFor(io)));
  }
};

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
    const numbers = (await lineFrom(io, lines)).split(/[\s,]+/).filter((word) => word !== '');
    if (numbers.length === 0) return many ? [] : [detected];
    const chosen = numbers.map((number) => choices[Number(number) - 1]?.value);
    if (chosen.every((one) => one !== undefined) && (many || chosen.length === 1)) return chosen as string[];
    io.stderr.write(`Write ${many ? 'numbers' : 'a number'} from 1 to ${choices.length}.\n`);
  }
};
