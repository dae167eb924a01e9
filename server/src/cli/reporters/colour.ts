import type { Io } from '../io.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'cyan' | 'green';

/** Dresses a text for the terminal, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

const codes: { readonly [S in Style]: number } = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 };

export const bare: Paint = (_, text) => text;
const coloured: Paint = (style, text) => (text === '' ? '' : `\u001b[${codes[style]}m${text}\u001b[0m`);

/**
 * Colour only where somebody looks: on a terminal that is not `dumb`. `NO_COLOR` with any text forbids it, and it has the
 * last word; `FORCE_COLOR` asks for it in a pipe (`0` or `false` forbid).
 */
export const paintFor = ({ env, isTTY }: Pick<Io, 'env' | 'isTTY'>): Paint => {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: terminal } = env;
  if (no) return bare;
  if (force) return force === '0' || force === 'false' ? bare : coloured;
  return isTTY && terminal !== 'dumb' ? coloured : bare;
};
