/** Three rows of the table of costs, used over and over: a misspelt name is compared with every name there is. */
const rows: [number[], number[], number[]] = [[], [], []];

/**
 * How many typing slips lie between two words: letters left out, added, changed, or two neighbours swapped.
 * Stops counting above `most` and then gives `most + 1`. Takes time in proportion to the length times `most`.
 */
export const distance = (a: string, b: string, most: number): number => {
  const far = most + 1;
  if (Math.abs(a.length - b.length) > most) return far;
  let [before, row, next] = rows;
  for (let j = 0; j <= Math.min(b.length, far); j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    // Cells further from the diagonal than `most` cost more than that.
    const from = Math.max(1, i - most);
    const to = Math.min(b.length, i + most);
    let least = from === 1 ? i : far;
    next[from - 1] = least;
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((row[j] ?? far) + 1, (next[j - 1] ?? far) + 1, (row[j - 1] ?? far) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
        cost = Math.min(cost, (before[j - 2] ?? far) + 1);
      next[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return far;
    next[to + 1] = far;
    [before, row, next] = [row, next, before];
  }
  return Math.min(row[b.length] ?? far, far);
};

/** The word of a list with the fewest slips, at most `most`; the first of several, nothing when none is that close. */
export const nearest = (word: string, words: Iterable<string>, most: number): string | undefined => {
  let best: string | undefined;
  let limit = most;
  for (const candidate of words) {
    const slips = distance(word, candidate, limit);
    if (slips > limit) continue;
    best = candidate;
    limit = slips - 1;
  }
  return best;
};
