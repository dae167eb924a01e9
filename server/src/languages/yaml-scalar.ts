// The way from the text of a YAML scalar back to the file: quotes, escapes, blocks and folded lines.
import { type Spliced, type Stretch, unspliced } from '../commands/spliced.ts';
import type { Span } from '../text/span.ts';

/** How many characters an escape of a double-quoted scalar takes, by the letter behind the backslash. */
const escapeLength: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Lays the text of a scalar beside its source. Both walk forward together; what the source has besides is layout. */
export const scalarText = (file: string, span: Span, text: string, type: string): Spliced => {
  const quoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? 1 : 0;
  const first = span.from + quoted;
  if (file.startsWith(text, first) && type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return unspliced(text, first);
  // The header of a block (`|-`, `>2 # note`) is a line of its own.
  let from = first;
  if (quoted === 0 && (file[first] === '|' || file[first] === '>')) {
    const feed = file.indexOf('\n', first);
    from = feed < 0 ? span.to : feed + 1;
  }
  const stretches: Stretch[] = [];
  let at = from;
  const put = (i: number, place: number, width?: number) => {
    const last = stretches.at(-1);
    if (width === undefined && last && last.width === undefined && last.from + i - last.at === place) return;
    stretches.push(width === undefined ? { at: i, from: place } : { at: i, from: place, width });
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    const here = file[at] ?? '';
    if (type === 'QUOTE_DOUBLE' && here === '\\') {
      const next = file[at + 1] ?? '';
      if (next === '\n' || next === '\r') {
        // A backslash at the end of a line joins it to the next one, whose indentation does not count.
        at += next === '\r' ? 3 : 2;
        while (file[at] === ' ' || file[at] === '\t') at++;
        i--;
        continue;
      }
      const width = escapeLength[next] ?? 2;
      put(i, at, width);
      at += width;
      // A character outside the basic plane is two in the text.
      if (next === 'U' && c >= '\ud800' && c <= '\udbff') put(++i, at - width, width);
    } else if (type === 'QUOTE_SINGLE' && here === "'" && c === "'") {
      put(i, at, 2);
      at += 2;
    } else if (here === c && c !== '\n') {
      put(i, at);
      at++;
    } else if (c === ' ' || c === '\n') {
      // A line end, folded or kept, with the indentation of the next line.
      const width = layoutAt(file, at, span.to, c === ' ');
      // The last line end of a block may not be written at all.
      put(i, at, at >= span.to ? 0 : Math.max(1, width));
      at += width;
    } else {
      // Layout that left nothing in the text.
      const width = layoutAt(file, at, span.to, true);
      if (width === 0) {
        put(i, Math.min(at, file.length));
        at++;
      } else {
        at += width;
        i--;
      }
    }
  }
  return { text, stretches: stretches.length > 0 ? stretches : [{ at: 0, from }] };
};

/** The length of a line end and the blanks after it (and before it, for folded lines); of more than one when it is folded. */
const layoutAt = (file: string, from: number, end: number, folded: boolean): number => {
  let at = from;
  while (at < end && (file[at] === ' ' || file[at] === '\t')) at++;
  if (file[at] === '\r') at++;
  if (file[at] !== '\n') return folded ? at - from : 0;
  at++;
  while (at < end && (file[at] === ' ' || file[at] === '\t')) at++;
  return at - from;
};
