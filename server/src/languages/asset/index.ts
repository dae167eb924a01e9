import type { Comment, Language } from '../language.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

/** Stylesheets and scripts that are collected, as far as they name other files. Read only where settings lead to them. */
export const asset: Language<'asset'> = {
  kind: 'asset',
  commentSign: '/*',
  mayClaim: () => false,
  claims: (path) => /\.(?:css|js)$/.test(path),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: ({ tree: { text } }) =>
    [...text.matchAll(/^[ \t]*\/\*(.*?)\*\/[ \t]*\r?$/gm)].map((match): Comment => {
      const from = match.index + match[0].indexOf('/*');
      const below = match.index + match[0].length + 1;
      const feed = text.indexOf('\n', below);
      return {
        span: { from, to: match.index + match[0].trimEnd().length },
        text: (match[1] ?? '').trim(),
        covers: { from: Math.min(below, text.length), to: feed < 0 ? text.length : feed },
      };
    }),
};
