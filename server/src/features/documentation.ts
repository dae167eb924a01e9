// An entry of the catalogue as Markdown: for hovers, and for the item a completion list shows.
import type { Entry, EntryKind, Knowledge, UwsgiOption } from '../knowledge/entry.ts';

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
  const type = kindWords[entry.value];
  const facts = option ? factsOf(option) : [];
  const heirLines = Object.entries(heirs).flatMap(([key, label]) => {
    const text = entry.successor[key as keyof typeof heirs];
    return text ? [`- **${label}**: ${text}`] : [];
  });
  const values = entry.values.map((value) => `- \`${value.text}\`: ${value.brief}`);
  return [
    `**\`${entry.name}\`**${type ? ` · ${type}` : ''}${option && option.plugin !== 'core' ? ` · plugin \`${option.plugin}\`` : ''}`,
    withBrief ? entry.brief : '',
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
