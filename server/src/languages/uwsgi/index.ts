import type { Language } from '../language.ts';
import { memo } from '../memo.ts';
import { comments, holds } from './comments.ts';
import { cursor } from './cursor.ts';
import { facts } from './facts.ts';
import { folds, outline } from './outline.ts';
import { parse } from './parse.ts';

const named = /(?:^|\/)(?:uwsgi\.ini|[^/]*uwsgi[^/]*\.ini)$/i;
const header = /^\s*\[uwsgi\]/m;

/** uWSGI configuration in ini form: by name, or any `.ini`, `.conf` or `.cfg` that has a `[uwsgi]` section near its top. */
export const uwsgi: Language<'uwsgi'> = {
  kind: 'uwsgi',
  commentSign: '#',
  mayClaim: (path) => /\.(?:ini|conf|cfg)(?:\.(?:template|tmpl|tpl|in|j2|dist|example|sample))?$/i.test(path) || named.test(path),
  claims: (path, head) => named.test(path) || (uwsgi.mayClaim(path) && header.test(head)),
  parse,
  facts: memo(facts),
  cursor,
  outline,
  folds,
  comments,
  holds,
};
