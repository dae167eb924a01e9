// Names and values of an environment file.
import { unspliced } from '../../../commands/spliced.ts';
import type { Parsed } from '../../../languages/language.ts';
import { shellWriting } from '../place.ts';
import type { Site } from '../site.ts';

export const dotenvSite = ({ tree: { text, lines } }: Parsed<'dotenv'>, offset: number): Site | undefined => {
  const line = lines.find(({ nameSpan, value }) => nameSpan.from <= offset && offset <= value.to);
  if (line && offset >= line.value.from) {
    const written = text.slice(line.value.from, line.value.to);
    const quote = /^["']/.exec(written)?.[0] ?? '';
    const closed = quote !== '' && written.length > 1 && written.endsWith(quote);
    const from = line.value.from + quote.length;
    const value = unspliced(text.slice(from, Math.max(from, line.value.to - (closed ? 1 : 0))), from);
    return { on: 'value', name: line.name, value, typed: text.slice(from, offset), writing: shellWriting(true) };
  }
  const given = new Set(lines.filter((one) => one !== line).map(({ name }) => name));
  if (line && offset <= line.nameSpan.to) return { on: 'name', name: line.name, span: line.nameSpan, equals: '', given };
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const typed = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)?$/.exec(text.slice(start, offset));
  const rest = /^\w*[ \t]*(?=\r?$)/m.exec(text.slice(offset))?.[0];
  if (line || !typed || rest === undefined) return undefined;
  const name = (typed[1] ?? '') + rest.trim();
  const from = offset - (typed[1] ?? '').length;
  return { on: 'name', name, span: { from, to: from + name.length }, equals: '=', given };
};
