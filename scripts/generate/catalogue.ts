// The catalogue: facts of the option tables joined with our own words from the chapters.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Implied, ValueType } from '../../server/src/knowledge/entry.ts';
import type { Made } from '../generate.ts';
import { lean, plainEntries, readChapters } from './chapters.ts';
import { settingsEntries } from './settings.ts';
import { toolEntries } from './tools.ts';

interface OptionFacts {
  readonly name: string;
  readonly plugin: string;
  readonly aliases?: readonly string[];
  readonly short?: string;
  readonly argument: string;
  readonly value: string;
  readonly parser: string;
  readonly accumulates?: boolean;
  readonly flags?: readonly string[];
  readonly default?: unknown;
  readonly since?: string;
  readonly pip?: boolean;
  readonly debian?: { readonly package: string | null; readonly plugin: string | null };
  readonly rank?: number;
}

const byParser: Readonly<Record<string, ValueType>> = {
  uwsgi_opt_true: 'switch',
  uwsgi_opt_false: 'inverted-switch',
  uwsgi_opt_set_int: 'integer',
  uwsgi_opt_set_rawint: 'signed-integer',
  uwsgi_opt_set_64bit: 'unsigned',
  uwsgi_opt_set_16bit: 'unsigned-16',
  uwsgi_opt_set_megabytes: 'megabytes',
  uwsgi_opt_chmod_socket: 'mode',
  uwsgi_opt_logfile_chmod: 'mode',
  uwsgi_opt_set_umask: 'umask',
  uwsgi_opt_add_socket: 'socket',
  uwsgi_opt_add_lazy_socket: 'socket',
  uwsgi_opt_add_socket_no_defer: 'socket',
  uwsgi_opt_corerouter: 'socket',
  uwsgi_opt_undeferred_corerouter: 'socket',
  uwsgi_opt_add_ssl_socket: 'ssl-socket',
  uwsgi_opt_static_map: 'mount',
  uwsgi_opt_set_env: 'variable',
  uwsgi_opt_set_placeholder: 'assignment',
  uwsgi_opt_add_cron: 'cron',
  uwsgi_opt_add_unique_cron: 'cron',
  uwsgi_opt_load_plugin: 'plugins',
  uwsgi_opt_set_uid: 'user',
  uwsgi_opt_set_gid: 'group',
  uwsgi_opt_log_date: 'log-date',
  uwsgi_opt_load_ini: 'file-section',
  uwsgi_opt_load: 'file-section',
  uwsgi_opt_logic: 'logic',
  uwsgi_opt_noop: 'none',
};
const byName: Readonly<Record<string, ValueType>> = {
  mount: 'mount',
  chdir: 'directory',
  chdir2: 'directory',
  home: 'directory',
  virtualenv: 'directory',
  venv: 'directory',
  pyhome: 'directory',
  pythonpath: 'directory',
  'python-path': 'directory',
  pp: 'directory',
  'wsgi-file': 'path',
  file: 'path',
  logto: 'path',
  logto2: 'path',
  daemonize: 'path',
  daemonize2: 'path',
  pidfile: 'path',
  pidfile2: 'path',
  'safe-pidfile': 'path',
  'safe-pidfile2': 'path',
  include: 'path',
  inherit: 'path',
  'touch-reload': 'path',
  'touch-chain-reload': 'path',
  'master-fifo': 'path',
  'env-file': 'path',
  'static-safe': 'directory',
  'check-static': 'directory',
};

const valueType = ({ name, parser, value }: OptionFacts): ValueType => {
  const known = byName[name] ?? byParser[parser];
  if (known) return known;
  if (value === 'path-list' || value === 'path or glob (list)') return 'path-list';
  if (value === 'directory') return 'directory';
  if (value === 'user') return 'user';
  if (value === 'group') return 'group';
  if (value === 'cron') return 'cron';
  if (value.includes('regexp')) return 'regexp';
  if (value === 'string-list') return 'text-list';
  if (value === 'string') return 'text';
  return 'other';
};

const implied = (flag: string): Implied => flag.replaceAll('_', '-') as Implied;

const optionsPage = 'https://uwsgi-docs.readthedocs.io/en/latest/Options.html';

