import type { FileKind, OutlineItem, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';
import type { WholeFile } from './feature.ts';

/** The outline of a file; nothing for kinds that others look after. */
export const outline = ({ project, parsed }: WholeFile): readonly OutlineItem[] | undefined => {
  if (parsed.kind !== 'uwsgi' && parsed.kind !== 'drydock' && !(parsed.kind === 'dockerfile' && project.config.helps('dockerfile')))
    return undefined;
  const one = parsed as Parsed<FileKind>;
  return languageOf(one).outline(one);
};
