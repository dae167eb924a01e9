// Variables of the environment wherever a file sets them: their names, their values, what they mean.
import { shellCaret } from '../../commands/caret.ts';
import type { ServerCommand } from '../../commands/servers.ts';
import { type Spliced, spanIn, splice, unspliced } from '../../commands/spliced.ts';
import type { Knowledge, ToolOption, UwsgiOption } from '../../knowledge/entry.ts';
import { memo } from '../../languages/memo.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import { describe } from '../documentation.ts';
import type { Completion, Hover, Place } from '../feature.ts';
import { modulesOf } from '../modules.ts';
import { completeCommand } from './complete.ts';
import { hoverCommand } from './hover.ts';
import { jsonWriting, type Writing } from './place.ts';

/** The options that each variable sets. */
const readers = memo((knowledge: Knowledge): ReadonlyMap<string, readonly ToolOption[]> => {
  const out = new Map<string, ToolOption[]>();
  for (const option of knowledge.list('tool-option')) {
    for (const name of option.environment) {
      const list = out.get(name);
      if (list) list.push(option);
      else out.set(name, [option]);
    }
  }
  return out;
});

/** The most used names, in the order to offer them. */
const usual =
  'PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE DJANGO_SETTINGS_MODULE PATH VIRTUAL_ENV UV_COMPILE_BYTECODE UV_LINK_MODE UV_PYTHON_DOWNLOADS PIP_NO_CACHE_DIR WEB_CONCURRENCY GUNICORN_CMD_ARGS'.split(
    ' ',
  );

/** Names of variables that matter to Django, Python, servers and installers. `equals` is what follows a name there; `given` are left out. */
export const variableNames = (
  { knowledge, parsed, offset }: Place,
  span: Span,
  equals: string,
  given: ReadonlySet<string>,
  tools: ReadonlySet<string> | undefined,
): readonly Completion[] => {
  const out: Completion[] = [];
  const add = (name: string, detail: string, sort: string, entry: NonNullable<Completion['entry']>) => {
    if (given.has(name)) return;
    const insert = name + equals;
    out.push(completion(name, 'variable', span, { detail, insert, plain: insert, sort: sort + name, again: equals !== '', entry }));
  };
  const known = new Set<string>();
  for (const { kind, name, brief } of knowledge.list('environment')) {
    known.add(name);
    const rank = usual.indexOf(name);
    add(name, brief, rank < 0 ? '2' : `1${String(rank).padStart(2, '0')}`, { kind, name });
  }
  for (const [name, [option]] of readers(knowledge)) {
    if (!option || known.has(name) || (tools && !tools.has(option.tool))) continue;
    add(name, option.brief, '4', { kind: 'tool-option', name: option.name });
  }
  // More than a thousand: only for who asks for them.
  if (parsed.file.text.slice(span.from, offset).startsWith('UWSGI_')) {
    for (const option of knowledge.list('uwsgi-option')) {
      if (option.canonical !== option.name || option.since === undefined) continue;
      const sort = `5${String(999 - option.rank).padStart(3, '0')}`;
      add(`UWSGI_${option.name.replaceAll('-', '_').toUpperCase()}`, option.brief, sort, { kind: 'uwsgi-option', name: option.name });
    }
  }
  return out;
};

/** What a variable means: the chapter on it, else the option that it sets. */
export const describeVariable = (knowledge: Knowledge, name: string): string | undefined => {
  const entry = knowledge.find('environment', name);
  const options = readers(knowledge).get(name) ?? [];
  const precedence = precedenceOf(name, options);
  if (entry) return [describe(entry), precedence].filter(Boolean).join('\n\n');
  const [option] = options;
  if (option) return [`**\`${name}\`** · environment variable`, describe(option), precedence].filter(Boolean).join('\n\n');
  const found = uwsgiNamed(knowledge, name);
  return found
    ? [`**\`${name}\`** · environment variable`, describe(found), 'uWSGI reads it as the option of that name.'].join('\n\n')
    : undefined;
};

/** The option that a variable such as `UWSGI_HTTP_SOCKET` sets. */
const uwsgiNamed = (knowledge: Knowledge, variable: string): UwsgiOption | undefined => {
  const name = /^UWSGI_([A-Z0-9_]+)$/.exec(variable)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  return knowledge.find('uwsgi-option', name.replaceAll('_', '-')) ?? knowledge.find('uwsgi-option', name);
};

/** Who wins when the variable and something else say the same. */
const precedenceOf = (name: string, options: readonly ToolOption[]): string => {
  if (name === 'GUNICORN_CMD_ARGS')
    return '**Who wins:** command line, then `GUNICORN_CMD_ARGS`, then the configuration file, then `WEB_CONCURRENCY` for the workers.';
  if (name === 'WEB_CONCURRENCY') return '**Who wins:** `--workers` in any form; this is only its default.';
  const tools = [...new Set(options.map(({ tool }) => tool))];
  const [tool] = tools;
  if (!tool || tools.length > 1) return '';
  return tool === 'manage'
    ? '**Who wins:** the command line.'
    : `**Who wins:** the command line of ${tool}, then the variable${tool === 'pip' ? ', then pip.conf' : ''}.`;
};

