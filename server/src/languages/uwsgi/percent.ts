// The first pass of uWSGI over its file: every `%` eats the sign behind it (core/utils.c, magic_sub).
import type { Span } from '../../text/span.ts';

/**
 * What a stretch of text becomes. `magic` is a variable such as `%d`. Text whose `escape` is set was written with a `%`:
 * `%%` gives one sign, `%(` stays, and `%` before a sign that is no variable gives nothing, not even that sign.
 */
export type Piece =
  | { readonly is: 'text'; readonly text: string; readonly span: Span; readonly escape: boolean }
  | { readonly is: 'magic'; readonly letter: string; readonly span: Span };

/** The letters that stand for something, from core/uwsgi.c (`magic_table`). */
export const magicLetters = 'oObBpPjJiIsSdDcCeEnN0123456789xXvhtTVk[uUgG';
// %b has no upper-case twin: only the letters of the file itself do.
const isMagic = (letter: string): boolean => letter !== 'B' && magicLetters.includes(letter);

/** Splits a span of the text into what is read literally and what `%` turns it into. The pieces cover the span. */
export const pieces = (text: string, { from, to }: Span): readonly Piece[] => {
  const out: Piece[] = [];
  let done = from;
  const flush = (until: number) => {
    if (until > done) out.push({ is: 'text', text: text.slice(done, until), span: { from: done, to: until }, escape: false });
  };
  for (let at = text.indexOf('%', from); at >= 0 && at < to; at = text.indexOf('%', done)) {
    flush(at);
    const code = text.codePointAt(at + 1);
    const letter = code === undefined ? '' : String.fromCodePoint(code);
    const span = { from: at, to: Math.min(at + 1 + letter.length, to) };
    done = span.to;
    if (letter === '') {
      // uWSGI ends the text with a zero byte, and a last `%` eats that.
      out.push({ is: 'text', text: '', span, escape: true });
    } else if (letter === '%') {
      out.push({ is: 'text', text: '%', span, escape: true });
    } else if (letter === '(') {
      out.push({ is: 'text', text: '%(', span, escape: true });
    } else if (isMagic(letter)) {
      out.push({ is: 'magic', letter, span });
    } else {
      // uWSGI eats one byte. What is left of a longer character is no text any more.
      const rest = code === undefined || code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      out.push({ is: 'text', text: '\ufffd'.repeat(rest), span, escape: true });
    }
  }
  flush(to);
  return out;
};

/** The text after the `%` pass, with the value of each variable from `value`; `undefined` keeps it as written. */
export const readPercent = (text: string, span: Span, value: (letter: string) => string | undefined): string => {
  const at = text.indexOf('%', span.from);
  if (at < 0 || at >= span.to) return text.slice(span.from, span.to);
  return pieces(text, span)
    .map((piece) => (piece.is === 'text' ? piece.text : (value(piece.letter) ?? `%${piece.letter}`)))
    .join('');
};
