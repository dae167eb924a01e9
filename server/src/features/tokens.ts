// Semantic tokens: what a grammar of lines cannot know.
import type { Parsed } from '../languages/language.ts';
import { languages } from '../languages/languages.ts';
import { keysOf } from '../languages/uwsgi/value.ts';
import type { Span } from '../text/span.ts';
import { dockerfileTokens } from './dockerfile/tokens.ts';
import type { WholeFile } from './feature.ts';
import type { TokenType } from './legend.ts';

export interface Token {
  readonly span: Span;
  readonly type: TokenType;
}

/** The tokens of a file, sorted and without overlap; each lies on one line. Nothing for kinds that others look after. */
export const tokens = ({ project, parsed }: WholeFile): readonly Token[] | undefined => {
  if (parsed.kind === 'dockerfile')
    return project.config.helps('dockerfile') ? tidy(parsed.file.text, dockerfileTokens(parsed as Parsed<'dockerfile'>)) : undefined;
  return parsed.kind === 'uwsgi' ? tidy(parsed.file.text, uwsgiTokens(parsed as Parsed<'uwsgi'>)) : undefined;
};

const uwsgiTokens = (parsed: Parsed<'uwsgi'>): readonly Token[] => {
  const out: Token[] = [];
  for (const { options } of languages.uwsgi.facts(parsed).sections) {
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
  return out;
};

/** In order, on one line each; of two that overlap, the one that was named first. */
const tidy = (text: string, all: readonly Token[]): readonly Token[] => {
  const sorted = all
    .filter(({ span }) => span.to > span.from && !text.slice(span.from, span.to).includes('\n'))
    .map((token, order) => ({ token, order }))
    .sort((a, b) => a.token.span.from - b.token.span.from || a.order - b.order);
  const out: Token[] = [];
  const kept: number[] = [];
  for (const { token, order } of sorted) {
    const last = out.at(-1);
    if (last && token.span.from < last.span.to) {
      if ((kept.at(-1) ?? 0) < order) continue;
      out.pop();
      kept.pop();
    }
    out.push(token);
    kept.push(order);
  }
  return out;
};
