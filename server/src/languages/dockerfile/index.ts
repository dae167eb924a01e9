import type { Language } from '../language.ts';
import { memo } from '../memo.ts';
import { comments, holds } from './comments.ts';
import { cursor } from './cursor.ts';
import { facts } from './facts.ts';
import { folds, outline } from './outline.ts';
import { parse } from './parse.ts';

/** `Dockerfile`, `Dockerfile.prod`, `Dockerfile-dev`, `prod.Dockerfile`, `web-dockerfile`, `Containerfile`, in any case. */
const named = /(?:^|\/)(?:(?:Docker|Container)file(?:[._-][^/]*)?|[^/]+[._-](?:Docker|Container)file)$/i;
/** What begins like one and is something else. */
const other =
  /\.(?:dockerignore|containerignore|md|rst|adoc|txt|html?|ya?ml|json|toml|py|go|rs|rb|php|java|cs|[cm]?[jt]sx?|sh|lock|orig|rej|bak|swp|svg|png)$|~$/i;

/** Dockerfiles, by name. */
export const dockerfile: Language<'dockerfile'> = {
  kind: 'dockerfile',
  commentSign: '#',
  mayClaim: (path) => named.test(path) && !other.test(path),
  claims: (path) => named.test(path) && !other.test(path),
  parse,
  facts: memo(facts),
  cursor,
  outline,
  folds,
  comments,
  holds,
};
