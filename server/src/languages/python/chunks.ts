// A Python text cut into chunks: the statements of its top level, each with all that belongs to it. A chunk is parsed on its
// own, so an edit costs the chunk it lies in, and what is broken in one chunk does no harm to the next.
import { sameEnds } from '../../text/ends.ts';

/** A chunk that was cut. */
export interface Cut {
  readonly at: number;
  /** Where the next one begins, or the end of the text. */
  readonly to: number;
  /** Whether it closes all its brackets, and no more than it opens. */
  readonly whole: boolean;
  /** Whether it would end in the same place if brackets were trusted that are not, and the other way round. */
  readonly firm: boolean;
}

/** Lines that go on with the statement above them. */
const goesOn = /(?:elif|else|except|finally)\b/y;
/** Lines at the margin that surely begin a statement: where a bracket was never closed, it ends here. */
const begins =
  /(?:[A-Za-z_][\w.]*(?:\[[^\]\n]*\])*[ \t]*(?::[^=\n]*)?[-+|&]?=(?!=)|(?:import|from|def|class|if|for|while|try|with|return|del|async|raise|assert)\b(?!\s*[=,)])|@[A-Za-z_])/y;
const plain = /[^\n\r\\#'"()[\]{}@]+/y;

/**
 * Cuts a text. Comments and blank lines belong to the chunk before them, a byte order mark to none.
 * Takes time in proportion to the text: once a bracket was found open at the end of the text, brackets are trusted no more.
 */
export const cutChunks = (text: string): readonly Cut[] => recut(text, '', []).cuts;

/** What is left of the chunks of an earlier text, and what stands between them now. */
export interface Recut {
  /** So many chunks at the beginning are as they were. */
  readonly front: number;
  readonly cuts: readonly Cut[];
  /** So many chunks at the end only moved. */
  readonly back: number;
}

/**
 * Cuts a text of which an earlier version was cut: only what an edit may have changed is looked at. Where a chunk ends follows from its
 * own text and the line behind it, as long as brackets are trusted, or are not, as they were before.
 */
export const recut = (text: string, before: string, earlier: readonly Cut[]): Recut => {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const most = earlier.length;
  const { head, tail } = sameEnds(before, text);
  const same = firstOf(earlier, ({ to }) => to > head);
  if (same === most && before.length === text.length && most > 0) return { front: most, cuts: [], back: 0 };
  // Brackets are trusted up to the first chunk that is not whole; what that one is depends on all of the text behind it.
  let doubted = 0;
  while (doubted < most && earlier[doubted]?.whole) doubted++;
  let front = Math.min(Math.max(0, same - 1), doubted);
  // The last line may have gone on.
  if (front > 0 && same === most && !'\r\n'.includes(before.at(-1) ?? '')) front--;
  let from = front > 0 ? (earlier[front - 1] as Cut).to : start;
  const by = text.length - before.length;
  const back = Math.max(
    front,
    firstOf(earlier, ({ at }) => at >= before.length - tail && at + by >= from),
  );
  let firm = most;
  while (firm > back && earlier[firm - 1]?.firm) firm--;
  let balanced = most;
  while (balanced > back && earlier[balanced - 1]?.whole) balanced--;
  const rest = (earlier[balanced]?.at ?? Number.NaN) + by;
  const cuts: Cut[] = [];
  let trusting = true;
  for (let i = back; from < text.length; ) {
    while (i < most && (earlier[i] as Cut).at + by < from) i++;
    const one = earlier[i];
    if (one && one.at + by === from) {
      if (i >= firm || trusting === i <= doubted) return { front, cuts, back: most - i };
      if (one.firm) {
        from = one.to + by;
        cuts.push({ at: one.at + by, to: from, whole: true, firm: true });
        continue;
      }
    }
    let cut = cutFrom(text, from, !trusting, rest);
    if (!cut.whole && trusting) {
      trusting = false;
      cut = cutFrom(text, from, true, rest);
    }
    cuts.push(cut);
    from = cut.to;
  }
  if (front === 0 && cuts.length === 0) cuts.push({ at: start, to: text.length, whole: true, firm: true });
  return { front, cuts, back: 0 };
};

/** The index of the first cut for which something holds that holds for all behind it. */
const firstOf = (cuts: readonly Cut[], holds: (cut: Cut) => boolean): number => {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(cuts[middle] as Cut)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The chunk that begins at an offset. `rest` is where a stretch begins, if there is one, that closes what it opens up to the end of the text. */
const cutFrom = (text: string, start: number, doubting: boolean, rest: number): Cut => {
  let depth = 0;
  let whole = true;
  let firm = true;
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
        begins.lastIndex = at;
        if (begins.test(text)) {
          if (doubting) return { at: start, to: at, whole: false, firm: false };
          firm = false;
        }
        // Nothing behind closes what is open here.
        if (!doubting && at === rest) return { at: start, to: text.length, whole: false, firm: false };
        continue;
      }
      if (decorated) {
        decorated = next === 64;
        continue;
      }
      goesOn.lastIndex = at;
      if (!goesOn.test(text)) return { at: start, to: at, whole, firm: whole && firm };
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
  return { at: start, to: text.length, whole: whole && depth === 0, firm: whole && firm && depth === 0 };
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
