import type { Language } from '../language.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const named = /(?:^|\/)package\.json$/;

/** package.json, as far as a build of static files depends on it. */
export const npm: Language<'npm'> = {
  kind: 'npm',
  commentSign: '//',
  mayClaim: (path) => named.test(path),
  claims: (path) => named.test(path),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  // JSON has none.
  comments: () => [],
};
