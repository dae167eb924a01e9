// The command of the new server, and which options of the old one it carries.
import type { Target } from '../../knowledge/moving/tables.ts';
import type { NewAddress } from './address.ts';
import type { Application } from './application.ts';
import { isSwitchedOn, lastCalled, numberOf, type OldOption, optionsCalled } from './old-option.ts';
import type { Start } from './starts.ts';

/** What is known around a start. */
export interface Circumstances {
  readonly to: Target;
  readonly application: Application;
  readonly address: NewAddress;
  /** The folder it starts in, as a path of the container. */
  readonly folder: string | undefined;
  /** The Python minor of the image, such as `3.12`. */
  readonly python: string | undefined;
  /** A proxy hands requests on to it from another container. */
  readonly proxied: boolean;
  /** The seconds that the platform is told to wait for its end; nothing when it is not told. */
  readonly grace: number | undefined;
  /** The user of the image is not root. */
  readonly ownUser: boolean;
  /** The image starts the server itself, so that USER may be written in front of its command. */
  readonly mayGiveUser: boolean;
  /** PATH of the image, as far as it is known. */
  readonly path: string | undefined;
}

export interface Carried {
  /** The words of the new command. */
  readonly words: readonly string[];
  /** Variables for the image. */
  readonly environment: ReadonlyMap<string, string>;
  /** The user and group that the image shall run as; undefined when it stays as it is. */
  readonly user: string | undefined;
  /** Those of the words that a shell fills in: they stand as they are in a line of it. */
  readonly shell: ReadonlySet<string>;
  /** What options became. */
  readonly became: ReadonlyMap<OldOption, string>;
  /** What the tables say is not enough: why an option was not carried. */
  readonly left: ReadonlyMap<OldOption, string>;
}

/** The networks of containers: Docker, Podman and Kubernetes give addresses of these ranges (RFC 1918). */
export const privateNetworks = '127.0.0.1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16';

/** Variables whose values belong to the platform and in no image. */
const secret = /SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|API_?KEY|DSN|DATABASE_URL|PRIVATE/i;

/** Whether uvicorn of today, with all its flags, installs on that Python: 0.34 and later want 3.9, 0.41 and later 3.10. */
const isRecent = (python: string | undefined): boolean => python === undefined || Number(/^3\.(\d+)/.exec(python)?.[1] ?? 99) >= 10;

/** How long requests may take to finish: below the 30 seconds of Kubernetes, and what the platform is told to wait. */
export const graceOf = ({ grace }: Pick<Circumstances, 'grace'>): number => Math.max(1, Math.min(25, (grace ?? 30) - 2));

