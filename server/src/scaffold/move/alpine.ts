// The commands of a RUN that only Alpine knows, in Debian's words.

import { programOf } from '../../commands/wrappers.ts';
import type { AptName } from '../../knowledge/images/facts.ts';
import { debianPackage } from '../../knowledge/moving/tables.ts';
import type { Run } from '../../languages/dockerfile/facts.ts';

export interface Debian {
  readonly release: string;
  /** Whether compilers stay: something that is installed has to be built. */
  readonly compilers: boolean;
  aptName(name: string): AptName | undefined;
}

/** A command in Debian's words; an empty text takes it away. `dropped` are packages that nothing needs any more. */
export interface Translated {
  readonly text: string;
  readonly dropped: readonly string[];
  /** Packages by the name they were given to take them away again: `.build-deps`. */
  readonly virtual?: { readonly name: string; readonly packages: readonly string[] };
}

/** A command that is not understood, and why. */
export interface Unclear {
  readonly unclear: string;
}

/** How the command was laid out: what stands between its words where they have lines of their own. */
interface Layout {
  /** ` \` and a line break with the indentation; a blank where all is on one line. */
  readonly gap: string;
  readonly deeper: string;
}

export const layoutOf = (text: string): Layout => {
  const found = /[ \t]*\\\r?\n(?:[ \t]*#[^\n]*\n)*([ \t]*)/.exec(text);
  if (!found) return { gap: ' ', deeper: ' ' };
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = found[1] || '    ';
  return { gap: ` \\${end}${indent}`, deeper: ` \\${end}${indent}    ` };
};

/** Comments that stand between the words of a command: they are kept. */
const commentsIn = (text: string): readonly string[] => [...text.matchAll(/^[ \t]*#[^\n]*$/gm)].map(([line]) => line.trimEnd());

/** Translates one command of a RUN; nothing when Debian takes it as it is. */
export const translate = (
  run: Run,
  text: string,
  debian: Debian,
  virtuals: ReadonlyMap<string, readonly string[]>,
): Translated | Unclear | undefined => {
  const words = run.words.map((word) => word.text);
  switch (programOf(run.words[0])) {
    case 'apk':
      return apk(run, words, text, debian, virtuals);
    case 'addgroup':
      return addgroup(words);
    case 'adduser':
      return adduser(words);
    case 'rm':
      return words.some((word) => word.startsWith('/var/cache/apk')) ? { text: '', dropped: [] } : undefined;
    default:
      return /\/etc\/apk\//.test(text) ? { unclear: 'it changes the repositories of apk' } : undefined;
  }
};

const apk = (
  { installation }: Run,
  words: readonly string[],
  text: string,
  debian: Debian,
  virtuals: ReadonlyMap<string, readonly string[]>,
): Translated | Unclear => {
  const verb = words.slice(1).find((word) => !word.startsWith('-')) ?? '';
  if (verb === 'del') {
    const names = words.slice(words.indexOf('del') + 1).filter((word) => !word.startsWith('-'));
    const packages = names.flatMap((name) => virtuals.get(name) ?? namesOf(name, debian) ?? []);
    return { text: packages.length > 0 ? `apt-get purge -y --auto-remove ${packages.join(' ')}` : '', dropped: [] };
  }
  if (/^(?:update|upgrade|cache|fix)$/.test(verb)) return { text: '', dropped: [] };
  if (verb !== 'add' || !installation) return { unclear: `\`apk ${verb}\` has no counterpart that is known` };
  if (!installation.complete) return { unclear: 'what apk installs is decided while the image is built' };
  if (installation.options.some(({ name }) => /^(?:-X|--repository|--repositories-file)$/.test(name)))
    return { unclear: 'apk installs from another repository' };
  const dropped: string[] = [];
  const packages: string[] = [];
  for (const { name } of installation.packages) {
    const found = debianPackage(name, debian.release);
    const names = namesOf(name, debian);
    if (!names) return { unclear: `the Debian package for Alpine's \`${name}\` is not known` };
    if (found?.for === 'uwsgi' || (found?.for === 'compiler' && !debian.compilers)) dropped.push(name);
    else for (const one of names) if (!packages.includes(one)) packages.push(one);
  }
  const { gap, deeper } = layoutOf(text);
  const comments = commentsIn(text);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const remarks = comments.length > 0 && gap !== ' ' ? ` \\${end}${comments.join(end)}${end}${gap.slice(gap.lastIndexOf('\n') + 1)}` : gap;
  const list = packages.length > 3 || gap !== ' ' ? packages.map((name) => `${deeper}${name}`).join('') : ` ${packages.join(' ')}`;
  const command = `apt-get update${remarks}&& apt-get install -y --no-install-recommends${list}${gap}&& rm -rf /var/lib/apt/lists/*`;
  const name = installation.options.find((one) => one.name === '-t' || one.name === '--virtual')?.value;
  return {
    text: packages.length === 0 ? '' : command,
    dropped,
    ...(name === undefined ? {} : { virtual: { name, packages } }),
  };
};

/** Debian's names for a package of Alpine: those of the table, else the same name where the release has it. */
const namesOf = (alpine: string, { release, aptName }: Debian): readonly string[] | undefined => {
  const found = debianPackage(alpine, release)?.names;
  if (found) return found;
  return aptName(alpine)?.status === 'real' ? [alpine] : undefined;
};

/** The options of BusyBox's two programs, as `-S -u 1000 -G app name` or glued: `-Su 1000`. */
const parsed = (
  words: readonly string[],
  valued: string,
): { readonly flags: ReadonlyMap<string, string>; readonly names: readonly string[] } | undefined => {
  const flags = new Map<string, string>();
  const names: string[] = [];
  const long: Readonly<Record<string, string>> = {
    '--system': 'S',
    '--disabled-password': 'D',
    '--no-create-home': 'H',
    '--uid': 'u',
    '--gid': 'g',
    '--home': 'h',
    '--shell': 's',
    '--ingroup': 'G',
    '--gecos': 'g',
  };
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-')) {
      names.push(word);
      continue;
    }
    const [name = '', value] = word.startsWith('--') ? word.split('=', 2) : [];
    const letters = word.startsWith('--') ? long[name] : word.slice(1);
    if (letters === undefined) return undefined;
    for (const letter of letters) flags.set(letter, valued.includes(letter) ? (value ?? words[++i] ?? '') : '');
  }
  return { flags, names };
};

const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `"${text.replaceAll(/["\\$`]/g, '\\$&')}"`);

