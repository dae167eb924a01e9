// The lines of a requirements file, as pip joins and reads them (pip/_internal/req/req_file.py).
import { type Spliced, type Stretch, sliceOf, spanIn, unspliced } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';

/** A logical line. `span` is its physical lines with their line ends, `body` its text without comment and outer blanks. */
export interface RequirementLine {
  readonly is: 'blank' | 'comment' | 'option' | 'requirement';
  readonly span: Span;
  readonly body: Spliced;
  readonly bodySpan: Span;
  /** The comment at its end, or the whole line when it is one. */
  readonly comment: Span | undefined;
}

/** Splits a text into logical lines; their spans cover the text without a gap. */
export const readLines = (text: string): readonly RequirementLine[] => {
  const out: RequirementLine[] = [];
  for (let from = 0; from < text.length; ) {
    const stretches: Stretch[] = [];
    let joined = '';
    let at = from;
    while (true) {
      const feed = text.indexOf('\n', at);
      const to = feed < 0 ? text.length : feed + 1;
      let end = feed < 0 ? text.length : feed;
      if (end > at && text[end - 1] === '\r') end--;
      const start = at === 0 && text.charCodeAt(0) === 0xfeff ? 1 : at;
      const piece = text.slice(start, end);
      const continues = piece.endsWith('\\') && !/^\s*#/.test(piece);
      stretches.push({ at: joined.length, from: start });
      joined += continues ? piece.slice(0, -1) : piece;
      at = to;
      if (!continues || at >= text.length) break;
    }
    out.push(
      lineOf(stretches.length === 1 ? unspliced(joined, stretches[0]?.from ?? from) : { text: joined, stretches }, { from, to: at }),
    );
    from = at;
  }
  return out;
};

const lineOf = (line: Spliced, span: Span): RequirementLine => {
  const { text } = line;
  const sign = /(?:^|\s)#/.exec(text);
  const signAt = sign ? sign.index + sign[0].length - 1 : -1;
  const commentTo = text.trimEnd().length;
  const comment = signAt < 0 ? undefined : spanIn(line, signAt, Math.max(signAt + 1, commentTo));
  const before = signAt < 0 ? text : text.slice(0, signAt);
  const from = before.length - before.trimStart().length;
  const to = Math.max(from, before.trimEnd().length);
  const body = sliceOf(line, from, to);
  const is = from < to ? (body.text.startsWith('-') ? 'option' : 'requirement') : comment ? 'comment' : 'blank';
  return { is, span, body, bodySpan: spanIn(line, from, to), comment };
};
