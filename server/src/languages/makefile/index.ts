import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const named = /(?:^|\/)(?:(?:GNU)?[Mm]akefile(?:\.[\w-]+)?|[^/]+\.mk)$/;

/** Makefiles, by name. */
export const makefile: Language<'makefile'> = {
  kind: 'makefile',
  commentSign: '#',
  mayClaim: (path) => named.test(path),
  claims: (path) => named.test(path),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text),
};
