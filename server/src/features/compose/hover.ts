// What a name in a Compose file stands for: its declaration, as it is written.
import type { Parsed } from '../../languages/language.ts';
import { relative } from '../../text/uri.ts';
import type { Hover, Place } from '../feature.ts';
import { composeNameAt, type PlacedName, placesOfName } from './names.ts';

/** More lines than these are cut. */
const most = 16;

/** The declaration of the name at the caret; nothing on a declaration itself, and where none is seen. */
export const hoverInCompose = ({ project, parsed, offset }: Place): Hover | undefined => {
  const at = composeNameAt(project, parsed as Parsed<'compose'>, offset);
  if (!at || at.declares) return undefined;
  const [first] = placesOfName(project, at);
  const text = first?.declares ? project.file(first.uri)?.parsed.file.text : undefined;
  if (!first || text === undefined) return undefined;
  const where = first.uri === parsed.file.uri ? '' : ` · ${relative(project.root, first.uri)}`;
  return { span: at.span, markdown: `**${at.kind} \`${at.name}\`**${where}\n\n\`\`\`yaml\n${declaration(text, first)}\n\`\`\`` };
};

/** The lines of a declaration, the first of them at the margin. */
const declaration = (text: string, { whole: { from, to } }: PlacedName): string => {
  const indent = from - (text.lastIndexOf('\n', from - 1) + 1);
  const lines = text
    .slice(from, to)
    .split(/\r?\n/)
    .map((line, i) => (i === 0 ? line : line.slice(Math.min(indent, line.length - line.trimStart().length))));
  return [...lines.slice(0, most), ...(lines.length > most ? ['…'] : [])].join('\n');
};
