// A person at the keyboard: lines typed one character at a time at places all over a file, and deleted again.
import type { Sample } from './texts.ts';

/** One incremental change, in the protocol's positions. All ASCII, so that a column is a column in every unit. */
export interface Keystroke {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly text: string;
}
export interface Position {
  readonly line: number;
  readonly character: number;
}

const stroke = (line: number, from: number, to: number, text: string): Keystroke => ({
  range: { start: { line, character: from }, end: { line, character: to } },
  text,
});

/**
 * Keystrokes without end. Each line is begun below a line of the file and typed to its end, two slips included that are
 * taken back; then it goes away in one stroke, so that the file stays as long as it was.
 */
export function* keystrokes({ text, typed, places }: Sample): Generator<Keystroke, never> {
  const lines = text.split('\n');
  for (let i = 0; ; i++) {
    const place = places[i % places.length] ?? 0;
    const words = typed[i % typed.length] ?? '';
    const end = lines[place]?.length ?? 0;
    yield stroke(place, end, end, '\n');
    const line = place + 1;
    for (let at = 0; at < words.length; at++) {
      if (at === 4 || at === 9) {
        yield stroke(line, at, at, 'q');
        yield stroke(line, at, at + 1, '');
      }
      yield stroke(line, at, at, words[at] ?? '');
    }
    yield { range: { start: { line: place, character: end }, end: { line, character: words.length } }, text: '' };
  }
}

/** The text after a keystroke, for what has no document of its own. */
export const applied = (text: string, { range: { start, end }, text: typed }: Keystroke): string => {
  const offset = ({ line, character }: Position): number => {
    let at = 0;
    for (let i = 0; i < line; i++) at = text.indexOf('\n', at) + 1;
    return at + character;
  };
  return text.slice(0, offset(start)) + typed + text.slice(offset(end));
};
