// How text looks on a terminal: how many cells it takes, and what must not reach it raw.

/** A piece of a line that is drawn as one: where it stands in the line (UTF-16 offsets), what is drawn, how many cells that takes. */
export interface Glyph {
  readonly from: number;
  readonly to: number;
  readonly drawn: string;
  readonly cells: number;
}

const tab = '    ';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const plain = /^[\x20-\x7e]*$/;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const picture = /\p{Emoji_Presentation}|\uFE0F/u;
// Controls, halves of characters, line separators and the signs that turn the reading direction: they would forge the output.
const dangerous = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** East Asian Width W and F without pictures: pairs of first and last code point. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** A text that may be printed: controls become pictures of themselves, direction signs and broken characters a question mark. */
export const harmless = (text: string): string => (plain.test(text) ? text : text.replace(dangerous, pictured));

const pictured = (sign: string): string => {
  const code = sign.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
};

/** The glyphs of one line, in order and without gaps. */
export const glyphs = (line: string): readonly Glyph[] => {
  if (plain.test(line)) return Array.from(line, (drawn, from) => ({ from, to: from + 1, drawn, cells: 1 }));
  return Array.from(segmenter.segment(line), ({ segment, index }): Glyph => {
    const drawn = segment === '\t' ? tab : harmless(segment);
    return { from: index, to: index + segment.length, drawn, cells: segment === '\t' ? tab.length : cellsOf(drawn) };
  });
};

/** The cells of one grapheme. */
const cellsOf = (grapheme: string): number => {
  if (picture.test(grapheme)) return 2;
  for (const sign of grapheme) {
    if (invisible.test(sign)) continue;
    const code = sign.codePointAt(0) ?? 0;
    return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
  }
  return 0;
};