/** Works out the command. Total: what cannot be carried is left to the tables. */
export const carry = (start: Pick<Start, 'options' | 'command'>, around: Circumstances): Carried => {
  const { options } = start;
  const { to, application, folder, python } = around;
  const became = new Map<OldOption, string>();
  const left = new Map<OldOption, string>();
  const environment = new Map<string, string>();
  const flags: string[] = [];
  const shell = new Set<string>();
  const inShell = (text: string): string => {
    shell.add(text);
    return text;
  };
  const last = (...names: readonly string[]) => lastCalled(options, ...names);
  /** Marks an option, and the earlier lines that it overrules. */
  const took = (option: OldOption | undefined, text: string) => {
    if (!option) return;
    for (const one of optionsCalled(options, ...option.names)) if (!became.has(one)) became.set(one, 'A later line overrules it.');
    became.set(option, text);
  };
  const code = (...words: readonly string[]): string => `\`${words.join(' ')}\`.`;
  /** Adds a flag with a number that an option gives. */
  const number = (flag: string, ...names: readonly string[]): number | undefined => {
    const option = last(...names);
    const value = numberOf(option);
    const text = option?.shell === undefined ? value : inShell(option.shell);
    if (option && text !== undefined) {
      flags.push(flag, String(text));
      took(option, code(flag, String(text)));
    }
    return value;
  };

  took(application.option, code(`${application.module}:${application.callable}`));
  took(last('callable'), code(`${application.module}:${application.callable}`));
  const chdir = last('chdir');
  if (chdir?.value !== undefined) {
    const same = folder !== undefined && trimmed(chdir.value) === trimmed(folder);
    const flag = to === 'uvicorn' ? '--app-dir' : '--chdir';
    if (!same) flags.push(flag, chdir.value);
    took(chdir, same ? 'WORKDIR of the image is this folder already.' : code(flag, chdir.value));
  }
  paths(options, around, flags, environment, took);
  listen(options, around, flags, inShell, took, left);

  const processes = last('processes');
  // With `cheaper` the number of processes is only the most there may be.
  const least = numberOf(last('cheaper'));
  const cheaper = least === undefined || least < 2 ? undefined : (last('cheaper-initial') ?? last('cheaper'));
  const counting = cheaper ?? processes;
  const workers = counting?.shell === undefined ? numberOf(counting) : undefined;
  if (counting?.shell !== undefined) number('--workers', counting.key);
  else if (workers !== undefined && workers > 1) {
    const flag = `--workers ${workers}`;
    flags.push('--workers', String(workers));
    if (counting !== processes) took(counting, code(flag));
    took(processes, counting === processes ? code(flag) : `\`${flag}\`, as many as \`cheaper\` keeps; more containers do the rest.`);
  } else if (workers !== undefined) took(processes, 'One process is what it starts without being told.');
  else if (processes) {
    const variable = /^\$\(WEB_CONCURRENCY\)$/.test(processes.written);
    if (variable) took(processes, 'WEB_CONCURRENCY, which it reads by itself.');
    else left.set(processes, `Its value (\`${processes.written}\`) is decided on the machine: set WEB_CONCURRENCY there.`);
  }
  if (to === 'gunicorn') {
    number('--threads', 'threads');
    const harakiri = last('harakiri');
    if (harakiri && numberOf(last('threads')) === undefined) number('--timeout', 'harakiri');
    else if (harakiri)
      left.set(
        harakiri,
        'With threads `--timeout` only asks whether a worker lives. Set the read timeout of the proxy and `statement_timeout` in the database.',
      );
  }
  recycle(options, around, workers, flags, took, left);
  number('--backlog', 'listen');
  const keep = last('http-keepalive');
  if (keep && (numberOf(keep) ?? 0) > 1) number(to === 'uvicorn' ? '--timeout-keep-alive' : '--keep-alive', 'http-keepalive');
  if (around.proxied) {
    flags.push('--forwarded-allow-ips', privateNetworks);
    took(last('log-x-forwarded-for'), `\`--forwarded-allow-ips\` with the networks of containers.`);
  }
  if (to === 'uvicorn') {
    for (const header of optionsCalled(options, 'add-header')) {
      const [, name, value] = /^([\w-]+)\s*:\s*(.*)$/.exec(header.value ?? '') ?? [];
      if (name === undefined || value === undefined) continue;
      flags.push('--header', `${name}:${value}`);
      became.set(header, code('--header', `${name}:${value}`));
    }
    const quiet = last('disable-logging');
    if (isSwitchedOn(quiet)) {
      flags.push('--no-access-log');
      took(quiet, code('--no-access-log'));
    }
    flags.push('--lifespan', 'off');
  } else {
    const umask = last('umask');
    if (umask?.value !== undefined && /^[0-7]{1,4}$/.test(umask.value)) {
      flags.push('--umask', umask.value);
      took(umask, code('--umask', umask.value));
    }
    if (isSwitchedOn(last('reuse-port'))) {
      flags.push('--reuse-port');
      took(last('reuse-port'), code('--reuse-port'));
    }
    flags.push('--worker-tmp-dir', '/dev/shm');
    if (!isSwitchedOn(last('disable-logging'))) flags.push('--access-logfile', '-');
  }
  const grace = to === 'uvicorn' ? '--timeout-graceful-shutdown' : '--graceful-timeout';
  if (last('worker-reload-mercy') === undefined || number(grace, 'worker-reload-mercy') === undefined) {
    if (last('reload-mercy') === undefined || number(grace, 'reload-mercy') === undefined) flags.push(grace, String(graceOf(around)));
  } else took(last('reload-mercy'), 'The time of `worker-reload-mercy` counts.');

  variables(options, environment, left, became);
  const prefix = /^(\/[^=]+)=/.exec(last('mount')?.value ?? '')?.[1];
  if (to === 'gunicorn' && prefix !== undefined && isSwitchedOn(last('manage-script-name'))) {
    environment.set('SCRIPT_NAME', prefix);
    for (const name of ['mount', 'manage-script-name']) took(last(name), code(`ENV SCRIPT_NAME=${prefix}`));
  }
  const optimize = last('optimize');
  if (optimize && (numberOf(optimize) ?? 0) > 0) {
    environment.set('PYTHONOPTIMIZE', String(numberOf(optimize)));
    took(optimize, code(`ENV PYTHONOPTIMIZE=${numberOf(optimize)}`));
  }
  const program = programOf(options, start.command.program.text, around, took);
  return {
    words: [program, `${application.module}:${application.callable}`, ...(isRecent(python) ? flags : withoutJitter(flags))],
    environment,
    shell,
    user: userOf(options, around, took, left),
    became,
    left,
  };
};

