// Docker's patterns (github.com/moby/patternmatcher): those of Go's filepath.Match, and `**` for any number of folders.

/** Go's `path.Clean`: the shortest way to write a path with slashes. */
export const cleanPath = (path: string): string => {
  const rooted = path.startsWith('/');
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.length > 0 && out.at(-1) !== '..') out.pop();
    else if (!rooted) out.push(part);
  }
  return `${rooted ? '/' : ''}${out.join('/')}` || '.';
};

const escaped = (sign: string): string => sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

interface Bracket {
  /** What a regular expression says for it. */
  readonly source: string;
  /** Behind the closing bracket. */
  readonly to: number;
}

/** A `[…]` that opens at an offset, by the rules of filepath.Match; nothing when it breaks them. */
const bracketAt = (signs: readonly string[], at: number): Bracket | undefined => {
  let i = at + 1;
  const negated = signs[i] === '^';
  if (negated) i++;
  let source = '';
  const one = (): string | undefined => {
    if (signs[i] === '\\') i++;
    else if (signs[i] === '-' || signs[i] === ']') return undefined;
    return signs[i++];
  };
  while (source === '' || signs[i] !== ']') {
    const low = one();
    if (low === undefined) return undefined;
    let high = low;
    if (signs[i] === '-') {
      i++;
      const read = one();
      if (read === undefined) return undefined;
      high = read;
    }
    const range = (sign: string): string => sign.replace(/[\\\]^-]/, '\\$&');
    // A range that runs backwards matches nothing, and is no mistake.
    if ((low.codePointAt(0) ?? 0) <= (high.codePointAt(0) ?? 0)) source += `${range(low)}-${range(high)}`;
    else source += '\\uffff';
  }
  return { source: `[${negated ? '^' : ''}${source}]`, to: i + 1 };
};

/** The source of a regular expression that matches whole paths as the pattern does; nothing when Docker refuses the pattern. */
const sourceOf = (pattern: string): string | undefined => {
  const signs = [...pattern];
  let out = '';
  for (let i = 0; i < signs.length; ) {
    const sign = signs[i] ?? '';
    if (sign === '*' && signs[i + 1] === '*') {
      i += 2;
      if (signs[i] === '/') i++;
      out += i >= signs.length ? '.*' : '(?:.*/)?';
    } else if (sign === '*') {
      i++;
      out += '[^/]*';
    } else if (sign === '?') {
      i++;
      out += '[^/]';
    } else if (sign === '[') {
      const bracket = bracketAt(signs, i);
      if (!bracket) return undefined;
      out += bracket.source;
      i = bracket.to;
    } else {
      if (sign === '\\') i++;
      const next = signs[i++];
      if (next === undefined) return undefined;
      out += escaped(next);
    }
  }
  return out;
};

/** Whether Docker takes the pattern; one it refuses stops the build. */
export const isPattern = (pattern: string): boolean => sourceOf(pattern) !== undefined;

/** A test of whole paths (relative to the context, with `/`) for a pattern; one that Docker refuses matches nothing. */
export const matcherOf = (pattern: string): ((path: string) => boolean) => {
  const source = sourceOf(pattern);
  if (source === undefined) return () => false;
  if (!/[*?[\\]/.test(pattern)) return (path) => path === pattern;
  // `**foo`, with no slash between, is the end of a path.
  const ending = /^\*\*([^/*?[\\][^*?[\\]*)$/.exec(pattern)?.[1];
  if (ending !== undefined) return (path) => path.endsWith(ending);
  const test = new RegExp(`^${source}$`, 'su');
  return (path) => test.test(path);
};
