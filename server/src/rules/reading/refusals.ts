// What uWSGI's readers of values do not accept, by the C function that reads them or by the option's name.
import type { UwsgiOption } from '../../knowledge/entry.ts';

/** What happens with a value and what to write; `rename` is another option that takes the value. `warning` where the start goes on. */
export interface Refusal {
  readonly what: string;
  readonly write: string;
  /** What to do where nothing is to be written. */
  readonly instead?: string;
  readonly goesOn?: string;
  readonly value?: string;
  readonly rename?: string;
}
type Judge = (value: string, entry: UwsgiOption) => Refusal | undefined;

const needs =
  (sign: string, write: string): Judge =>
  (value, { name }) =>
    value.includes(sign) ? undefined : { what: `\`${name}\` needs ${sign === ' ' ? 'a blank' : `\`${sign}\``} in its value`, write };

const oneOf =
  (words: readonly string[], goesOn?: string): Judge =>
  (value, { name }) =>
    words.includes(value)
      ? undefined
      : { what: `\`${name}\` has no choice \`${value}\``, write: `one of ${words.join(', ')}`, ...(goesOn ? { goesOn } : {}) };

/** `include` picks its reader by the end of the name, the section's name included (core/uwsgi.c, uwsgi_opt_load). */
const readable: Judge = (value, { name }) => {
  if (/\.(?:ini|xml|yaml|yml|json|js|lua|luac)$/.test(value)) return undefined;
  const section = /\.ini:[^/:]+$/.test(value);
  return {
    what: section
      ? `\`${name}\` takes no section behind the name of the file`
      : `\`${name}\` knows a file by its suffix, and \`${value}\` has none of .ini, .yaml, .json and .xml`,
    write: name === 'include' ? `\`ini = ${value}\`` : 'a name that ends in .ini',
    ...(name === 'include' && (section || /\.(?:conf|cfg)$/.test(value)) ? { rename: 'ini' } : {}),
  };
};

const conditions = new Set(
  '< <= == > >= contain contains empty endswith eq equal exists incache ipv4in ipv6in isdir isequal isexec isfile ishigher ishigherequal islink islower islowerequal lord re regexp startswith'.split(
    ' ',
  ),
);

/** A pattern, a blank, `action:arguments` (core/routing.c, uwsgi_opt_add_route). */
const route: Judge = (value, { name }) => {
  if (name.endsWith('label')) return undefined;
  const run = name.endsWith('-run');
  const blank = value.indexOf(' ');
  if (!run && blank < 0)
    return { what: `\`${name}\` needs a blank between what it compares and its action`, write: `\`${name} = ^/path action:arguments\`` };
  if (/-if(?:-not)?$/.test(name)) {
    const condition = value.slice(0, blank);
    const colon = condition.indexOf(':');
    if (colon < 0) return { what: `The condition \`${condition}\` of \`${name}\` has no colon`, write: 'it as `condition:arguments`' };
    if (!conditions.has(condition.slice(0, colon)))
      return { what: `There is no condition \`${condition.slice(0, colon)}\``, write: 'one that exists, such as `equal:` or `exists:`' };
  }
  const action = run ? value : value.slice(blank + 1);
  return action.includes(':')
    ? undefined
    : { what: `The action \`${action}\` of \`${name}\` has no colon`, write: `\`${action.split(' ')[0]}:\`` };
};

const loggers = 'crypto fd file graylog2 mongodblog pipe python redislog rsyslog socket stdio syslog systemd zeromq zmq'.split(' ');

/** `[id ]logger[:arguments]` (core/logging.c, setup_choosen_logger). */
const logger: Judge = (value, entry) => {
  if (!/^(?:logger|req-logger|logger-req)$/.test(entry.name)) return undefined;
  const name = value.replace(/^[A-Za-z0-9]+ /, '').split(':')[0] ?? '';
  if (loggers.includes(name)) return undefined;
  const meant = /^std(?:out|err)$/.test(name) ? 'stdio' : undefined;
  return {
    what: `There is no logger \`${name}\``,
    write: meant ? `\`${meant}\`` : 'one that exists, such as `file:/path` or `stdio`',
    ...(meant && value === name ? { value: `${meant}:` } : {}),
  };
};

const octal: Judge = (value, { name }) =>
  /^[0-7]{3}$/.test(value)
    ? undefined
    : {
        what: `\`${name}\` takes exactly three octal digits`,
        write: 'a mode such as `640`',
        ...(/^0[0-7]{3}$/.test(value) ? { value: value.slice(1) } : {}),
      };

/** Three digits, or four of which the first is skipped; nothing is checked (core/utils.c, uwsgi_mode_t). */
const umask: Judge = (value, { name }) => {
  if (/^\d?[0-7]{3}$/.test(value)) return undefined;
  const digits = /^(?:0o|0*)([0-7]{1,3})$/.exec(value)?.[1]?.padStart(3, '0');
  const goesOn =
    value.length < 3 ? 'so uWSGI sets the mask 0 and new files may be written by anybody' : 'so uWSGI makes another mask of it';
  return {
    what: `\`${name}\` reads three octal digits, or four`,
    write: digits ? `\`${digits}\`` : 'a mask such as `022`',
    goesOn,
    ...(digits ? { value: digits } : {}),
  };
};

