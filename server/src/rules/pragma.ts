// Ignore comments: `# drydock: ignore[rule, area] -- reason`, and `ignore-file[…]` for the whole file.
import type { AnyParsed, FileKind, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';
import { memo } from '../languages/memo.ts';
import type { Span } from '../text/span.ts';

/** One name inside the brackets of an ignore comment. */
export interface Pragma {
  /** A rule id, or an area that stands for all its rules. */
  readonly id: string;
  readonly span: Span;
  /** The whole comment, for the fix that removes it. */
  readonly comment: Span;
  /** How many names stand in the same brackets. */
  readonly siblings: number;
  /** Where findings are silenced. */
  readonly covers: Span;
}

/** A comment that speaks to us but not in words we know. */
export interface Misspelt {
  readonly span: Span;
  readonly text: string;
}

export interface Pragmas {
  readonly pragmas: readonly Pragma[];
  readonly misspelt: readonly Misspelt[];
}

const spoken = /^drydock:\s*(.*)$/;
const shape = /^(ignore|ignore-file)\s*\[([^\]]*)\]\s*(?:(?:--|\u2014|#).*)?$/;

/** The ignore comments of a file. */
export const pragmasOf = memo((parsed: AnyParsed): Pragmas => {
  const pragmas: Pragma[] = [];
  const misspelt: Misspelt[] = [];
  // Hardly any file speaks to us, and the comments of a long one are many.
  const language = languageOf(parsed as Parsed<FileKind>);
  const speaks = language.holds?.(parsed as Parsed<FileKind>, 'drydock:') ?? parsed.file.text.includes('drydock:');
  if (!speaks) return { pragmas, misspelt };
  const whole = { from: 0, to: Number.MAX_SAFE_INTEGER };
  for (const comment of language.comments(parsed as Parsed<FileKind>)) {
    const words = spoken.exec(comment.text)?.[1];
    if (words === undefined) continue;
    const match = shape.exec(words.trim());
    const names =
      match?.[2]
        ?.split(',')
        .map((name) => name.trim())
        .filter(Boolean) ?? [];
    if (!match || names.length === 0) {
      misspelt.push({ span: comment.span, text: words });
      continue;
    }
    const written = parsed.file.text.slice(comment.span.from, comment.span.to);
    let from = comment.span.from + written.indexOf('[') + 1;
    for (const id of names) {
      from = parsed.file.text.indexOf(id, from);
      const span = { from, to: from + id.length };
      from = span.to;
      pragmas.push({
        id,
        span,
        comment: comment.span,
        siblings: names.length,
        covers: match[1] === 'ignore-file' ? whole : comment.covers,
      });
    }
  }
  return { pragmas, misspelt };
});

export const silences = (pragma: Pragma, rule: string): boolean => pragma.id === rule || rule.startsWith(`${pragma.id}/`);
