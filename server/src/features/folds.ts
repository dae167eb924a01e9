import type { AnyParsed, FileKind, Fold, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';

/** The regions of a file that can be folded. */
export const folds = (parsed: AnyParsed): readonly Fold[] => {
  // Dockerfiles and requirements have tools of their own for this; we add nothing twice.
  if (parsed.kind !== 'uwsgi' && parsed.kind !== 'drydock') return [];
  const one = parsed as Parsed<FileKind>;
  return languageOf(one).folds(one);
};
