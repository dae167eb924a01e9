import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const mayBe = /(?:^|\/)[^/]*haproxy[^/]*\.(?:cfg|conf)(?:\.\w+)?$/i;

/** The configuration of HAProxy, by name and by its sections. */
export const haproxy: Language<'haproxy'> = {
  kind: 'haproxy',
  commentSign: '#',
  mayClaim: (path) => mayBe.test(path),
  claims: (path, head) => mayBe.test(path) && /^\s*(?:global|defaults|frontend\s|backend\s|listen\s)/m.test(head),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text),
};