type Took = (option: OldOption | undefined, text: string) => void;

const trimmed = (path: string): string => path.replace(/(?<=.)\/+$/, '');

const withoutJitter = (flags: readonly string[]): readonly string[] => {
  const at = flags.indexOf('--limit-max-requests-jitter');
  return at < 0 ? flags : [...flags.slice(0, at), ...flags.slice(at + 2)];
};

/** Folders that Python imports from. */
const paths = (
  options: readonly OldOption[],
  { to, folder }: Circumstances,
  flags: string[],
  environment: Map<string, string>,
  took: Took,
) => {
  const known = optionsCalled(options, 'pythonpath').flatMap((option) =>
    option.value === undefined ? [] : [{ option, value: option.value }],
  );
  if (known.length === 0) return;
  const needed = known.filter(({ value }) => folder === undefined || trimmed(value) !== trimmed(folder));
  const text = needed.map(({ value }) => value);
  if (to === 'gunicorn' && text.length > 0) flags.push('--pythonpath', text.join(','));
  else if (text.length > 0) environment.set('PYTHONPATH', text.join(':'));
  for (const { option, value } of known) {
    const said = to === 'gunicorn' ? `\`--pythonpath ${value}\`.` : `\`ENV PYTHONPATH=${text.join(':')}\`.`;
    took(option, text.includes(value) ? said : 'It is the folder the server starts in, from which it imports anyway.');
  }
};

const listen = (
  options: readonly OldOption[],
  { to, address }: Circumstances,
  flags: string[],
  inShell: (text: string) => string,
  took: Took,
  left: Map<OldOption, string>,
) => {
  const { path, shell } = address;
  const host = shell?.host === undefined ? address.host : inShell(shell.host);
  const port = shell === undefined ? String(address.port) : inShell(shell.port);
  const bound = shell ? inShell(`${host}:${port}`.replaceAll('"', '')) : `${host}:${port}`;
  const uvicorn = path === undefined ? ['--host', host, '--port', port] : ['--uds', path];
  const words = to === 'uvicorn' ? uvicorn : ['--bind', path === undefined ? bound : `unix:${path}`];
  flags.push(...words);
  const said = `\`${words.join(' ')}\``;
  for (const name of ['http-socket', 'http11-socket', 'http', 'socket', 'uwsgi-socket'] as const) {
    for (const option of optionsCalled(options, name)) {
      if (option.certain && (option.shell !== undefined || tellsWhere(option.value)))
        took(option, name.endsWith('socket') && !name.startsWith('http') ? `${said}, and HTTP is spoken there.` : `${said}.`);
      else left.set(option, `Its value (\`${option.written}\`) is decided on the machine: look whether ${said} is right.`);
    }
  }
  for (const name of ['chmod-socket', 'chown-socket'] as const)
    if (path === undefined)
      for (const option of optionsCalled(options, name)) took(option, 'There is no UNIX socket any more, but a port.');
};

