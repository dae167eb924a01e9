// Values of options, and the words of a command without dashes: applications, addresses, files, packages.
import type { ToolOption } from '../../knowledge/entry.ts';
import type { Project } from '../../project/project.ts';
import { resolve } from '../../text/uri.ts';
import type { Completion } from '../feature.ts';
import { modulesOf } from '../modules.ts';
import { paths } from '../paths.ts';
import { groupsFor } from './groups.ts';
import { item, spanFrom } from './item.ts';
import { distributions } from './packages.ts';
import type { CommandPlace } from './place.ts';
import { isInstall, type Role } from './role.ts';
import { grammarOf } from './tools.ts';
import { fileValues, usualValues } from './usual.ts';

/** Defaults that are told by their name, which the program does not take. */
const named: ReadonlySet<string> = new Set(['PyPI']);

const two = (number: number): string => String(number).padStart(2, '0');

/** What may stand behind an option; the value begins at `from` of the word. */
export const valuesOf = (command: CommandPlace, option: ToolOption, flag: string, from: number): readonly Completion[] => {
  const { place, word } = command;
  const key = `${option.tool} ${flag}`;
  const out: Completion[] = [];
  const seen = new Set<string>();
  // Of several values in one text the last one is completed.
  const typed = word.typed.slice(from);
  const cut = option.separator ? typed.lastIndexOf(option.separator) : -1;
  const begin = cut < 0 ? from : from + cut + (option.separator?.length ?? 0);
  const add = (text: string, detail: string, group: number, deprecated = false) => {
    if (seen.has(text)) return;
    seen.add(text);
    out.push(item(command, text, 'value', detail, `${deprecated ? 8 : group}${two(out.length)}`, { from: begin, deprecated }));
  };
  const canonical = option.name;
  for (const { text, brief } of usualValues[canonical] ?? usualValues[key] ?? []) add(text, brief, 1);
  for (const { text, brief } of option.values) {
    if (brief.startsWith('Gone')) continue;
    const standard = text === (option.effective ?? option.fallback);
    add(text, [standard ? 'The default' : '', brief].filter(Boolean).join('. '), 2, brief.startsWith('Deprecated'));
  }
  if (option.argument === 'boolean') for (const text of ['true', 'false']) add(text, text === option.fallback ? 'The default' : '', 2);
  const files = fileValues[canonical] ?? fileValues[key];
  const folder = files && command.folder();
  if (files && folder) out.push(...paths(place.project, spanFrom(command, begin), word.typed.slice(begin), { files, folder }));
  for (const { name, detail } of groupsFor(place.project, option)) add(name, detail, 1);
  if (option.name === 'celery --app') for (const { text, file } of celeryModules(place.project)) add(text, file, 1);
  if (option.tool === 'manage' && flag === '--settings') {
    for (const { text, file } of modulesOf(place.project).settings)
      out.push(item(command, text, 'module', file, `1${text}`, { from: begin }));
  }
  const standard = option.effective ?? option.fallback;
  if (
    option.values.length === 0 &&
    standard !== undefined &&
    !named.has(standard) &&
    /^[\w.:/@-]+$/.test(standard) &&
    option.argument !== 'boolean'
  )
    add(standard, 'The default', 3);
  return out;
};

/** Modules that hold a Celery application, by their usual names: beside wsgi.py and asgi.py. */
const celeryModules = (project: Project): readonly { readonly text: string; readonly file: string }[] => {
  const { wsgi, asgi } = modulesOf(project);
  const packages = new Map([...wsgi, ...asgi].map(({ text, file }) => [file.replace(/[^/]*$/, ''), text.replace(/(?:^|\.)[^.]*$/, '')]));
  return [...packages].flatMap(([folder, dotted]) =>
    ['celery', 'celery_app'].flatMap((name) => {
      const file = `${folder}${name}.py`;
      // The package of `celery.py` is enough.
      const text = name === 'celery' && dotted !== '' ? dotted : [dotted, name].filter(Boolean).join('.');
      return project.exists(resolve(project.root, `./${file}`)) ? [{ text, file }] : [];
    }),
  );
};

/** Applications of the workspace that a server may start; which kind it serves best comes first. */
const applications = (command: CommandPlace, tool: string): readonly Completion[] => {
  const { wsgi, asgi } = modulesOf(command.place.project);
  const { words } = command;
  const worker = words.some(({ text }) => /asgi|uvicorn/i.test(text) && !/:/.test(text));
  const wants =
    tool === 'uvicorn' || tool === 'daphne'
      ? { first: asgi, more: [] }
      : tool === 'waitress' || (tool === 'gunicorn' && !worker)
        ? { first: wsgi, more: tool === 'gunicorn' ? asgi : [] }
        : { first: asgi, more: wsgi };
  const listed = [...wants.first.map((one) => ({ ...one, group: 0 })), ...wants.more.map((one) => ({ ...one, group: 1 }))];
  return listed.map(({ text, file, group }) => item(command, text, 'module', file, `0${group}${text}`));
};

/** The words without dashes: what to serve, where to listen, what to install. */
export const operandValues = (command: CommandPlace, { call, index }: Role & { readonly is: 'operand' }): readonly Completion[] => {
  const { tool, command: name } = call;
  const { place, word } = command;
  if (isInstall(call)) return distributions(command);
  if (name === '' && index === 0 && /^(?:uvicorn|gunicorn|daphne|hypercorn|granian|waitress)$/.test(tool))
    return applications(command, tool);
  if (word.typed.startsWith('-')) return [];
  const operand = grammarOf(place.knowledge, tool).options.find((option) => option.positional && option.commands.includes(name));
  return (operand ? (usualValues[operand.name] ?? []) : []).map(({ text, brief }, i) => item(command, text, 'value', brief, `1${two(i)}`));
};
