// What a list of words finally starts: shells, wrappers and scripts in front taken away.
import type { Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import { decide } from './branch.ts';
import type { ShellCommand } from './command.ts';
import { type Argument, assignmentsOver, inFile, type Lookup, resolveWords } from './resolve.ts';
import { readServer, type ServerCommand } from './servers.ts';
import { splitShell } from './shell.ts';
import { unspliced } from './spliced.ts';
import { programOf, unwrap } from './wrappers.ts';

/** One program that is started. */
export interface Launched {
  /** Its words, what only passes on taken away. */
  readonly words: readonly Argument[];
  readonly server: ServerCommand | undefined;
  /** A shell stays in front of it and gets the signals: it is started without `exec`. */
  readonly behindShell: boolean;
  /** False when a script or a condition decides whether it is started. */
  readonly certain: boolean;
  readonly span: Span;
  /** The script it stands in; nothing for the file whose words were given. `span` lies in it. */
  readonly uri: Uri | undefined;
  /** Where its words were given to a script: the command of the script that starts them, `"$@"`. */
  readonly handedOn: { readonly uri: Uri; readonly span: Span } | undefined;
  /** The variables it is started with, as far as they are known. */
  readonly variables: Lookup;
}

export interface Launch {
  /** In the order they are started; the container lives as long as the last one, as far as the files tell. */
  readonly programs: readonly Launched[];
  /** The first script in front that could not be read: what it does is not known. */
  readonly script: Argument | undefined;
  /** Programs that only pass on, from outside in: `tini`, `gosu`. */
  readonly through: readonly string[];
  /** The last server that is started. */
  readonly server: ServerCommand | undefined;
}

/** A script of the project, read. */
export interface Script {
  readonly uri: Uri;
  readonly commands: readonly ShellCommand[];
}

export interface LaunchContext {
  readonly lookup: Lookup;
  /** Lines for a shell that have been split already, with better places than their text alone would give. */
  readonly lines: readonly { readonly line: string; readonly commands: readonly ShellCommand[] }[];
  /** The script that a word names; nothing when it cannot be read. */
  readonly script?: (word: Argument) => Script | undefined;
  /** True when more words may follow those that are given: then nothing is decided by words that are missing. */
  readonly open?: boolean;
  readonly span: Span;
}

const isShell = (word: Argument | undefined): boolean => /^(?:ba|da|a)?sh$/.test(programOf(word));
const named = /(?:entry|start|run|boot|init|launch|docker)[^/]*$/i;
/** A program of the project that does something first and then, usually, starts the words it was given. */
const isScript = ({ text }: Argument): boolean => /\.(?:sh|bash)$/.test(text) || (text.includes('/') && named.test(text));
/** More steps than these are a loop of words that start each other. */
const deepest = 8;
/** More programs than these are no start of a container, but scripts that call each other many times over. */
const most = 500;

interface Way {
  readonly behindShell: boolean;
  /** Whether the shell that runs the command has a shell in front of it. */
  readonly outside: boolean;
  readonly certain: boolean;
  readonly span: Span;
  readonly uri: Uri | undefined;
  readonly variables: Lookup;
}

/** Follows the words a container starts with. */
export const launch = (given: readonly Argument[], { lookup, lines, script: read, open = false, span }: LaunchContext): Launch => {
  const through: string[] = [];
  const programs: Launched[] = [];
  let script: Argument | undefined;

  const splitLine = (line: Argument): readonly ShellCommand[] =>
    lines.find((one) => one.line === line.text)?.commands ?? splitShell(unspliced(line.text, line.span.from));

  /** `positions` are the words behind: the first is `$0`, the others `$@`. */
  const fromCommands = (commands: readonly ShellCommand[], given: readonly Argument[], outer: Way, depth: number) => {
    const outside = outer.behindShell;
    let positions = given;
    const before = new Map<object, string | boolean | undefined>();
    const special: Lookup = (name) => (/^[@*0-9]$/.test(name) ? textOfPositions(name, positions, open) : undefined);
    const assigned = assignmentsOver(outer.variables, special);
    const placed = (word: Argument): Argument => (outer.uri === undefined || word.uri !== undefined ? word : inFile(word, outer.uri));
    for (const command of commands) {
      if (programs.length >= most) return;
      const own = assigned.now();
      const decided = command.branches ? decide(command.branches, { positions, open, lookup: own, before }) : undefined;
      if (decided === false) continue;
      const certain = command.certain || decided === true;
      const words = resolveWords(command.words, own).flatMap((word): readonly Argument[] => {
        if (word.known || !/^\$(?:[@*0-9]|\{[@*0-9]\})$/.test(word.text)) return [placed(word)];
        if (/[@*]/.test(word.text)) return positions.slice(1);
        const number = Number(/\d/.exec(word.text)?.[0]);
        const position = positions[number];
        return position ? [position] : number === 0 ? [] : [placed(word)];
      });
      assigned.take(command, certain);
      if (words[0]?.text === 'set' && words[1]?.text === '--') {
        // From here on these are the words of the script, as far as that is sure.
        const [self] = positions;
        const next = words.slice(2);
        if (self) positions = certain ? [self, ...next] : [self, ...next.map((word) => ({ ...word, known: false }))];
        continue;
      }
      const { assignments, span: place } = command;
      const variables: Lookup = (name) => {
        const set = assignments.findLast((one) => one.name === name);
        return set ? (set.value.literal ? set.value.text : null) : own(name);
      };
      const behindShell = outside || programOf(words[0]) !== 'exec';
      start(words, { ...outer, behindShell, outside, certain: outer.certain && certain, span: place, variables }, depth + 1);
      // What stands behind is never reached.
      if (certain && (words[0]?.text === 'exit' || (words[0]?.text === 'exec' && words.length > 1))) return;
    }
  };

  const start = (list: readonly Argument[], way: Way, depth: number) => {
    const { words, through: wrappers } = unwrap(list);
    through.push(...wrappers.filter((name) => name !== 'exec'));
    const [first, second, line] = words;
    // `exec` without words only redirects.
    if (!first || depth > deepest || (words.length === 1 && first.text === 'exec')) return;
    if (isShell(first) && second && line && /^-[a-z]*c$/.test(second.text))
      return fromCommands(splitLine(line), words.slice(3), { ...way, uri: line.uri }, depth);
    const file = scriptIn(words);
    // Words that a script was given stand in another file than the line that starts them.
    const own = first.uri === way.uri;
    const place = own ? way.span : { from: first.span.from, to: words.findLast(({ uri }) => uri === first.uri)?.span.to ?? first.span.to };
    const server = readServer(words, place, way.variables);
    const followed = server || !file.known ? undefined : read?.(file);
    if (followed) {
      const positions = words.slice(words.indexOf(file));
      // What is sourced runs in the same shell.
      const behindShell = /^(?:\.|source)$/.test(first.text) ? way.outside : way.behindShell;
      return fromCommands(followed.commands, positions, { ...way, behindShell, uri: followed.uri }, depth);
    }
    const { behindShell, certain, variables } = way;
    const handedOn = own || way.uri === undefined ? undefined : { uri: way.uri, span: way.span };
    programs.push({ words, server, behindShell, certain, span: place, uri: first.uri, handedOn, variables });
    if (server || !isScript(file)) return;
    script ??= file;
    const rest = words.slice(words.indexOf(file) + 1);
    if (rest.length > 0) start(rest, { ...way, behindShell: false, certain: false }, depth + 1);
  };

  start(given, { behindShell: false, outside: false, certain: true, span, uri: given[0]?.uri, variables: lookup }, 0);
  return { programs, script, through, server: programs.findLast((one) => one.server)?.server };
};

/** What `$1` and `$@` stand for where they are assigned; `null` when that is not known. */
const textOfPositions = (name: string, positions: readonly Argument[], open: boolean): string | null => {
  const wanted = name === '@' || name === '*' ? positions.slice(1) : positions.slice(Number(name), Number(name) + 1);
  if (open || wanted.some(({ known }) => !known)) return null;
  return wanted.map(({ text }) => text).join(' ');
};

/** The word that may name a script: the one a shell is given (`bash -e start.sh`), else the first. */
const scriptIn = (words: readonly Argument[]): Argument => {
  const [first] = words as readonly [Argument];
  if (!isShell(first) && !/^(?:\.|source)$/.test(first.text)) return first;
  return words.slice(1).find(({ text }) => !/^[-+]/.test(text)) ?? first;
};