/** Whether an address is known to its end; `:$(PORT)` is not, where nothing in the project sets that. */
const tellsWhere = (value: string | undefined): boolean => value !== undefined && !/[$%@]\(/.test(value);

/** Workers that end after a number of requests. */
const recycle = (
  options: readonly OldOption[],
  { to, python }: Circumstances,
  workers: number | undefined,
  flags: string[],
  took: Took,
  left: Map<OldOption, string>,
) => {
  const most = lastCalled(options, 'max-requests');
  const limit = numberOf(most);
  if (!most || !limit) return;
  const delta = lastCalled(options, 'max-requests-delta');
  if (to === 'uvicorn' && workers === 1) {
    const why = 'Left out: a single uvicorn ends after its last request, and is away until the platform has restarted it.';
    left.set(most, why);
    if (delta) left.set(delta, why);
    return;
  }
  const flag = to === 'uvicorn' ? '--limit-max-requests' : '--max-requests';
  const jitter = to === 'uvicorn' ? '--limit-max-requests-jitter' : '--max-requests-jitter';
  const spread = numberOf(delta) || Math.max(1, Math.round(limit / 10));
  flags.push(flag, String(limit), jitter, String(spread));
  const jittered = to === 'gunicorn' || isRecent(python);
  took(most, `\`${flag} ${limit}\`${jittered && !delta ? `, with \`${jitter} ${spread}\`, so that they do not all end at once` : ''}.`);
  if (jittered) took(delta, `\`${jitter} ${spread}\`.`);
  else if (delta) left.set(delta, `\`${jitter}\` came with uvicorn 0.41, which wants Python 3.10 or later.`);
};

/** `env = NAME=value`. */
const variables = (
  options: readonly OldOption[],
  environment: Map<string, string>,
  left: Map<OldOption, string>,
  became: Map<OldOption, string>,
) => {
  for (const option of optionsCalled(options, 'env')) {
    const [, name, value] = /^\s*(\w+)\s*=(.*)$/s.exec(option.value ?? '') ?? [];
    if (!option.certain || name === undefined || value === undefined) {
      left.set(option, 'Its value is decided on the machine: set the variable for the container.');
    } else if (secret.test(name)) {
      left.set(option, `Left out: ${name} may be a secret, which belongs in no image. Give it to the container.`);
    } else {
      environment.set(name, value.trim());
      became.set(option, `\`ENV ${name}=${value.trim()}\` in the image.`);
    }
  }
};

/** The folder of a program that is named with one; that of Debian's own programs holds no server of pip. */
const folderOf = (program: string): string => {
  const folder = program.slice(0, program.lastIndexOf('/') + 1);
  return /^\/(?:usr\/)?s?bin\/$/.test(folder) ? '' : folder;
};

/** The program, from the environment that uWSGI was told of where that does not come first anyway. */
const programOf = (options: readonly OldOption[], program: string, { to, path }: Circumstances, took: Took): string => {
  const home = lastCalled(options, 'virtualenv');
  if (home?.value === undefined) return `${folderOf(program)}${to}`;
  const bin = `${trimmed(home.value)}/bin`;
  if (path?.split(':').includes(bin)) {
    took(home, 'PATH of the image names it already.');
    return to;
  }
  took(home, `\`${bin}/${to}\`.`);
  return `${bin}/${to}`;
};

const userOf = (
  options: readonly OldOption[],
  { ownUser, mayGiveUser }: Circumstances,
  took: Took,
  left: Map<OldOption, string>,
): string | undefined => {
  const uid = lastCalled(options, 'uid');
  const gid = lastCalled(options, 'gid');
  if (!uid) return undefined;
  if (ownUser) {
    for (const option of [uid, gid]) took(option, 'The image runs as a user of its own already.');
    return undefined;
  }
  const user = uid.value;
  if (user === undefined || !mayGiveUser || /^(?:root|0)$/.test(user)) {
    for (const option of [uid, gid])
      if (option) left.set(option, 'Say USER in the image, or `user:` for the container: nothing else gives up the rights of root.');
    return undefined;
  }
  const whole = gid?.value === undefined ? user : `${user}:${gid.value}`;
  for (const option of [uid, gid]) took(option, `\`USER ${whole}\` in the image.`);
  return whole;
};
