import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

/** `.env`, `.env.prod`, `.env_test`, `web.env`, `docker.env.example`, and the files below `.envs/` and `envs/`. */
const named = /(?:^|\/)(?:\.env(?:[._-][^/]*)?|[^/]*\.env(?:\.[\w-]+)?|\.?envs\/(?:[^/]+\/)*[^/]+)$/i;
const other = /\.(?:py|[cm]?[jt]sx?|sh|rb|go|ya?ml|json|toml|md|rst|html?|d\.ts|enc|gpg)$|(?:^|\/)\.envrc$/i;
const assigns = /^[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*=/m;

/** Files of environment variables, by name. */
export const dotenv: Language<'dotenv'> = {
  kind: 'dotenv',
  commentSign: '#',
  mayClaim: (path) => named.test(path) && !other.test(path),
  claims: (path, head) => named.test(path) && !other.test(path) && (head.trim() === '' || assigns.test(head) || /^\s*#/.test(head)),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text),
};
