// Semantic tokens: what a grammar of lines cannot know.
import type { AnyParsed, Parsed } from '../languages/language.ts';
import { languages } from '../languages/languages.ts';
import { keysOf } from '../languages/uwsgi/value.ts';
import type { Span } from '../text/span.ts';

/** The kinds of tokens, in the order of the legend. */
export const tokenTypes = ['variable', 'macro', 'keyword', 'string', 'parameter'] as const;
export interface Token {
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
}

/** The tokens of a file, sorted and without overlap; each lies on one line. */
export const tokens = (parsed: AnyParsed): readonly Token[] => {
  if (parsed.kind !== 'uwsgi') return [];
  const out: Token[] = [];
  for (const { options } of languages.uwsgi.facts(parsed as Parsed<'uwsgi'>).sections) {
    for (const option of options) {
      if (option.logic) out.push({ span: option.nameSpan, type: 'keyword' });
      if (option.value.literal) continue;
      for (const part of option.value.parts) {
        if (part.is === 'magic') out.push({ span: part.span, type: 'macro' });
        else if (part.is === 'environment') out.push({ span: part.inner, type: 'parameter' });
        else if (part.is === 'content') out.push({ span: part.inner, type: 'string' });
        else if (part.is === 'placeholder') for (const key of keysOf(part)) out.push({ span: key.span, type: 'variable' });
      }
    }
  }
  const { text } = parsed.file;
  return out
    .filter(({ span }) => span.to > span.from && !text.slice(span.from, span.to).includes('\n'))
    .sort((a, b) => a.span.from - b.span.from);
};
