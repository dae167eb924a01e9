// Options of uWSGI on its command line: the same as in its file, with two dashes.
import type { UwsgiOption } from '../../knowledge/entry.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import { modulesOf } from '../modules.ts';
import { paths } from '../paths.ts';
import { item, spanFrom } from './item.ts';
import type { CommandPlace } from './place.ts';

/** All options with dashes, what Django projects use first. */
export const uwsgiOptions = (command: CommandPlace): readonly Completion[] => {
  const { place, form, word } = command;
  const equals = word.spliced.text.includes('=');
  const given = new Set(command.words.filter((_, i) => i !== command.at).map(({ text }) => text.replace(/=.*$/s, '')));
  return place.knowledge.list('uwsgi-option').flatMap((option) => {
    const flag = `--${option.name}`;
    if (option.since === undefined || (given.has(flag) && !option.accumulates)) return [];
    const valued = !equals && option.argument === 'required';
    const insert = `${flag}${valued ? (form === 'list' ? '=' : ' ') : ''}`;
    const lead = option.canonical === option.name ? 0 : 1;
    return [
      completion(flag, 'option', spanFrom(command, 0), {
        detail: option.brief,
        insert,
        plain: insert,
        sort: `5${lead}${String(999 - option.rank).padStart(3, '0')}${option.name}`,
        again: valued,
        entry: { kind: 'uwsgi-option', name: option.name },
      }),
    ];
  });
};

const sockets = [
  ['0.0.0.0:8000', 'Port 8000 on every IPv4 interface'],
  [':8000', 'Port 8000 on every interface'],
] as const;

export const uwsgiValues = (command: CommandPlace, option: UwsgiOption, from: number): readonly Completion[] => {
  const plain = (list: readonly (readonly [string, string])[]) =>
    list.map(([text, brief], i) => item(command, text, 'value', brief, `1${i}`, { from }));
  if (option.values.length > 0) return plain(option.values.map(({ text, brief }) => [text, brief]));
  if (option.value === 'socket') return plain(sockets);
  const { project } = command.place;
  if (/^(?:ini|config|include|inherit)$/.test(option.canonical)) {
    const folder = command.folder();
    return folder ? paths(project, spanFrom(command, from), command.word.typed.slice(from), { files: /\.(?:ini|conf|cfg)$/, folder }) : [];
  }
  const { wsgi } = modulesOf(project);
  if (option.canonical === 'module') return wsgi.map(({ text, file }) => item(command, text, 'module', file, text, { from }));
  return option.fallback ? plain([[option.fallback, 'The default']]) : [];
};
