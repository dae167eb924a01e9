// The names that steer how uWSGI reads its file (core/config.c, core/uwsgi.c).

/** The words that end a logic block. */
export const closers: ReadonlySet<string> = new Set(['end', 'endif', 'end-if', 'endfor', 'end-for']);
/** The options that open one; all of them are called if… or for…. */
const opener =
  /^(?:for|for-(?:glob|times|readline)|if-(?:not-)?(?:opt|env|reload|hostname|hostname-match|exists|plugin|file|dir)|if-directory|if(?:env|exists|plugin|dir))$/;
export const opensBlock = (name: string): boolean => (name.startsWith('i') || name.startsWith('f')) && opener.test(name);

/** The options that name another uwsgi file to read. */
const readers: ReadonlySet<string> = new Set(['include', 'ini', 'inherit', 'config']);

/** What a server is asked about from outside: what it runs, where it listens, how many processes it has, which files it serves. */
export const outward = [
  'chdir',
  'module',
  'wsgi',
  'wsgi-file',
  'file',
  'processes',
  'workers',
  'http',
  'http-socket',
  'https',
  'https-socket',
  'socket',
  'uwsgi-socket',
  'static-map',
  'static-map2',
  'reload-on-rss',
] as const;
const asked: ReadonlySet<string> = new Set(outward);

/**
 * The names that facts are sorted by: what steers the reading of the file, `env`, and what is asked from outside. No release knows
 * `else`.
 */
export type Word = 'opens' | 'closes' | 'else' | 'reads' | 'strict' | 'env' | 'outward';

export const wordOf = (name: string): Word | undefined => {
  if (closers.has(name)) return 'closes';
  if (opensBlock(name)) return 'opens';
  if (readers.has(name)) return 'reads';
  if (name === 'else' || name === 'strict' || name === 'env') return name;
  return asked.has(name) ? 'outward' : undefined;
};