/** What a command that is started says in the place of a variable; empty when the variable counts. */
export const overruled = (knowledge: Knowledge, name: string, server: ServerCommand | undefined): string => {
  if (!server) return '';
  const tool = server.server;
  const names = (readers(knowledge).get(name) ?? [])
    .filter((option) => option.tool === tool)
    .map((option) => option.name.slice(tool.length + 3));
  const given = server.options.find((one) => one.by === 'argument' && names.includes(one.name));
  return given
    ? `**Does not count here:** the command of ${tool} says \`--${given.name}${given.value ? ` ${given.value.text}` : ''}\`.`
    : '';
};

/** Values for a variable. `value` is its text with the way back to the file, `typed` the part in front of the caret. */
export const variableValues = (
  place: Place,
  name: string,
  value: Spliced,
  typed: string,
  setting: Pick<Parameters<typeof completeCommand>[0], 'when' | 'image' | 'folder'>,
  writing: Writing,
): readonly Completion[] => {
  const { knowledge, project } = place;
  if (name === 'GUNICORN_CMD_ARGS')
    return inArguments(place, value, (command) => completeCommand({ ...command, ...setting, ...writing, place, form: 'line' })) ?? [];
  const span = spanIn(value, 0, value.text.length);
  const whole = value.text === '' ? { from: place.offset, to: place.offset } : span;
  const plain = (list: readonly (readonly [text: string, brief: string])[]) =>
    list.map(([text, detail], i) =>
      completion(text, 'value', whole, { detail, insert: writing.write(text), plain: writing.write(text), sort: `${i}`.padStart(2, '0') }),
    );
  if (name === 'DJANGO_SETTINGS_MODULE')
    return modulesOf(project).settings.map(({ text, file }) =>
      completion(text, 'module', whole, { detail: file, sort: /prod/.test(text) ? `0${text}` : `1${text}` }),
    );
  const entry = knowledge.find('environment', name);
  if (entry && entry.values.length > 0) return plain(entry.values.map(({ text, brief }) => [text, brief]));
  if (name === 'PATH' && !typed.includes(':'))
    return plain([
      ['/opt/venv/bin:$PATH', 'An environment in front of what is there'],
      ['/app/.venv/bin:$PATH', 'The environment of a project'],
    ]);
  const uwsgi = uwsgiNamed(knowledge, name);
  if (uwsgi?.canonical === 'module')
    return modulesOf(project).wsgi.map(({ text, file }) => completion(text, 'module', whole, { detail: file }));
  if (uwsgi)
    return plain(
      uwsgi.value === 'switch'
        ? [
            ['true', ''],
            ['false', ''],
          ]
        : uwsgi.values.map(({ text, brief }) => [text, brief]),
    );
  const [option] = readers(knowledge).get(name) ?? [];
  if (!option) return [];
  if (option.values.length > 0)
    return plain(option.values.filter(({ brief }) => !brief.startsWith('Gone')).map(({ text, brief }) => [text, brief]));
  if (option.argument === 'none' || option.argument === 'boolean')
    return plain([
      ['true', ''],
      ['false', ''],
    ]);
  const standard = option.effective ?? option.fallback;
  return standard && /^[\w.:/-]+$/.test(standard) ? plain([[standard, 'The default']]) : [];
};

/** The words of GUNICORN_CMD_ARGS, as a command line of gunicorn. */
const inArguments = <T>(
  place: Place,
  value: Spliced,
  ask: (command: Omit<Parameters<typeof completeCommand>[0], 'place' | 'when' | 'image' | 'folder' | 'form' | 'write'>) => T,
): T | undefined => {
  const start = value.stretches[0]?.from ?? place.offset;
  const caret = shellCaret(splice(unspliced('gunicorn ', start - 'gunicorn '.length), value), place.offset);
  return caret?.on === 'word' ? ask(caret) : undefined;
};

/** What stands in the value of a variable at the caret: options of gunicorn, or the value of an option. */
export const hoverValue = (place: Place, name: string, value: Spliced): Hover | undefined => {
  if (name === 'GUNICORN_CMD_ARGS')
    return inArguments(place, value, (command) =>
      hoverCommand({ ...command, ...jsonWriting, place, when: 'start', image: undefined, folder: () => undefined }),
    );
  const entry = place.knowledge.find('environment', name);
  const [option] = readers(place.knowledge).get(name) ?? [];
  const choice = [...(entry?.values ?? []), ...(option?.values ?? [])].find(({ text }) => text === value.text);
  const markdown = describeVariable(place.knowledge, name);
  if (!markdown || value.text === '') return undefined;
  return {
    span: spanIn(value, 0, value.text.length),
    markdown: choice?.brief ? `**\`${name}=${value.text}\`** · ${choice.brief}\n\n${markdown}` : markdown,
  };
};
