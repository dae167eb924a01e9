// One blank around `=`, no trailing blanks, blocks indented, one empty line before a section.
import type { Parsed } from '../../languages/language.ts';
import { facts as factsOf, type UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { IniLine } from '../../languages/uwsgi/line.ts';
import { parse } from '../../languages/uwsgi/parse.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';

const step = '  ';

export const formatUwsgi = (parsed: Parsed<'uwsgi'>): readonly Edit[] => {
  const { tree, file } = parsed;
  const facts = factsOf(parsed);
  if (facts.template === 'jinja') return [];
  const inside = new Set(facts.blocks.flatMap((block) => block.options.map((option) => option.nameSpan.from)));
  const edits: Edit[] = [];
  const end = lineEndOf(tree.text);
  let blanks = 0;
  let deep = false;
  for (const [i, line] of tree.lines.entries()) {
    const written = tree.text.slice(line.span.from, line.span.to);
    // A line whose `%` swallows its own end is left alone: every character of it counts.
    if (line.swallows.length > 0 || /(?:^|[^%])(?:%%)*%\s*$/.test(written) || (i === 0 && tree.mark)) {
      blanks = 0;
      continue;
    }
    const broke = /\r?\n$/.exec(written)?.[0] ?? '';
    if (line.is === 'blank') {
      blanks++;
      const last = tree.lines.slice(i).every((one) => one.is === 'blank');
      const wanted = blanks > 1 || last || edits.length + i === 0 ? '' : broke || end;
      if (written !== wanted) edits.push({ span: line.span, text: wanted });
      continue;
    }
    if (line.is === 'assignment') deep = inside.has(line.key.from);
    const wanted =
      tidy(tree.text, line, deep || (line.is === 'comment' && nextIsInside(tree.lines, i, inside)) ? step : '') + (broke || end);
    if (written !== wanted) edits.push({ span: line.span, text: wanted });
    blanks = 0;
  }
  if (edits.length === 0) return [];
  const text = applyEdits(tree.text, edits);
  return text !== tree.text && sameMeaning(facts, factsOf(parse({ ...file, text }))) ? edits : [];
};

const tidy = (text: string, line: Exclude<IniLine, { readonly is: 'blank' }>, indent: string): string => {
  if (line.is === 'header') return text.slice(line.body.from, line.body.to);
  if (line.is === 'comment') return indent + text.slice(line.body.from, line.body.to);
  const key = text.slice(line.key.from, line.key.to);
  if (line.equals === undefined) return indent + key;
  const value = text.slice(line.valueSpan.from, line.valueSpan.to);
  return `${indent}${key} =${value === '' ? '' : ` ${value}`}`;
};

/** A comment is indented like the option it stands above. */
const nextIsInside = (lines: readonly IniLine[], from: number, inside: ReadonlySet<number>): boolean => {
  for (let i = from + 1; i < lines.length; i++) {
    const line = lines[i];
    if (line?.is === 'assignment') return inside.has(line.key.from);
    if (line?.is === 'header') return false;
  }
  return false;
};

/** Two texts mean the same when uWSGI stores the same names and values in the same sections and blocks. */
const sameMeaning = (a: UwsgiFacts, b: UwsgiFacts): boolean => {
  const list = ({ sections }: UwsgiFacts) =>
    sections
      .map(({ name, options }) =>
        [name, ...options.map((option) => `${option.name}\0${option.bare}\0${option.value.text}\0${option.opener?.name ?? ''}`)].join('\n'),
      )
      .join('\n\n');
  return list(a) === list(b);
};
