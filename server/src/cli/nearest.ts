/** The word of a list that a misspelt one most likely meant; nothing when none is close. */
export const nearest = (word: string, words: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    const distance = distanceBetween(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
};

/** How many letters must be put in, taken out, changed or swapped with their neighbour. */
const distanceBetween = (a: string, b: string): number => {
  let twoUp: number[] = [];
  let up = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((up[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (up[j - 1] ?? 0) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (twoUp[j - 2] ?? 0) + 1);
      row.push(least);
    }
    twoUp = up;
    up = row;
  }
  return up[b.length] ?? 0;
};

/** The end of a sentence about an unknown word: `; did you mean …?`, or nothing. */
export const suggestion = (word: string, words: Iterable<string>, prefix = ''): string => {
  const meant = nearest(word, words);
  return meant === undefined ? '' : `; did you mean \`${prefix}${meant}\`?`;
};
