import type { FileKind, Fold, Parsed } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';
import type { WholeFile } from './feature.ts';

/** The regions of a file that can be folded; nothing for kinds that others look after, or that the editor folds by indentation. */
export const folds = ({ project, parsed }: WholeFile): readonly Fold[] | undefined => {
  if (parsed.kind !== 'uwsgi' && parsed.kind !== 'drydock' && !(parsed.kind === 'dockerfile' && project.config.helps('dockerfile')))
    return undefined;
  const one = parsed as Parsed<FileKind>;
  return languageOf(one).folds(one);
};