const byParser: Readonly<Record<string, Judge>> = {
  uwsgi_opt_set_placeholder: needs('=', '`name=value`'),
  uwsgi_opt_resolve: needs('=', '`name=host`'),
  uwsgi_opt_add_custom_option: needs('=', '`name=option=value`'),
  uwsgi_opt_add_dyn_dict: needs('=', '`name=value`'),
  uwsgi_opt_add_regexp_dyn_dict: needs(' ', 'the expression, a blank and the value'),
  uwsgi_opt_add_regexp_custom_list: needs(' ', 'the name, a blank and the expression'),
  uwsgi_opt_add_ssl_socket: (value, { name }) =>
    value.split(',').length >= 3
      ? undefined
      : { what: `\`${name}\` needs address, certificate and key`, write: '`:8443,/path/cert.pem,/path/key.pem`' },
  uwsgi_opt_logfile_chmod: octal,
  uwsgi_opt_set_umask: umask,
  uwsgi_opt_log_date: (value, { name }) =>
    /^(?:false|off|no|0)$/i.test(value)
      ? {
          what: `\`${name}\` is a text, not a switch`,
          goesOn: `so uWSGI puts \`${value}\` before each line of the log`,
          write: '',
          instead: 'remove the line',
        }
      : undefined,
  uwsgi_opt_set_env: (value, { name }) =>
    value.includes('=')
      ? undefined
      : {
          what: `\`${value}\` has no \`=\``,
          goesOn: `so \`${name}\` removes the variable from the environment`,
          write: `\`${value || 'NAME'}=value\`, or \`unenv\` if that is meant`,
        },
  uwsgi_opt_load: readable,
  uwsgi_opt_add_route: route,
  uwsgi_opt_set_logger: logger,
  uwsgi_opt_set_req_logger: logger,
  uwsgi_opt_fileserve_mode: (value, entry) =>
    oneOf(['x-sendfile', 'xsendfile', 'x-accel-redirect', 'xaccelredirect', 'nginx'], 'so uWSGI drops it without a word')(
      value.toLowerCase(),
      entry,
    ),
  uwsgi_opt_add_daemon: (value, { name }) =>
    name.includes('smart') && !value.includes(' ')
      ? { what: `\`${name}\` needs a pid file before the command`, write: '`/run/name.pid command`' }
      : undefined,
  uwsgi_opt_add_daemon2: (value, { name }) =>
    /(?:^|,)(?:cmd|command|exec)=/.test(value)
      ? undefined
      : { what: `\`${name}\` has no key for the command`, write: '`cmd=…` among its keys' },
};

const mount = needs('=', '`/path=module`');
const encoder: Judge = (value, entry) =>
  oneOf('prefix suffix nl gzip compress format json msgpack'.split(' '))(value.split(/[ :]/)[0] ?? '', entry);
const environ = oneOf(['cheat', 'holy']);
const protocol = oneOf('uwsgi puwsgi suwsgi http http11 https fastcgi fastcgi-nph scgi scgi-nph raw'.split(' '));

const byName: Readonly<Record<string, Judge>> = {
  mount,
  'worker-mount': mount,
  'log-encoder': encoder,
  'log-req-encoder': encoder,
  'wsgi-env-behaviour': environ,
  'wsgi-env-behavior': environ,
  protocol,
  'socket-protocol': protocol,
  'cheaper-algo': oneOf(['spare', 'backlog', 'backlog2', 'busyness', 'manual'], 'so uWSGI falls back to spare'),
  farm: needs(':', '`name:1,2`'),
  alarm: (value) =>
    /^[^ ]+ .*:/.test(value)
      ? undefined
      : { what: '`alarm` needs a name, a blank and `plugin:arguments`', write: '`ops cmd:/path/to/command`' },
  cache2: (value) => {
    const has = (key: string) => new RegExp(`(?:^|,)${key}=`).test(value);
    return has('name') && has('(?:items|max_?items)')
      ? undefined
      : { what: `\`cache2\` needs \`${has('name') ? 'items' : 'name'}=\``, write: '`name=default,items=1000`' };
  },
};

/** Whether `refusal` knows what the values of an option look like. */
export const isJudged = ({ name, parser }: UwsgiOption): boolean =>
  byName[name] !== undefined || byParser[parser] !== undefined || name.startsWith('hook-');

/** A function of the catalogue's reader, or the option's name, judges the value; undefined when it is accepted. */
export const refusal = (value: string, entry: UwsgiOption): Refusal | undefined => {
  if (entry.name.startsWith('hook-') && entry.name !== 'hook-touch' && entry.plugin === 'core')
    return needs(':', '`action:arguments`')(value, entry);
  return (byName[entry.name] ?? byParser[entry.parser])?.(value, entry);
};
