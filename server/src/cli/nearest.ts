import { nearest } from '../text/distance.ts';

/** The end of a sentence about an unknown word: `; did you mean …?`, or nothing. */
export const suggestion = (word: string, words: Iterable<string>, prefix = ''): string => {
  const meant = nearest(word, words, Math.max(1, Math.floor(word.length / 3)));
  return meant === undefined ? '' : `; did you mean \`${prefix}${meant}\`?`;
};
