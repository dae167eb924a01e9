// What may stand behind `option =`.
import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { Cursor } from '../../languages/language.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';
import type { Span } from '../../text/span.ts';
import { parent } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';
import { modulesOf } from '../modules.ts';
import { paths } from '../paths.ts';

type OnValue = Cursor & { readonly on: 'value' };
/** The files a path may name, and whether this file is one of them. */
interface Wanted {
  readonly files: RegExp | undefined;
  readonly notSelf?: boolean;
}

const sockets = [
  { text: ':8000', brief: 'TCP port 8000 on every interface' },
  { text: '0.0.0.0:8000', brief: 'TCP port 8000 on every IPv4 interface' },
  { text: '127.0.0.1:8000', brief: 'TCP port 8000, reachable from this machine only' },
  { text: '/run/uwsgi/app.sock', brief: 'UNIX socket' },
];
/** Sockets that show more than a request: not for every interface. */
const insideSockets = [
  { text: '127.0.0.1:9191', brief: 'TCP port 9191, reachable from this machine only' },
  { text: '/run/uwsgi/stats.sock', brief: 'UNIX socket' },
];
const tlsSockets = [{ text: ':8443,/etc/tls/tls.crt,/etc/tls/tls.key', brief: 'Address, certificate and key' }];
const modes = [
  { text: '660', brief: 'Owner and group may connect' },
  { text: '600', brief: 'Only the owner may connect' },
];
const crons = [
  { text: '0 3 -1 -1 -1 ', brief: 'Every day at 3:00' },
  { text: '-15 -1 -1 -1 -1 ', brief: 'Every 15 minutes' },
  { text: '0 4 -1 -1 0 ', brief: 'Every Sunday at 4:00' },
];

/** Options that take an address although their parser takes any text. */
const addressed =
  /^(?:stats|stats-server|stat|emperor-stats|emperor-stats-server|log-socket|udp|subscribe-to|st|subscribe2?|zerg-server|zerg|map-socket)$/;
/** Where a path is expected although the parser takes any text, and what kind of path. */
const pathed: Readonly<Record<string, Wanted>> = {
  'mime-file': { files: /./ },
  mimefile: { files: /./ },
  'plugins-dir': { files: undefined },
  'plugin-dir': { files: undefined },
  mule: { files: /\.py$/ },
  'if-file': { files: /./ },
  'if-not-file': { files: /./ },
  'if-exists': { files: /./ },
  'if-not-exists': { files: /./ },
  ifexists: { files: /./ },
  'if-dir': { files: undefined },
  'if-not-dir': { files: undefined },
  ifdir: { files: undefined },
  'if-directory': { files: undefined },
};

/** Values for the option under the caret, most likely first. */
export const valuesFor = (place: Place, cursor: OnValue, read: Reading): readonly Completion[] => {
  const { knowledge, project } = place;
  const entry = knowledge.find('uwsgi-option', cursor.owner);
  if (!entry) return [];
  const plain = (values: readonly { readonly text: string; readonly brief: string }[], at = cursor.span) =>
    values.map(({ text, brief }, i) => completion(text, 'value', at, { detail: brief, sort: String(i).padStart(3, '0') }));
  if (entry.values.length > 0) return plain(entry.values);
  const path = pathed[entry.name] ?? wantedPath(entry);
  if (path) return pathsFrom(place, cursor.span, cursor.typed, path);
  if (addressed.test(entry.name)) return plain(/stat/.test(entry.name) ? insideSockets : sockets);
  switch (entry.value) {
    case 'switch':
    case 'inverted-switch':
      return plain(['true', 'false'].map((text) => ({ text, brief: '' })));
    case 'socket':
      return plain(sockets);
    case 'ssl-socket':
      return plain(tlsSockets);
    case 'mode':
      return plain(modes);
    case 'cron':
      return plain(crons);
    case 'plugins':
      return plugins(place, cursor, read);
    case 'variable':
      return variables(place, cursor);
    case 'mount':
      return mounts(place, cursor, entry);
    default:
      break;
  }
  if (entry.canonical === 'module')
    return modulesOf(project).wsgi.map(({ text, file }) => completion(text, 'module', cursor.span, { detail: file }));
  if (entry.name === 'callable') return plain([{ text: 'application', brief: 'The name Django gives its WSGI callable' }]);
  if (/^if-(?:not-)?opt$/.test(entry.name))
    return knowledge.list('uwsgi-option').map(({ name, brief }) => completion(name, 'option', cursor.span, { detail: brief }));
  if (/^if-?(?:not-)?plugin$/.test(entry.name)) return plugins(place, cursor, read);
  return [];
};

