import type { Language } from '../language.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const named = /(?:^|\/)(?:[^/]*(?:wsgi|asgi)[^/]*|manage)\.py$/i;

/** Python modules that start an application: read for what they define, never reported on for their syntax. */
export const python: Language<'python'> = {
  kind: 'python',
  commentSign: '#',
  mayClaim: (path) => named.test(path),
  claims: (path) => named.test(path),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: () => [],
};
