// Python's string literals, decoded.

/** A literal taken apart: its prefix in lower case, and where its content lies. */
export interface Literal {
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
}

/** Takes the literal between two offsets apart; nothing when it is not closed. */
export const literalAt = (text: string, from: number, to: number): Literal | undefined => {
  const opening = /^([A-Za-z]{0,2})("""|'''|"|')/.exec(text.slice(from, Math.min(to, from + 5)));
  const [, prefix = '', quote = ''] = opening ?? [];
  const inner = { prefix: prefix.toLowerCase(), from: from + prefix.length + quote.length, to: to - quote.length };
  return opening && inner.to >= inner.from && text.startsWith(quote, inner.to) ? inner : undefined;
};

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

const escaped = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}|([\s\S]))/g;

/**
 * The text of a literal's content. Line ends become `\n`, as Python reads its files. Nothing when it holds what Python refuses
 * or what takes a table we do not have (`\N{…}`).
 */
export const decodeString = (content: string, prefix: string): string | undefined => {
  const lines = content.includes('\r') ? content.replaceAll(/\r\n?/g, '\n') : content;
  if (!lines.includes('\\') || prefix.includes('r')) return lines;
  const bytes = prefix.includes('b');
  let failed = false;
  const out = lines.replace(escaped, (all, octal?: string, two?: string, four?: string, eight?: string, named?: string, one?: string) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    if (two !== undefined) return String.fromCodePoint(Number.parseInt(two, 16));
    if (bytes && (four !== undefined || eight !== undefined || named !== undefined)) return all;
    const code = four ?? eight;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      if (point > 0x10ffff) failed = true;
      else return String.fromCodePoint(point);
    }
    if (named !== undefined || one === 'x' || (!bytes && (one === 'u' || one === 'U' || one === 'N'))) failed = true;
    return one === undefined ? '' : (escapes[one] ?? all);
  });
  return failed ? undefined : out;
};
