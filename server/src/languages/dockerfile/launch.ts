// What the container of a stage starts: ENTRYPOINT and CMD put together as Docker does it.
import type { ShellCommand } from '../../commands/command.ts';
import { type Argument, type Lookup, resolveWords, withAssignments } from '../../commands/resolve.ts';
import { readServer, type ServerCommand } from '../../commands/servers.ts';
import { splitShell } from '../../commands/shell.ts';
import { unspliced } from '../../commands/spliced.ts';
import { programOf, unwrap } from '../../commands/wrappers.ts';
import type { Span } from '../../text/span.ts';
import type { Start } from './facts.ts';

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
}

export interface Launch {
  /** In the order they are started; the container lives as long as the last one, as far as the file tells. */
  readonly programs: readonly Launched[];
  /** A script in front: what it does is not written here. */
  readonly script: Argument | undefined;
  /** Programs that only pass on, from outside in: `tini`, `gosu`. */
  readonly through: readonly string[];
  /** The last server that is started. */
  readonly server: ServerCommand | undefined;
}

const isShell = (word: Argument | undefined): boolean => /^(?:ba|da|a)?sh$/.test(programOf(word));
const named = /(?:entry|start|run|boot|init|launch|docker)[^/]*$/i;
/** A program of the project that does something first and then, usually, starts the words it was given. */
const isScript = ({ text }: Argument): boolean => /\.(?:sh|bash)$/.test(text) || (text.includes('/') && named.test(text));
/** More steps than these are a loop of words that start each other. */
const deepest = 8;

/** The words Docker starts: the shell form stands for `/bin/sh -c line`. */
const wordsOf = (start: Start | undefined): readonly Argument[] => {
  if (!start) return [];
  if (start.form === 'exec') return start.words.map(({ text, known, span }) => ({ text, known, span }));
  const word = (text: string): Argument => ({ text, known: true, span: start.span });
  return [word('/bin/sh'), word('-c'), word(start.line)];
};

/** Puts ENTRYPOINT and CMD together; nothing when neither is set. `lookup` gives the variables of the image. */
export const launchOf = (entrypoint: Start | undefined, cmd: Start | undefined, lookup: Lookup): Launch | undefined => {
  if (!entrypoint && !cmd) return undefined;
  const through: string[] = [];
  const programs: Launched[] = [];
  let script: Argument | undefined;

  interface Way {
    readonly behindShell: boolean;
    readonly certain: boolean;
    readonly span: Span;
    readonly variables: Lookup;
  }

  /** The simple commands of a quoted line; those that the facts hold already have better places. */
  const splitLine = (line: Argument): readonly ShellCommand[] => {
    const held = [entrypoint, cmd].find((start) => start && start.line === line.text);
    return held ? held.commands : splitShell(unspliced(line.text, line.span.from));
  };

  /** `given` are the words behind the line: the first is `$0`, the others `$@`. */
  const fromLine = (line: Argument, given: readonly Argument[], outer: Way, depth: number) => {
    const commands = splitLine(line);
    const own = withAssignments(commands, outer.variables);
    for (const command of commands) {
      const { assignments, certain, span } = command;
      const words = resolveWords(command.words, own).flatMap((word): readonly Argument[] => {
        if (word.known || !/^\$(?:[@*0]|\{[@*0]\})$/.test(word.text)) return [word];
        return word.text.includes('0') ? given.slice(0, 1) : given.slice(1);
      });
      const variables: Lookup = (name) => {
        const set = assignments.findLast((one) => one.name === name);
        return set ? (set.value.literal ? set.value.text : undefined) : own(name);
      };
      const behindShell = programOf(words[0]) !== 'exec';
      start(words, { behindShell, certain: outer.certain && certain, span, variables }, depth + 1);
    }
  };

  const start = (list: readonly Argument[], way: Way, depth: number) => {
    const { words, through: wrappers } = unwrap(list);
    through.push(...wrappers.filter((name) => name !== 'exec'));
    const [first, second, line] = words;
    if (!first || depth > deepest) return;
    if (isShell(first) && second && line && /^-[a-z]*c$/.test(second.text)) return fromLine(line, words.slice(3), way, depth);
    const file = isShell(first) && second && !second.text.startsWith('-') ? second : first;
    const server = readServer(words, way.span, way.variables);
    programs.push({ words, server, behindShell: way.behindShell, certain: way.certain, span: way.span });
    if (server || !isScript(file)) return;
    script ??= file;
    const rest = words.slice(words.indexOf(file) + 1);
    if (rest.length > 0) start(rest, { ...way, behindShell: false, certain: false }, depth + 1);
  };

  const span = (cmd ?? entrypoint)?.span ?? { from: 0, to: 0 };
  start([...wordsOf(entrypoint), ...wordsOf(cmd)], { behindShell: false, certain: true, span, variables: lookup }, 0);
  return { programs, script, through, server: programs.findLast((one) => one.server)?.server };
};
