// The names a Python module defines at its top level. Never runs or imports anything.
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';

export interface PythonFacts {
  readonly uri: Uri;
  /** Top-level names and where they are first bound. */
  readonly names: ReadonlyMap<string, Span>;
  /** False when more names may exist than were found: star imports, `globals()`, conditional or dynamic bindings. */
  readonly closed: boolean;
}

const bound = /^(?:async\s+def|def|class)\s+([A-Za-z_]\w*)|^([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)\s*(?::[^=]+)?=(?!=)/;
const imported = /^(?:from\s+\S+\s+import\s+|import\s+)(.+)$/;

/** Tree to facts. Anything indented at the top level (an `if`, a `try`) leaves the list open. */
export const facts = ({ file, tree }: Parsed<'python'>): PythonFacts => {
  const names = new Map<string, Span>();
  let closed = true;
  let at = 0;
  let quote: string | undefined;
  for (const line of tree.text.split('\n')) {
    const from = at;
    at += line.length + 1;
    const inString = quote !== undefined;
    quote = quoteAfter(line, quote);
    if (inString) continue;
    if (/\b(?:globals|setattr|exec)\s*\(|import\s+\*/.test(line)) closed = false;
    if (/^(?:if|try|with|for|while|match)\b/.test(line)) closed = false;
    const name = bound.exec(line);
    const words = name?.[1] ?? name?.[2];
    if (words) {
      for (const word of words.split(',')) add(names, word.trim(), line, from);
      continue;
    }
    const list = imported.exec(line)?.[1];
    if (!list) continue;
    if (list.includes('(') || list.trimEnd().endsWith('\\')) closed = false;
    for (const item of list
      .replace(/#.*$/, '')
      .replaceAll(/[()\\]/g, '')
      .split(',')) {
      const alias = /(?:\bas\s+)?([A-Za-z_]\w*)\s*$/.exec(item.trim())?.[1];
      if (alias) add(names, alias, line, from);
    }
  }
  return { uri: file.uri, names, closed };
};

const add = (names: Map<string, Span>, name: string, line: string, from: number) => {
  const column = line.search(new RegExp(`\\b${name}\\b`));
  if (!names.has(name) && column >= 0) names.set(name, { from: from + column, to: from + column + name.length });
};

/** The triple quote that is still open after a line. */
const quoteAfter = (line: string, open: string | undefined): string | undefined => {
  let quote = open;
  for (const match of line.matchAll(/"""|'''|#/g)) {
    if (match[0] === '#') {
      if (quote === undefined) break;
    } else if (quote === undefined) quote = match[0];
    else if (quote === match[0]) quote = undefined;
  }
  return quote;
};
