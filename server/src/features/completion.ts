import type { Span } from '../text/span.ts';
import type { Completion, CompletionKind } from './feature.ts';

/** A completion with the usual fields filled in: it inserts its label. */
export const completion = (label: string, kind: CompletionKind, replace: Span, rest: Partial<Completion> = {}): Completion => ({
  label,
  kind,
  detail: '',
  replace,
  insert: label,
  snippet: false,
  plain: label,
  sort: label,
  deprecated: false,
  again: false,
  also: [],
  ...rest,
});
