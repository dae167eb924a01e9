// supervisord.conf (`command=`, `environment=`) and systemd units (`ExecStart=`, `Environment=`).
import { offsetIn, type Spliced, sliceOf, spanIn, splice, unspliced } from '../../../commands/spliced.ts';
import type { Parsed } from '../../../languages/language.ts';
import type { SectionOption } from '../../../languages/sections.ts';
import { shellWriting } from '../place.ts';
import { type Site, shellSite } from '../site.ts';

export const sectionsSite = ({ kind, tree: { text, sections } }: Parsed<'supervisord' | 'systemd'>, offset: number): Site | undefined => {
  const section = sections.findLast(({ span }) => span.from <= offset);
  const option = section?.options.findLast(({ keySpan }) => keySpan.to < offset);
  if (!section || !option) return undefined;
  const value = upTo(text, option, offset);
  if (!value) return undefined;
  const isProgram = kind === 'systemd' ? section.name === 'Service' : /^(?:program|fcgi-program|eventlistener):/.test(section.name);
  if (!isProgram) return undefined;
  if (kind === 'systemd' ? /^Exec(?:StartPre|StartPost|Start|Reload|Stop)$/.test(option.key) : option.key === 'command')
    return shellSite(without(value), offset);
  if (kind === 'systemd' ? option.key === 'Environment' : option.key === 'environment')
    return inEnvironment(value, offset, kind === 'systemd');
  return undefined;
};

/** The value, with blanks that are typed behind it; nothing when the caret is not in it. */
const upTo = (text: string, { value, valueSpan }: SectionOption, offset: number): Spliced | undefined => {
  if (offset <= valueSpan.to) return offset >= valueSpan.from ? value : undefined;
  const typed = text.slice(valueSpan.to, offset);
  return /^[ \t]*$/.test(typed) ? splice(value, unspliced(typed, valueSpan.to)) : undefined;
};

/** What the program fills in itself stands there without the signs that mean something to a shell: `%(ENV_PORT)s`. Line ends part words. */
const without = ({ text, stretches }: Spliced): Spliced => ({
  text: text.replaceAll(/%\([^)\n]*\)[sd]/g, (part) => part.replaceAll(/[()]/g, '_')).replaceAll(/[\r\n]/g, ' '),
  stretches,
});

/** `NAME="value",OTHER=x` of supervisord, `"NAME=value" OTHER=x` of systemd. */
const inEnvironment = (source: Spliced, offset: number, bySpaces: boolean): Site | undefined => {
  const at = offsetIn(source, offset);
  const pattern = bySpaces
    ? /"([A-Za-z_]\w*)=([^"\n]*)"|([A-Za-z_]\w*)=(\S*)/g
    : /()()([A-Za-z_]\w*)[ \t]*=[ \t]*("[^"\n]*"?|'[^'\n]*'?|[^,\n]*)/g;
  const given = new Set<string>();
  let found: Site | undefined;
  for (const match of source.text.matchAll(pattern)) {
    const name = match[1] || match[3] || '';
    const written = match[2] || match[4] || '';
    const to = match.index + match[0].length - (match[1] ? 1 : 0);
    const quote = /^["']/.exec(written)?.[0] ?? '';
    const closed = quote !== '' && written.length > 1 && written.endsWith(quote);
    const from = to - written.length + quote.length;
    const nameFrom = match.index + (match[1] ? 1 : 0);
    if (nameFrom <= at && at <= nameFrom + name.length) {
      found = { on: 'name', name, span: spanIn(source, nameFrom, nameFrom + name.length), equals: '', given };
    } else if (from <= at && at <= to) {
      const value = sliceOf(source, from, Math.max(from, to - (closed ? 1 : 0)));
      found = { on: 'value', name, value, typed: source.text.slice(from, at), writing: shellWriting(true) };
    } else given.add(name);
  }
  if (found) return found;
  const typed = (bySpaces ? /(?:^|[\s"])([A-Za-z_]\w*)?$/ : /(?:^|,)\s*([A-Za-z_]\w*)?$/).exec(source.text.slice(0, at));
  if (!typed) return undefined;
  const name = typed[1] ?? '';
  return { on: 'name', name, span: { from: offset - name.length, to: offset }, equals: '=', given };
};
