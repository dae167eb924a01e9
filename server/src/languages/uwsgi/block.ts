// The words that open and close logic blocks (core/config.c).

/** The words that end a logic block. */
export const closers: ReadonlySet<string> = new Set(['end', 'endif', 'end-if', 'endfor', 'end-for']);
/** The options that open one; all of them are called if… or for…. */
const opener =
  /^(?:for|for-(?:glob|times|readline)|if-(?:not-)?(?:opt|env|reload|hostname|hostname-match|exists|plugin|file|dir)|if-directory|if(?:env|exists|plugin|dir))$/;
export const opensBlock = (name: string): boolean => (name.startsWith('i') || name.startsWith('f')) && opener.test(name);
