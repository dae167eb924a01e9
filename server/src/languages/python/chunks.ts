// A Python text cut into chunks: the statements of its top level, each with all that belongs to it. A chunk is parsed on its
// own, so an edit costs the chunk it lies in, and what is broken in one chunk does no harm to the next.

/** Where the next chunk begins, and whether the text closes all its brackets and strings. */
interface Cut {
  readonly to: number;
  readonly whole: boolean;
}

/** Lines that go on with the statement above them. */
const goesOn = /(?:elif|else|except|finally)\b/y;
/** Lines at the margin that surely begin a statement: where a bracket was never closed, it ends here. */
const begins =
  /(?:[A-Za-z_][\w.]*(?:\[[^\]\n]*\])*\s*(?::[^=\n]*)?[-+|&]?=(?!=)|(?:import|from|def|class|if|for|while|try|with|return|del|async|raise|assert)\b(?!\s*[=,)])|@[A-Za-z_])/y;
const plain = /[^\n\r\\#'"()[\]{}@]+/y;

/**
 * The offsets at which chunks begin, the first always 0. Comments and blank lines belong to the chunk before them.
 * Takes time in proportion to the text: once a bracket was found open at the end of the text, brackets are trusted no more.
 */
export const cutChunks = (text: string): readonly number[] => {
  const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
  let trusting = true;
  for (let from = starts[0] as number; from < text.length; ) {
    let cut = cutFrom(text, from, !trusting);
    if (!cut.whole && trusting) {
      trusting = false;
      cut = cutFrom(text, from, true);
    }
    if (cut.to < text.length) starts.push(cut.to);
    from = cut.to;
  }
  return starts;
};

const cutFrom = (text: string, start: number, doubting: boolean): Cut => {
  let depth = 0;
  let whole = true;
  // Until something is written, the chunk has not begun; decorators need what stands below them.
  let begun = false;
  let decorated = text[start] === '@';
  let at = start;
  while (at < text.length) {
    plain.lastIndex = at;
    const run = plain.exec(text);
    if (run) {
      at = plain.lastIndex;
      if (!begun && /\S/.test(run[0])) begun = true;
    }
    const c = text[at];
    if (c === undefined) break;
    if (c === '\n' || c === '\r') {
      at += c === '\r' && text[at + 1] === '\n' ? 2 : 1;
      const next = text.charCodeAt(at);
      // Blank, comment or indented lines end nothing.
      if (Number.isNaN(next) || next === 32 || next === 9 || next === 10 || next === 13 || next === 35 || next === 12) continue;
      if (!begun) {
        decorated = next === 64;
        continue;
      }
      if (depth > 0) {
        if (!doubting) continue;
        begins.lastIndex = at;
        if (begins.test(text)) return { to: at, whole: false };
        continue;
      }
      if (decorated) {
        decorated = next === 64;
        continue;
      }
      goesOn.lastIndex = at;
      if (!goesOn.test(text)) return { to: at, whole };
      continue;
    }
    begun = begun || c !== '#';
    if (c === '#') {
      const feed = text.slice(at).search(/[\r\n]/);
      at = feed < 0 ? text.length : at + feed;
    } else if (c === '"' || c === "'") at = endOfString(text, at);
    else if (c === '\\') at += text.startsWith('\r\n', at + 1) ? 3 : 2;
    else {
      if (c === '(' || c === '[' || c === '{') depth++;
      else if (c !== '@') {
        if (depth === 0) whole = false;
        else depth--;
      }
      at++;
    }
  }
  return { to: text.length, whole: whole && depth === 0 };
};

/** The offset behind a string that begins with a quote; one that is not closed ends with its line, or with the text. */
const endOfString = (text: string, at: number): number => {
  const quote = text[at] as string;
  const triple = text.startsWith(quote.repeat(3), at);
  const end = triple ? quote.repeat(3) : quote;
  for (let i = at + end.length; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === quote && text.startsWith(end, i)) return i + end.length;
    else if (!triple && (c === '\n' || c === '\r')) return i;
  }
  return text.length;
};
