// Commands that make users, said in the words of the other family of tools.
import type { Argument } from '../../../commands/resolve.ts';

interface Words {
  readonly name: string | undefined;
  readonly options: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

const valued: Readonly<Record<string, RegExp>> = {
  adduser: /^-[hgsGuk]$|^--(?:home|shell|uid|gid|ingroup|comment|gecos|firstuid|lastuid)$/,
  addgroup: /^-g$|^--gid$/,
  useradd: /^-[bcdefgGkKpsuZ]$|^--(?:base-dir|comment|home-dir|home|expiredate|gid|groups|skel|key|password|shell|uid)$/,
  groupadd: /^-[gKpR]$|^--(?:gid|key|password|root)$/,
};

/** Options and operands of a command; nothing where one of its words is decided at run time or options are bundled. */
const read = (words: readonly Argument[]): Words | undefined => {
  const name = words[0]?.text.replace(/^.*\//, '') ?? '';
  const takes = Object.hasOwn(valued, name) ? valued[name] : undefined;
  const options = new Map<string, string>();
  const operands: string[] = [];
  const list = words.slice(1).flatMap(({ text }) => (/^-[A-Za-z]{2,}$/.test(text) ? [...text.slice(1)].map((one) => `-${one}`) : [text]));
  if (!takes || words.some(({ known }) => !known)) return undefined;
  for (let i = 0; i < list.length; i++) {
    const word = list[i] ?? '';
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const option = equals < 0 ? word : word.slice(0, equals);
    if (equals >= 0) options.set(option, word.slice(equals + 1));
    else options.set(option, takes.test(option) ? (list[++i] ?? '') : '');
  }
  return { name, options, operands };
};

/** For each option of one tool: what the other calls it; empty where it does so anyway. A `=` takes the value along. */
const translate = ({ options }: Words, table: Readonly<Record<string, string>>): readonly string[] | undefined => {
  const out: string[] = [];
  for (const [option, value] of options) {
    const other = Object.hasOwn(table, option) ? table[option] : undefined;
    if (other === undefined) return undefined;
    if (other === '' || (other.endsWith('=') && value === '')) continue;
    if (other.endsWith('=')) out.push(other.slice(0, -1), /^[\w./:-]+$/.test(value) ? value : `'${value}'`);
    else out.push(other);
  }
  return out;
};

const toUseradd: Readonly<Record<string, string>> = {
  '--disabled-password': '',
  '--disabled-login': '',
  '--quiet': '',
  '-q': '',
  '-D': '',
  '--gecos': '--comment=',
  '--comment': '--comment=',
  '-g': '--comment=',
  '--home': '--home-dir=',
  '-h': '--home-dir=',
  '--shell': '--shell=',
  '-s': '--shell=',
  '--uid': '--uid=',
  '-u': '--uid=',
  '--gid': '--gid=',
  '--ingroup': '--gid=',
  '-G': '--gid=',
  '--system': '--system',
  '-S': '--system',
  '--group': '--user-group',
  '--no-create-home': '--no-create-home',
  '-H': '--no-create-home',
};
const toAdduser: Readonly<Record<string, string>> = {
  '-m': '',
  '--create-home': '',
  '-l': '',
  '--no-log-init': '',
  '-U': '',
  '--user-group': '',
  '-M': '-H',
  '--no-create-home': '-H',
  '-u': '-u=',
  '--uid': '-u=',
  '-g': '-G=',
  '--gid': '-G=',
  '-s': '-s=',
  '--shell': '-s=',
  '-d': '-h=',
  '--home-dir': '-h=',
  '--home': '-h=',
  '-c': '-g=',
  '--comment': '-g=',
  '-r': '-S',
  '--system': '-S',
};

/**
 * The command in the words of the tools that every Debian image has (useradd, groupadd), or of those of Alpine (adduser,
 * addgroup); nothing where they have no words for it.
 */
export const inOtherWords = (words: readonly Argument[]): string | undefined => {
  const command = read(words);
  const [first, second, ...more] = command?.operands ?? [];
  if (!command || !first || more.length > 0) return undefined;
  const said = (program: string, options: readonly string[] | undefined) => options && [program, ...options, first].join(' ');
  switch (command.name) {
    case 'adduser': {
      if (second) return command.options.size === 0 ? `usermod --append --groups ${second} ${first}` : undefined;
      const options = translate(command, toUseradd);
      // Without saying so useradd makes no home, and adduser makes one for everybody but the system's users.
      const home = options && !options.some((one) => one === '--system' || one === '--no-create-home') ? ['--create-home'] : [];
      return said('useradd', options && [...home, ...options]);
    }
    case 'addgroup':
      if (second) return command.options.size === 0 ? `usermod --append --groups ${second} ${first}` : undefined;
      return said(
        'groupadd',
        translate(command, { '--system': '--system', '-S': '--system', '--gid': '--gid=', '-g': '--gid=', '--quiet': '' }),
      );
    case 'useradd': {
      if (second) return undefined;
      const options = translate(command, toAdduser);
      const home = command.options.has('-m') || command.options.has('--create-home') || options?.includes('-H') ? [] : ['-H'];
      return said('adduser', options && ['-D', ...home, ...options]);
    }
    case 'groupadd':
      return second
        ? undefined
        : said('addgroup', translate(command, { '-r': '-S', '--system': '-S', '-g': '-g=', '--gid': '-g=', '-f': '', '--force': '' }));
    default:
      return undefined;
  }
};
