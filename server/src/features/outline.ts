import type { AnyParsed, FileKind, OutlineItem, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';

/** The outline of a file. */
export const outline = (parsed: AnyParsed): readonly OutlineItem[] => {
  // Dockerfiles and requirements have tools of their own for this; we add nothing twice.
  if (parsed.kind !== 'uwsgi' && parsed.kind !== 'drydock') return [];
  const one = parsed as Parsed<FileKind>;
  return languageOf(one).outline(one);
};
