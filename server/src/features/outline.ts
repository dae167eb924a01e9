import type { AnyParsed, FileKind, OutlineItem, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';

/** The outline of a file. */
export const outline = (parsed: AnyParsed): readonly OutlineItem[] => {
  const one = parsed as Parsed<FileKind>;
  return languageOf(one).outline(one);
};
