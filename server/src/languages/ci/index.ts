import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const github = /(?:^|\/)\.(?:github|gitea|forgejo)\/(?:workflows|actions)\/(?:[^/]+\/)*[^/]+\.ya?ml$/i;
const gitlab = /(?:^|\/)(?:[^/]*\.?gitlab-ci[^/]*|\.gitlab\/(?:[^/]+\/)*[^/]+)\.ya?ml$/i;

/** Workflows of GitHub and GitLab, as far as they build images, by their place. */
export const ci: Language<'ci'> = {
  kind: 'ci',
  commentSign: '#',
  mayClaim: (path) => github.test(path) || gitlab.test(path),
  claims: (path) => github.test(path) || gitlab.test(path),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text),
};