/** `addgroup [-g GID] [-S] [USER] GROUP`. */
const addgroup = (words: readonly string[]): Translated | Unclear => {
  const read = parsed(words, 'g');
  if (!read) return { unclear: '`addgroup` has options that are not known' };
  const [first, second] = read.names;
  if (second !== undefined) return { text: `usermod --append --groups ${word(second)} ${word(first ?? '')}`, dropped: [] };
  const flags = [read.flags.has('S') ? '--system' : '', read.flags.has('g') ? `--gid ${word(read.flags.get('g') ?? '')}` : ''];
  return { text: ['groupadd', ...flags, word(first ?? '')].filter(Boolean).join(' '), dropped: [] };
};

/** `adduser [-h DIR] [-g GECOS] [-s SHELL] [-G GROUP] [-S] [-D] [-H] [-u UID] USER [GROUP]`. */
const adduser = (words: readonly string[]): Translated | Unclear => {
  const read = parsed(words, 'hgsGuk');
  if (!read) return { unclear: '`adduser` has options that are not known' };
  const { flags, names } = read;
  const [user = '', group] = names;
  if (group !== undefined) return { text: `usermod --append --groups ${word(group)} ${word(user)}`, dropped: [] };
  const value = (letter: string, flag: string): string => (flags.has(letter) ? `${flag} ${word(flags.get(letter) ?? '')}` : '');
  return {
    text: [
      'useradd',
      flags.has('S') ? '--system' : '',
      value('u', '--uid'),
      value('G', '--gid'),
      value('h', '--home-dir'),
      flags.has('H') || flags.has('S') ? '--no-create-home' : '--create-home',
      value('s', '--shell'),
      (flags.get('g') ?? '') !== '' ? value('g', '--comment') : '',
      word(user),
    ]
      .filter(Boolean)
      .join(' '),
    dropped: [],
  };
};
