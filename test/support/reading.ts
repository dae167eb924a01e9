// Facts of one text in memory, and the text of a place in it.
import type { Facts, FileKind, Language } from '../../server/src/languages/language.ts';
import { kindOf, languages } from '../../server/src/languages/languages.ts';
import type { Span } from '../../server/src/text/span.ts';
import { uriOfPath } from '../../server/src/text/uri.ts';

/** The facts of a text, whatever its name says, and `at`, which gives the text of a span. */
export const factsIn = <K extends FileKind>(kind: K, text: string, path: string = kind) => {
  const language = languages[kind] as Language<K>;
  const parsed = language.parse({ uri: uriOfPath(`/project/${path}`), kind, version: 1, text });
  const facts: Facts[K] = language.facts(parsed);
  return { facts, parsed, at: ({ from, to }: Span): string => text.slice(from, to) };
};

/** The kind that a file of this name and text is of. */
export const kindNamed = (path: string, text = ''): FileKind | undefined => kindOf(uriOfPath(`/project/${path}`), text);
