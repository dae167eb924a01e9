// An entry of the catalogue as Markdown: for hovers, and for the item a completion list shows.
import type { DockerfileEntry, Entry, EntryKind, Knowledge, Tool, ToolOption, UwsgiOption } from '../knowledge/entry.ts';
import { factsOfEntry, isAboutSettings, kindOfEntry, placeOfEntry, titleOfEntry } from './settings/facts.ts';

/** Heading names of the servers and helpers that take over an option's job. */
const heirs = { uvicorn: 'uvicorn', gunicorn: 'gunicorn', whitenoise: 'WhiteNoise', platform: 'Platform' } as const;

const kindWords: Partial<Record<Entry['value'], string>> = {
  switch: 'switch',
  'inverted-switch': 'switch',
  integer: 'number',
  'signed-integer': 'number',
  unsigned: 'number',
  'unsigned-16': 'number up to 65535',
  megabytes: 'number of megabytes',
  mode: 'three octal digits',
  umask: 'octal digits',
  socket: 'socket address',
  'ssl-socket': 'address,certificate,key',
  path: 'path',
  'path-list': 'path',
  directory: 'folder',
  assignment: 'name=value',
  variable: 'NAME=value',
  mount: '/prefix=path',
  cron: 'minute hour day month weekday command',
  plugins: 'plugin names',
  user: 'user',
  group: 'group',
  regexp: 'regular expression',
  'log-date': 'switch or strftime format',
  'file-section': 'file or file:section',
  logic: 'condition',
};

/** Markdown about one entry, for a place that shows its brief already; empty when the catalogue does not have it. */
export const documentation = (knowledge: Knowledge, { kind, name }: { readonly kind: EntryKind; readonly name: string }): string => {
  const entry = knowledge.find(kind, name);
  return entry ? describe(entry, false) : '';
};

/** The whole text of an entry: what it is, what it does, the facts, who follows it, where to read on. */
export const describe = (entry: Entry, withBrief = true): string => {
  const option = entry.kind === 'uwsgi-option' ? (entry as UwsgiOption) : undefined;
  const ofSettings = isAboutSettings(entry) ? entry : undefined;
  const type = ofSettings
    ? kindOfEntry(ofSettings)
    : entry.kind === 'tool-option'
      ? argumentWords(entry as ToolOption)
      : kindWords[entry.value];
  const facts = ofSettings ? factsOfEntry(ofSettings) : option ? factsOf(option) : factsOfOthers(entry);
  const heirLines = Object.entries(heirs).flatMap(([key, label]) => {
    const text = entry.successor[key as keyof typeof heirs];
    return text ? [`- **${label}**: ${text}`] : [];
  });
  const values = entry.values.map((value) => `- \`${value.text}\`${value.brief ? `: ${value.brief}` : ''}`);
  return [
    `**\`${titleOf(entry)}\`**${type ? ` · ${type}` : ''}${option && option.plugin !== 'core' ? ` · plugin \`${option.plugin}\`` : ''}`,
    withBrief ? entry.brief : '',
    ofSettings ? placeOfEntry(ofSettings) : '',
    entry.container ? `**In a container:** ${entry.container}` : '',
    entry.body,
    values.length > 0 && !entry.body.includes(`\`${entry.values[0]?.text}\``) ? values.join('\n') : '',
    facts.join(' · '),
    heirLines.length > 0 ? `**After a move away from uWSGI**\n${heirLines.join('\n')}` : '',
    entry.link ? `[Documentation](${entry.link})` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
};

/** What an entry is called in its own world; the catalogue's name of a tool's option begins with the tool. */
const titleOf = (entry: Entry): string => {
  if (isAboutSettings(entry)) return titleOfEntry(entry);
  if (entry.kind === 'tool-option') {
    const { flags, config, name, tool, positional } = entry as ToolOption;
    return flags[0] ?? (positional ? undefined : config) ?? name.slice(tool.length + 1);
  }
  if (entry.kind === 'tool-command') return entry.name.replace(/^manage /, 'manage.py ');
  if (entry.kind === 'dockerfile-mount') return entry.name.includes(' ') ? entry.name.replace(/^\S+ /, '') : `type=${entry.name}`;
  if (entry.kind === 'tool') return entry.name === 'manage' ? 'manage.py' : entry.name;
  return entry.name;
};

const argumentNames: Readonly<Record<ToolOption['argument'], string>> = {
  none: 'switch',
  text: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: '`true` or `false`',
  octal: 'octal digits',
  path: 'path',
  duration: 'duration',
  callable: 'Python function',
  mapping: 'mapping',
};

