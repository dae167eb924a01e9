import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const unit = /\.service$/i;

/** systemd services, by their ending and their section. */
export const systemd: Language<'systemd'> = {
  kind: 'systemd',
  commentSign: '#',
  mayClaim: (path) => unit.test(path),
  claims: (path, head) => unit.test(path) && /^\s*\[(?:Unit|Service|Install)\]/m.test(head),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text, '#;'),
};
