// Where a new option goes in a uwsgi.ini, and how it is written there.
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import type { Assignment, Header } from '../../languages/uwsgi/line.ts';
import { type Edit, insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import type { Subject } from '../rule.ts';

/**
 * Adds an option behind the first run of lines in the first `[uwsgi]` section: up to its first blank line or logic block,
 * otherwise directly below the header. Written as the file's first option is: indent, blanks around `=`, line end.
 */
export const insertOption = (subject: Subject<'uwsgi'>, name: string, value: string): Edit => {
  const { header, run } = firstRun(subject);
  const last = run.at(-1);
  // A `%` at the very end of the text would swallow the line break that we add.
  const open = last?.span.to === subject.text.length && subject.text.endsWith('%');
  return below(subject, open ? header : (last ?? header), run[0], name, value);
};

/** Adds an option as the first line of the first `[uwsgi]` section. */
export const insertFirstOption = (subject: Subject<'uwsgi'>, name: string, value: string): Edit => {
  const { header, run } = firstRun(subject);
  return below(subject, header, run[0], name, value);
};

/** Adds an option on the line below another one, written as that is. */
export const insertBelow = (
  { text }: Subject<'uwsgi'>,
  { line, nameSpan, value: { span } }: IniOption,
  name: string,
  value: string,
): Edit => {
  const sign = text.slice(nameSpan.to, span.from).indexOf('=');
  const model = { key: nameSpan, equals: sign < 0 ? undefined : nameSpan.to + sign, valueSpan: span };
  return insert(line.to, `${lineEndOf(text)}${styled(text, model, name)}${value}`);
};

interface Run {
  readonly header: Header | undefined;
  /** The options without a blank line between them that come first in the section and stand in no logic block. */
  readonly run: readonly Assignment[];
}

const firstRun = ({ parsed, facts }: Subject<'uwsgi'>): Run => {
  const section = facts.sections.find(({ name }) => name === 'uwsgi');
  const header = section?.header;
  const run: Assignment[] = [];
  if (!section || !header) return { header, run };
  const opener = section.options.find(({ logic }) => logic === 'opens');
  for (const line of parsed.tree.lines) {
    if (line.span.from < header.span.to) continue;
    if (line.is === 'header' || (line.is === 'blank' && run.length > 0)) break;
    if (line.is !== 'assignment') continue;
    if (opener && line.key.from >= opener.nameSpan.from) break;
    run.push(line);
  }
  return { header, run };
};

const below = (
  { text }: Subject<'uwsgi'>,
  line: Assignment | Header | undefined,
  model: Assignment | undefined,
  name: string,
  value: string,
): Edit => {
  const end = lineEndOf(text);
  const at = line?.span.to ?? text.length;
  const header = line ? '' : `[uwsgi]${end}`;
  const body = `${header}${styled(text, model, name)}${value}`;
  return insert(at, at === 0 || text[at - 1] === '\n' ? `${body}${end}` : `${end}${body}`);
};

/** The name and the `=` as the model writes its own: the same indent and blanks, in line with a padded `=`. */
const styled = (text: string, model: Pick<Assignment, 'key' | 'equals' | 'valueSpan'> | undefined, name: string): string => {
  if (!model) return `${name} = `;
  const start = text.lastIndexOf('\n', model.key.from - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start, model.key.from))?.[0] ?? '';
  if (model.equals === undefined) return `${indent}${name} = `;
  const before = text.slice(model.key.to, model.equals);
  const spaced = model.valueSpan.from === model.valueSpan.to ? before !== '' : model.valueSpan.from > model.equals + 1;
  const width = before.length > 1 ? model.equals - model.key.from - 1 : 0;
  return `${indent}${name.padEnd(width)}${before === '' ? '' : ' '}=${spaced ? ' ' : ''}`;
};