const argumentWords = ({ argument, range, repeatable, tool }: ToolOption): string => {
  const { min, max } = range ?? {};
  const limits =
    min === undefined ? (max === undefined ? '' : ` up to ${max}`) : max === undefined ? ` from ${min}` : ` from ${min} to ${max}`;
  return `${tool === 'manage' ? 'manage.py' : tool} · ${argumentNames[argument]}${limits}${repeatable ? ', may be given several times' : ''}`;
};

/** The facts of servers, their options, and things of a Dockerfile. */
const factsOfOthers = (entry: Entry): readonly string[] => {
  const facts: string[] = [];
  const code = (texts: readonly string[]) => texts.map((text) => `\`${text}\``).join(', ');
  if (entry.kind === 'tool') {
    const { listen, version, prefix, precedence, configFile } = entry as Tool;
    if (listen) facts.push(`Listens on ${/^[\d.:]+$/.test(listen) ? `\`${listen}\`` : listen} by default`);
    if (prefix) facts.push(`Long options may be set by variables: \`${prefix}…\``);
    if (configFile) facts.push(`Configuration file: ${configFile}`);
    if (precedence.length > 0) facts.push(`Later beats earlier: ${precedence.join(', ')}`);
    if (version) facts.push(`As of ${version}`);
  } else if (entry.kind === 'tool-option') {
    const option = entry as ToolOption;
    const spellings = [...option.flags.slice(1), ...option.off];
    if (option.effective !== undefined) facts.push(`Default \`${option.effective}\``);
    else if (option.fallback !== undefined) facts.push(`Default \`${option.fallback}\``);
    if (option.bare !== undefined) facts.push(`Without a value \`${option.bare}\``);
    if (spellings.length > 0) facts.push(`Also ${code(spellings)}`);
    if (option.environment.length > 0) facts.push(`Variable ${code(option.environment)}`);
    if (option.config !== undefined && option.flags.length > 0) facts.push(`In the configuration file \`${option.config}\``);
    if (option.requires.length > 0) facts.push(`Needs ${code(option.requires)}`);
    if (option.conflicts.length > 0) facts.push(`Not with ${code(option.conflicts)}`);
    if (option.since !== undefined) facts.push(`Since ${option.since}`);
    if (option.deprecated !== undefined) facts.push(option.deprecated === 'yes' ? 'Deprecated' : `Deprecated since ${option.deprecated}`);
    if (option.removed !== undefined) facts.push(`Gone since ${option.removed}`);
    if (option.replacement !== undefined) facts.push(`Instead: \`${option.replacement}\``);
  } else if (entry.kind.startsWith('dockerfile-')) {
    const { since, aliases, name } = entry as DockerfileEntry;
    if (entry.kind === 'dockerfile-mount' && name.includes(' ')) facts.push(`Of mounts with ${code([`type=${name.replace(/ .*/, '')}`])}`);
    if (entry.kind === 'dockerfile-check') facts.push('Check of `docker build --check`');
    if (aliases.length > 0) facts.push(`Also ${code(aliases.map((alias) => alias.replace(/^.* /, '')))}`);
    if (since !== undefined) facts.push(`Since Dockerfile ${since}`);
  }
  return facts;
};

const factsOf = (option: UwsgiOption): readonly string[] => {
  const facts: string[] = [];
  if (option.fallback !== undefined && option.fallback !== '') facts.push(`Default \`${option.fallback}\``);
  if (option.since === undefined) facts.push('In no release, only on the development branch');
  else if (option.since !== '2.0') facts.push(`Since ${option.since}`);
  if (option.aliases.length > 0) facts.push(`Also ${option.aliases.map((alias) => `\`${alias}\``).join(', ')}`);
  if (option.accumulates) facts.push('May be given several times');
  if (option.implies.length > 0) facts.push(`Implies ${option.implies.map((what) => `\`${what}\``).join(', ')}`);
  if (option.immediate && option.value !== 'logic')
    facts.push('Takes effect while the file is read: no `$()`, `@()` or `%()` in its value');
  if (option.plugin !== 'core') {
    const { package: name, plugin } = option.debian;
    facts.push(option.pip ? 'Built into pip installs' : 'Not in pip installs');
    if (name && plugin) facts.push(`Debian: \`plugins = ${plugin}\` (package ${name})`);
  }
  return facts;
};
