// Formatting: looks only; what the file means stays as it is.
import type { AnyParsed, Parsed } from '../languages/language.ts';
import type { Edit } from '../text/edit.ts';
import { formatUwsgi } from './uwsgi/format.ts';

/** The edits that tidy a file; empty when it is tidy, or when tidying could change what it means. */
export const format = (parsed: AnyParsed): readonly Edit[] => (parsed.kind === 'uwsgi' ? formatUwsgi(parsed as Parsed<'uwsgi'>) : []);