/** Paths are seen from the file's own folder. */
const pathsFrom = ({ project, parsed: { file } }: Place, span: Span, typed: string, { files, notSelf }: Wanted): readonly Completion[] =>
  paths(project, span, typed, { files, folder: parent(file.uri), ...(notSelf ? { except: file.uri } : {}) });

/** The files a path option takes; undefined for options that take no path. */
const wantedPath = ({ name, value }: UwsgiOption): Wanted | undefined => {
  if (value === 'directory') return { files: undefined };
  if (/^(?:include|inherit|ini|config)$/.test(name)) return { files: /\.(?:ini|conf|cfg)$/, notSelf: true };
  if (/^(?:wsgi-file|file)$/.test(name)) return { files: /\.(?:py|wsgi)$/ };
  return value === 'path' || value === 'path-list' || value === 'file-section' ? { files: /./ } : undefined;
};

/** What Django projects load, first. */
const usual = ['python3', 'python', 'http', 'gevent_python3', 'gevent', 'cheaper_busyness', 'logfile', 'router_static'];

/** Plugin names of the build that runs, the usual ones first. */
const plugins = ({ knowledge }: Place, cursor: OnValue, read: Reading): readonly Completion[] => {
  const cut = cursor.typed.lastIndexOf(',') + 1;
  const span = { from: cursor.span.from + cut, to: cursor.span.to };
  const named = new Map<string, string>();
  for (const { plugin, debian } of knowledge.list('uwsgi-option')) {
    if (plugin === 'core') continue;
    const name = read.target.build === 'pip' ? plugin : debian.plugin || plugin;
    if (!named.has(name)) named.set(name, read.target.build === 'pip' ? '' : debian.package);
  }
  return [...named].map(([name, from]) => {
    const place = usual.indexOf(name);
    return completion(name, 'value', span, { detail: from ? `Debian package ${from}` : '', sort: `${place < 0 ? 99 : 10 + place}${name}` });
  });
};

/** `NAME=` for `env`, and the settings modules of the workspace behind the one that Django reads. */
const variables = ({ project }: Place, cursor: OnValue): readonly Completion[] => {
  const equals = cursor.typed.indexOf('=');
  if (equals < 0) {
    return [
      completion('DJANGO_SETTINGS_MODULE=', 'variable', cursor.span, {
        detail: 'The settings module Django loads',
        sort: '0',
        again: true,
      }),
      completion('PYTHONUNBUFFERED=1', 'variable', cursor.span, { detail: 'Writes output at once', sort: '1' }),
      completion('LANG=C.UTF-8', 'variable', cursor.span, { detail: 'A locale that every image has', sort: '2' }),
    ];
  }
  if (cursor.typed.slice(0, equals) !== 'DJANGO_SETTINGS_MODULE') return [];
  const span = { from: cursor.span.from + equals + 1, to: cursor.span.to };
  return modulesOf(project).settings.map(({ text, file }) => completion(text, 'module', span, { detail: file }));
};

/** The prefix of a mount, then the folder or the application behind its `=`. */
const mounts = (place: Place, cursor: OnValue, entry: UwsgiOption): readonly Completion[] => {
  const equals = cursor.typed.indexOf('=');
  if (equals < 0) {
    const prefixes = entry.name === 'mount' ? ['/='] : ['/static/=', '/favicon.ico='];
    return prefixes.map((text, i) => completion(text, 'value', cursor.span, { sort: String(i), again: true }));
  }
  const span = { from: cursor.span.from + equals + 1, to: cursor.span.to };
  if (entry.name === 'mount')
    return modulesOf(place.project).wsgi.map(({ text, file }) => completion(text, 'module', span, { detail: file }));
  return pathsFrom(place, span, cursor.typed.slice(equals + 1), { files: undefined });
};
