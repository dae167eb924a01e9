// What the commands of a RUN come to: their words with variables filled in, and what they install. Read once for each command and
// each set of values its variables have, however often an edit elsewhere moves it.
import type { ShellCommand, ShellPart, ShellWord } from '../../commands/command.ts';
import { type Installation, readInstallation } from '../../commands/installs.ts';
import { movedArguments, movedInstallation } from '../../commands/moved.ts';
import { type Argument, type Lookup, resolveWords } from '../../commands/resolve.ts';
import { unwrap } from '../../commands/wrappers.ts';
import { memo } from '../memo.ts';

/** A command as it was read; its places are those of that time. */
interface Reading {
  readonly given: readonly Argument[];
  /** Wrappers taken away. */
  readonly words: readonly Argument[];
  readonly installation: Installation | undefined;
}

const nothing: Reading = { given: [], words: [], installation: undefined };

/** The variables whose values decide what the words are. */
const variablesOf = (words: readonly ShellWord[]): readonly string[] => {
  const out = new Set<string>();
  const visit = (part: ShellPart) => {
    if (part.is === 'variable') out.add(part.name);
  };
  for (const { literal, parts } of words) if (!literal) parts.forEach(visit);
  return [...out];
};

interface Kept {
  readonly variables: readonly string[];
  values?: readonly (string | null | undefined)[];
  reading?: Reading;
}
const keptOf = memo((command: ShellCommand): Kept => ({ variables: variablesOf(command.words) }));

const readingOf = (command: ShellCommand, lookup: Lookup): Reading => {
  if (command.words.length === 0) return nothing;
  const kept = keptOf(command);
  const values = kept.variables.length === 0 ? none : kept.variables.map(lookup);
  if (kept.reading && kept.values?.every((value, i) => value === values[i])) return kept.reading;
  const all = resolveWords(command.words, lookup);
  const installation = readInstallation(all, command.span);
  kept.values = values;
  kept.reading = { given: all, words: installation?.words ?? unwrap(all).words, installation };
  return kept.reading;
};
const none: readonly undefined[] = [];

/** What a command comes to, at its place: moved when somebody asks. */
export class CommandReading {
  readonly #reading: Reading;
  readonly #by: number;
  #given: readonly Argument[] | undefined;
  #words: readonly Argument[] | undefined;
  #installation: Installation | undefined;

  /** `command` as it was read, `by` how far it has moved since. */
  constructor(command: ShellCommand, by: number, lookup: Lookup) {
    this.#reading = readingOf(command, lookup);
    this.#by = by;
  }
  get given(): readonly Argument[] {
    this.#given ??= this.#reading.given === this.#reading.words ? this.words : movedArguments(this.#reading.given, this.#by);
    return this.#given;
  }
  get words(): readonly Argument[] {
    this.#words ??= movedArguments(this.#reading.words, this.#by);
    return this.#words;
  }
  get installation(): Installation | undefined {
    const { installation } = this.#reading;
    if (!installation) return undefined;
    this.#installation ??= movedInstallation(installation, this.#by);
    return this.#installation;
  }
}