const uwsgiOptions = (folder: string): readonly object[] => {
  const { options } = JSON.parse(readFileSync(join(folder, 'options.json'), 'utf8')) as { readonly options: readonly OptionFacts[] };
  const words = readChapters(folder);
  const facts = new Map(options.map((option) => [option.name, option] as const));
  for (const name of words.keys()) if (!facts.has(name)) throw new Error(`the chapters describe ${name}, which is no option`);
  return options.map((option) => {
    const group = [option.name, ...(option.aliases ?? [])];
    // Of several names for one thing the one most used in the wild leads; its text serves all of them.
    const rank = (name: string) => facts.get(name)?.rank ?? 0;
    const canonical = [...group].sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1))[0] ?? option.name;
    const own = words.get(option.name);
    const fuller = own?.body ? own : ([canonical, ...group].map((name) => words.get(name)).find((one) => one?.body) ?? own);
    return lean({
      kind: 'uwsgi-option',
      name: option.name,
      aliases: option.aliases,
      canonical: canonical === option.name ? undefined : canonical,
      brief: own?.brief ?? '',
      body: fuller?.body?.trim(),
      container: fuller?.container?.trim(),
      successor: fuller?.successor,
      link: own?.link ?? fuller?.link ?? `${optionsPage}#${option.name}`,
      value: own?.values || fuller?.values ? (valueType(option) === 'text' ? 'choice' : valueType(option)) : valueType(option),
      values: own?.values ?? fuller?.values,
      plugin: option.plugin === 'core' ? undefined : option.plugin,
      short: option.short,
      argument: option.argument === 'required' ? undefined : option.argument,
      parser: option.parser,
      accumulates: option.accumulates,
      immediate: option.flags?.includes('immediate'),
      implies: option.flags?.filter((flag) => flag !== 'immediate').map(implied),
      fallback: option.default === undefined || option.default === null || option.default === false ? undefined : String(option.default),
      since: option.since,
      notPip: option.pip === false,
      debian: option.debian ? { package: option.debian.package ?? '', plugin: option.debian.plugin ?? '' } : undefined,
      rank: option.rank,
    });
  });
};

const reference = 'https://docs.docker.com/reference';
/** `JSONArgsRecommended` to `json-args-recommended`. */
export const dashed = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();

const dockerfileEntries = (folder: string): readonly object[] => {
  const links: Readonly<Record<string, (name: string) => string | undefined>> = {
    instruction: () => undefined,
    flag: () => undefined,
    mount: (name) => `${reference}/dockerfile/#run---mounttype${name.replace(/ .*/, '')}`,
    directive: () => undefined,
    // The one check that only a build can make has no page of its own.
    check: (name) => `${reference}/build-checks/${name === 'InvalidBaseImagePlatform' ? '' : `${dashed(name)}/`}`,
    argument: (name) =>
      `${reference}/dockerfile/#${/^(?:TARGET|BUILD(?!KIT))/.test(name) ? 'automatic-platform-args-in-the-global-scope' : 'predefined-args'}`,
  };
  return Object.entries(links).flatMap(([thing, link]) => plainEntries(`dockerfile-${thing}`, join(folder, `${thing}s.yaml`), link));
};

/** The catalogue as text of a module: one entry a line. */
export const generateCatalogue = (root: string): readonly Made[] => {
  const knowledge = join(root, 'server/src/knowledge');
  const entries = [
    ...uwsgiOptions(join(knowledge, 'uwsgi')),
    ...plainEntries('uwsgi-magic', join(knowledge, 'uwsgi-magic.yaml')),
    ...plainEntries('uwsgi-grammar', join(knowledge, 'uwsgi-grammar.yaml')),
    ...plainEntries('drydock-key', join(knowledge, 'drydock-keys.yaml')),
    ...dockerfileEntries(join(knowledge, 'dockerfile')),
    ...plainEntries('environment', join(knowledge, 'environment.yaml')),
    ...toolEntries(knowledge),
    ...settingsEntries(join(knowledge, 'settings')),
  ];
  // In ASCII, which is unpacked at no cost.
  const json = `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`.replaceAll(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const literal = json.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return [
    {
      path: 'server/src/knowledge/catalogue-text.ts',
      text: `// Generated by \`npm run generate\` from the chapters beside it: do not edit.\n/** The catalogue as JSON text, one entry to a line; looked at only when it is first asked. */\nexport const catalogueText = (): string => \`${literal}\`;\n`,
    },
  ];
};
