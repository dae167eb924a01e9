import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const named = /(?:^|\/)(?:docker-bake(?:\.[\w-]+)?|[^/]*\bbake)\.(?:hcl|json)$/i;

/** Files for `docker buildx bake`, by name. JSON is read by the same reader: its objects are the blocks of one. */
export const bake: Language<'bake'> = {
  kind: 'bake',
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
