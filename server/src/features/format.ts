// Formatting: looks only; what the file means stays as it is.
import type { Parsed } from '../languages/language.ts';
import type { Edit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { formatDockerfile, type Indentation, indentNewLine } from './dockerfile/format.ts';
import type { Place, WholeFile } from './feature.ts';
import { formatUwsgi } from './uwsgi/format.ts';

/** The edits that tidy a file, or the lines of a range; empty when it is tidy, or when tidying could change what it means. */
export const format = ({ project, parsed }: WholeFile, indentation: Indentation, range?: Span): readonly Edit[] => {
  if (parsed.kind === 'uwsgi') return range ? [] : formatUwsgi(parsed as Parsed<'uwsgi'>);
  if (parsed.kind !== 'dockerfile' || !project.config.helps('dockerfile-format')) return [];
  return formatDockerfile(parsed as Parsed<'dockerfile'>, indentation, range);
};

/** What follows a line break that was just typed: the indentation of a continued line. */
export const formatTyped = ({ project, parsed, offset }: Place, indentation: Indentation): readonly Edit[] =>
  parsed.kind === 'dockerfile' && project.config.helps('dockerfile-format')
    ? indentNewLine(parsed as Parsed<'dockerfile'>, offset, indentation)
    : [];
