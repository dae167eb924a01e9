// Links: text that leads to a page or to a file.
import type { AnyParsed, Parsed } from '../languages/language.ts';
import type { Project } from '../project/project.ts';
import type { Span } from '../text/span.ts';
import { composeLinks } from './compose/links.ts';
import { linksOf } from './dockerfile/links.ts';
import { kubernetesLinks } from './kubernetes/links.ts';

export interface Link {
  readonly span: Span;
  /** An address: of a page, or of a file of the workspace. */
  readonly target: string;
}

/** The links of a file, each on one line. */
export const links = (project: Project, parsed: AnyParsed): readonly Link[] => {
  if (parsed.kind === 'dockerfile') return linksOf(project, parsed as Parsed<'dockerfile'>);
  if (parsed.kind === 'kubernetes') return kubernetesLinks(project, parsed as Parsed<'kubernetes'>);
  return parsed.kind === 'compose' ? composeLinks(project, parsed as Parsed<'compose'>) : [];
};
