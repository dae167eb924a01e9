// Completion in a uwsgi.ini.
import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { Cursor, Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { isLogFormat, logVariableBriefs, logVariables } from '../../project/uwsgi/log-variables.ts';
import { type Reading, reading } from '../../project/uwsgi/reading.ts';
import { isAvailable } from '../../project/uwsgi/version.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';
import { valuesFor } from './values.ts';

export const completeUwsgi = (place: Place, cursor: Cursor): readonly Completion[] => {
  const { knowledge, project, parsed } = place;
  const one = parsed as Parsed<'uwsgi'>;
  const read = reading(languages.uwsgi.facts(one), project, knowledge);
  switch (cursor.on) {
    case 'name':
      return names(place, cursor, read);
    case 'value':
      return valuesFor(place, cursor, read);
    case 'magic':
      return knowledge
        .list('uwsgi-magic')
        .map(({ kind, name, brief }) => completion(`%${name}`, 'variable', cursor.span, { detail: brief, entry: { kind, name } }));
    case 'reference':
      return cursor.to === 'placeholder' ? placeholders(cursor, read) : [];
    case 'header':
      return [completion('[uwsgi]', 'section', cursor.span)];
    default:
      return [];
  }
};

const names = (place: Place, cursor: Cursor & { readonly on: 'name' }, read: Reading): readonly Completion[] => {
  const { knowledge, parsed } = place;
  // Behind the name stands a `=` already: only the name is replaced then.
  const behind = /^[ \t]*=/.test(parsed.file.text.slice(cursor.span.to));
  const blankLine = cursor.text === '';
  const out = knowledge.list('uwsgi-option').map((option) => {
    const here = isAvailable(option, read.target);
    const taken = !option.accumulates && read.has(option.name) && read.last(option.name)?.option.nameSpan.from !== cursor.span.from;
    const value = behind ? '' : ` = ${option.value === 'switch' ? 'true' : ''}`;
    const lead = option.canonical === option.name ? 0 : 1;
    const group = !here ? 9 : taken ? 7 : option.plugin === 'core' || option.plugin === 'python' || option.rank > 0 ? 1 : 3;
    return completion(option.name, option.value === 'logic' ? 'keyword' : 'option', cursor.span, {
      detail: option.brief,
      insert: option.name + value,
      plain: option.name + value,
      sort: `${group}${lead}${String(999 - option.rank).padStart(3, '0')}${option.name}`,
      deprecated: !here,
      again: !behind && option.value !== 'switch' && option.argument !== 'none',
      entry: { kind: 'uwsgi-option', name: option.name },
    });
  });
  if (blankLine && read.header === undefined) out.push(completion('[uwsgi]', 'section', cursor.span, { sort: '00' }));
  if (!behind) out.push(...blocks(cursor));
  return out;
};

/** Whole logic blocks, with their end. */
const blocks = (cursor: Cursor & { readonly on: 'name' }): readonly Completion[] =>
  [
    { word: 'if-env', condition: 'NAME', what: 'Lines that count only when an environment variable is set' },
    { word: 'if-not-env', condition: 'NAME', what: 'Lines that count only when an environment variable is not set' },
    { word: 'if-exists', condition: '/path', what: 'Lines that count only when a file or folder exists' },
    { word: 'for', condition: 'a b c', what: 'Lines that are repeated for each word' },
  ].map(({ word, condition, what }) => {
    const end = word === 'for' ? 'endfor' : 'endif';
    return completion(`${word} … ${end}`, 'snippet', cursor.span, {
      detail: what,
      insert: `${word} = \${1:${condition}}\n\${2:name = %(_)}\n${end} =$0`,
      snippet: true,
      plain: `${word} = ${condition}\n${end} =`,
      sort: `2${word}`,
    });
  });

/** The keys of the file; in a log format its variables first. A key never offers itself: uWSGI would fill it in for ever. */
const placeholders = (cursor: Cursor & { readonly on: 'reference' }, read: Reading): readonly Completion[] => {
  const seen = new Set<string>([cursor.owner]);
  const out: Completion[] = [];
  if (isLogFormat(cursor.owner)) {
    for (const name of logVariables)
      out.push(completion(name, 'variable', cursor.span, { detail: logVariableBriefs[name] ?? '', sort: `0${name}` }));
  } else {
    out.push(completion('_', 'variable', cursor.span, { detail: 'What the enclosing block tested or is at', sort: '4' }));
  }
  for (const { key, value, option } of read.expansion.stored) {
    if (seen.has(key) || /^set(?:-ph|-placeholder)?$/.test(key)) continue;
    seen.add(key);
    // Variables of the file before options.
    const own = read.used.has(key) || option.name !== key || !known(key, read);
    out.push(completion(key, 'variable', cursor.span, { detail: typeof value === 'string' ? value : '', sort: `${own ? 2 : 5}${key}` }));
  }
  return out;
};

const known = (key: string, read: Reading): UwsgiOption | undefined => read.options.find((one) => one.option.name === key)?.entry;
