// Splits a line into words where no shell reads it: Compose, Kubernetes tools and supervisord do it like Python's shlex.
import type { Span } from '../text/span.ts';
import { placeIn, type Spliced, type Stretch, spanIn } from './spliced.ts';

/** A word and where its text stands; `from` and `to` are its place in the line that was split. */
export interface LineWord {
  readonly text: string;
  readonly source: Spliced;
  readonly from: number;
  readonly to: number;
  readonly span: Span;
}

const blank = (c: string | undefined): boolean => c === ' ' || c === '\t' || c === '\n' || c === '\r';

/** The words of a line: blanks part them, quotes join them, a backslash takes the next character as it is. */
export const splitWords = (line: Spliced): readonly LineWord[] => {
  const { text } = line;
  const out: LineWord[] = [];
  for (let i = 0; i < text.length; ) {
    if (blank(text[i])) {
      i++;
      continue;
    }
    const from = i;
    let word = '';
    const stretches: Stretch[] = [];
    const put = (at: number) => {
      const place = placeIn(line, at);
      const last = stretches.at(-1);
      if (!last || last.from + word.length - last.at !== place) stretches.push({ at: word.length, from: place });
      word += text[at] ?? '';
    };
    let quote = '';
    for (; i < text.length; i++) {
      const c = text[i] ?? '';
      if (quote === '' && blank(c)) break;
      if (c === quote) quote = '';
      else if (quote === '' && (c === '"' || c === "'")) quote = c;
      else if (c === '\\' && quote !== "'" && i + 1 < text.length && (quote === '' || /["\\]/.test(text[i + 1] ?? ''))) put(++i);
      else put(i);
    }
    const source = { text: word, stretches: stretches.length > 0 ? stretches : [{ at: 0, from: placeIn(line, from) }] };
    out.push({ text: word, source, from, to: i, span: spanIn(line, from, i) });
  }
  return out;
};
