import type { Language } from '../language.ts';
import { memo } from '../memo.ts';
import { cursor } from './cursor.ts';
import { facts } from './facts.ts';
import { comments, folds, outline } from './outline.ts';
import { formatOf, parse } from './parse.ts';

/** Files that list Python distributions, by name: requirements and constraints of pip, pyproject.toml, Pipfile, setup.cfg, lock files. */
export const requirements: Language<'requirements'> = {
  kind: 'requirements',
  commentSign: '#',
  mayClaim: (path) => formatOf(path) !== undefined,
  claims: (path) => formatOf(path) !== undefined,
  parse,
  facts: memo(facts),
  cursor,
  outline,
  folds,
  comments,
};
