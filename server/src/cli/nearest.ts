import { distance } from '../text/distance.ts';

/** The word of a list that a misspelt one most likely meant; nothing when none is close. */
const nearest = (word: string, words: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let most = Math.max(1, Math.floor(word.length / 3));
  for (const candidate of words) {
    const slips = distance(word, candidate, most);
    if (slips > most) continue;
    best = candidate;
    most = slips - 1;
  }
  return best;
};

/** The end of a sentence about an unknown word: `; did you mean …?`, or nothing. */
export const suggestion = (word: string, words: Iterable<string>, prefix = ''): string => {
  const meant = nearest(word, words);
  return meant === undefined ? '' : `; did you mean \`${prefix}${meant}\`?`;
};
