import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { isKustomizationFile } from './kustomization.ts';
import { parse } from './parse.ts';

const yaml = /\.ya?ml$/i;
/** Below `templates/` lie the manifests of a Helm chart. */
const chart = /(?:^|\/)templates\/(?:[^/]+\/)*[^/]+\.ya?ml$/i;
const version = /^(?:- )?apiVersion\s*:/m;
const kind = /^(?:- )?kind\s*:/m;

/** Kubernetes manifests, by what is in them: every object says its kind. */
export const kubernetes: Language<'kubernetes'> = {
  kind: 'kubernetes',
  commentSign: '#',
  mayClaim: (path) => yaml.test(path),
  claims(path, head) {
    if (!yaml.test(path)) return false;
    if (isKustomizationFile(path)) return true;
    return (version.test(head) && kind.test(head)) || (chart.test(path) && head.includes('{{') && (version.test(head) || kind.test(head)));
  },
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  // Editors outline and fold YAML themselves.
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text),
};
