// Hover in a uwsgi.ini: options, their values, magic variables, placeholders, sections.
import type { Knowledge, UwsgiOption } from '../../knowledge/entry.ts';
import type { Cursor, Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { unknown } from '../../languages/maybe.ts';
import { isOn } from '../../languages/uwsgi/facts.ts';
import { isLogFormat, logVariableBriefs, logVariables } from '../../project/uwsgi/log-variables.ts';
import { magicValue } from '../../project/uwsgi/magic.ts';
import { type Reading, reading } from '../../project/uwsgi/reading.ts';
import { describe } from '../documentation.ts';
import type { Hover, Place } from '../feature.ts';

export const hoverUwsgi = (place: Place, cursor: Cursor): Hover | undefined => {
  const { knowledge, project, parsed } = place;
  const read = reading(languages.uwsgi.facts(parsed as Parsed<'uwsgi'>), project, knowledge);
  switch (cursor.on) {
    case 'name': {
      const entry = knowledge.find('uwsgi-option', cursor.text);
      if (entry) return { span: cursor.span, markdown: [describe(entry), versionNote(entry, read)].filter(Boolean).join('\n\n') };
      if (cursor.text && read.used.has(cursor.text)) {
        return {
          span: cursor.span,
          markdown: `**\`${cursor.text}\`** · variable of this file\n\nNo option of uWSGI: other values use it as \`%(${cursor.text})\`.`,
        };
      }
      return undefined;
    }
    case 'value': {
      const entry = knowledge.find('uwsgi-option', cursor.owner);
      if (!entry || cursor.text === '') return undefined;
      return { span: cursor.span, markdown: valueText(knowledge, entry, cursor.text) };
    }
    case 'magic': {
      const entry = knowledge.find('uwsgi-magic', cursor.letter);
      if (!entry) return undefined;
      const value = magicValue(cursor.letter, parsed.file.uri);
      const now = value === undefined ? '' : `\n\nFor this file, where it lies now: \`${value}\``;
      return {
        span: cursor.span,
        markdown: `**\`%${cursor.letter}\`** · magic variable\n\n${entry.brief}${now}\n\n[Documentation](${entry.link})`,
      };
    }
    case 'reference':
      return referenceText(read, cursor);
    case 'header':
      return { span: cursor.span, markdown: sectionText(cursor.text) };
    default:
      return undefined;
  }
};

/** What this value means for uWSGI's own reader, and how values of its kind are written. */
const valueText = (knowledge: Knowledge, entry: UwsgiOption, text: string): string => {
  const choice = entry.values.find((value) => value.text === text);
  const meaning = choice ? choice.brief : /[%$@]/.test(text) ? '' : meaningOf(entry, text);
  const grammar = knowledge.find('uwsgi-grammar', grammarOf(entry));
  return [
    `**\`${entry.name} = ${text}\`**`,
    meaning,
    entry.brief,
    choice || !grammar
      ? ''
      : [`**How it is written:** ${grammar.brief}`, grammar.body, `[Documentation](${grammar.link})`].filter(Boolean).join('\n\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
};

const grammarOf = ({ name, value, parser }: UwsgiOption): string => {
  if (/^log-?format$/.test(name)) return 'log-format';
  return parser === 'uwsgi_opt_add_route' ? 'route' : value;
};

const meaningOf = (entry: UwsgiOption, text: string): string => {
  if (entry.value === 'switch') return isOn(text) ? 'Switched on.' : 'Switched off.';
  if (!/^(?:integer|unsigned|unsigned-16|megabytes)$/.test(entry.value)) return '';
  const digits = /^\d+/.exec(text)?.[0];
  if (entry.value === 'megabytes') return `uWSGI reads ${Number(digits ?? 0)} MB.`;
  return digits === text ? '' : `uWSGI reads the number ${Number(digits ?? 0)}.`;
};

const versionNote = (entry: UwsgiOption, { target }: Reading): string => {
  if (entry.since === undefined || entry.since === '2.0' || target.version.state !== 'known') return '';
  return `This project runs uWSGI ${target.version.value}.`;
};

const referenceText = (read: Reading, cursor: Cursor & { readonly on: 'reference' }): Hover | undefined => {
  const { text, span, to } = cursor;
  if (text === '') return undefined;
  if (to === 'environment')
    return {
      span,
      markdown: `**\`$(${text})\`** · environment variable, read when uWSGI starts\n\nWhen it is not set, the text \`$(${text})\` stays as it is.`,
    };
  if (to === 'file') return { span, markdown: `**\`@(${text})\`** · contents of a file, read when uWSGI starts` };
  if (to !== 'placeholder') return undefined;
  if (text === '_')
    return {
      span,
      markdown:
        '**`%(_)`** · what the enclosing block tested or is at\n\nThe value, path or word that the `if-…` or `for…` around this line names.',
    };
  const brief = isLogFormat(cursor.owner) ? logVariableBriefs[text] : undefined;
  if (isLogFormat(cursor.owner) && logVariables.has(text) && !read.expansion.stored.some((one) => one.key === text)) {
    return { span, markdown: `**\`%(${text})\`** · log variable${brief ? `\n\nIs replaced in each line by ${brief}.` : ''}` };
  }
  // The first definition counts for a placeholder, although the last one counts for an option.
  const definition = read.expansion.stored.find((one) => one.key === text);
  if (!definition) return undefined;
  const shown = definition.value === unknown ? 'decided when uWSGI starts' : `\`${definition.value}\``;
  return { span, markdown: `**\`%(${text})\`** · ${shown}` };
};

const sectionText = (name: string): string =>
  name === 'uwsgi'
    ? '**`[uwsgi]`** · the section uWSGI reads\n\nSeveral sections of this name are read one after the other. The header must be exactly `[uwsgi]`: uWSGI drops the last character of the line unseen.'
    : `**\`[${name}]\`** · read only when asked for as \`file:${name}\`, for example by \`ini = :${name}\``;
