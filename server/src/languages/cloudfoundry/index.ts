import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const mayBe = /(?:^|\/)(?:[^/]*manifest[^/]*|manifests\/(?:[^/]+\/)*[^/]+)\.ya?ml$/i;

/** Manifests of Cloud Foundry: a list of applications, and none of the marks of Kubernetes. */
export const cloudfoundry: Language<'cloudfoundry'> = {
  kind: 'cloudfoundry',
  commentSign: '#',
  mayClaim: (path) => mayBe.test(path),
  claims: (path, head) => mayBe.test(path) && /^applications:\s*(?:#.*)?$/m.test(head) && !/^(?:apiVersion|kind)\s*:/m.test(head),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text),
};
