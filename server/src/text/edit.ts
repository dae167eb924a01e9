import type { Span } from './span.ts';

/** Replaces the text of a span; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export const replace = (span: Span, text: string): Edit => ({ span, text });
export const insert = (at: number, text: string): Edit => ({ span: { from: at, to: at }, text });

/**
 * Applies edits to a text. Edits are meant against the text as it came in, in any order.
 * Of two edits that overlap, the one that starts later is left out; insertions at one place keep their order.
 */
export const applyEdits = (text: string, edits: readonly Edit[]): string => {
  const sorted = edits.map((edit, order) => ({ edit, order })).sort((a, b) => a.edit.span.from - b.edit.span.from || a.order - b.order);
  let out = '';
  let done = 0;
  for (const { edit } of sorted) {
    if (edit.span.from < done) continue;
    out += text.slice(done, edit.span.from) + edit.text;
    done = edit.span.to;
  }
  return out + text.slice(done);
};
