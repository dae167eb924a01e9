// Words that stand in quotes in YAML and HCL.
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';

/** The place of a word inside the quotes around it; the place itself where there are none. */
export const insideQuotes = (project: Project, { uri, span }: Location): Location => {
  const quoted = /^(["'])[\s\S]*\1$/.test(project.file(uri)?.parsed.file.text.slice(span.from, span.to) ?? '');
  return quoted && span.to - span.from > 1 ? { uri, span: { from: span.from + 1, to: span.to - 1 } } : { uri, span };
};
