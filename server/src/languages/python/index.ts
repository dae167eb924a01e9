import type { Language } from '../language.ts';
import { memo } from '../memo.ts';
import { comments } from './comments.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

/** Names of modules that start an application, configure its server or hold its settings; other modules are read when one of these imports them. */
const telling = /(?:^|\/)(?:[^/]*(?:wsgi|asgi|gunicorn)[^/]*|manage|[^/]*settings[^/]*)\.py$|\/[^/]*settings\/(?:[^/]+\/){0,2}[^/]+\.py$/i;
/** Names of modules whose classes settings name. */
const named = /\/(?:middlewares?|storages?|storage_backends|context_processors|finders|apps)\.py$|\/middlewares?\/[^/]+\.py$/;

/** Python modules, as far as a deployment depends on them. Never reported on for their syntax. */
export const python: Language<'python'> = {
  kind: 'python',
  commentSign: '#',
  mayClaim: (path) => telling.test(path) || named.test(path),
  claims: (path) => path.endsWith('.py'),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments,
};
