// Commands of a shell line, so many characters further on. What nobody asks for is not moved: most of a file's commands are only
// looked at for their words.
import { moved, type Span } from '../text/span.ts';
import type { Assignment, Joint, Redirect, ShellCommand, ShellPart, ShellWord } from './command.ts';
import type { Installation } from './installs.ts';
import type { Argument } from './resolve.ts';
import type { Spliced } from './spliced.ts';

class MovedWord implements ShellWord {
  readonly text: string;
  readonly literal: boolean;
  #parts: readonly ShellPart[] | undefined;
  #span: Span | undefined;
  readonly #word: ShellWord;
  readonly #by: number;

  constructor(word: ShellWord, by: number) {
    this.text = word.text;
    this.literal = word.literal;
    this.#word = word;
    this.#by = by;
  }
  get parts(): readonly ShellPart[] {
    this.#parts ??= this.#word.parts.map((part) => movedPart(part, this.#by));
    return this.#parts;
  }
  get span(): Span {
    this.#span ??= moved(this.#word.span, this.#by);
    return this.#span;
  }
}

class MovedCommand implements ShellCommand {
  readonly before: Joint;
  readonly after: Joint | 'end';
  readonly certain: boolean;
  #assignments: readonly Assignment[] | undefined;
  #words: readonly ShellWord[] | undefined;
  #redirects: readonly Redirect[] | undefined;
  #span: Span | undefined;
  readonly #command: ShellCommand;
  readonly #by: number;

  constructor(command: ShellCommand, by: number) {
    this.before = command.before;
    this.after = command.after;
    this.certain = command.certain;
    this.#command = command;
    this.#by = by;
  }
  get assignments(): readonly Assignment[] {
    const by = this.#by;
    this.#assignments ??= this.#command.assignments.map(({ name, value, span }) => ({
      name,
      value: new MovedWord(value, by),
      span: moved(span, by),
    }));
    return this.#assignments;
  }
  get words(): readonly ShellWord[] {
    this.#words ??= this.#command.words.map((word) => new MovedWord(word, this.#by));
    return this.#words;
  }
  get redirects(): readonly Redirect[] {
    const by = this.#by;
    this.#redirects ??= this.#command.redirects.map(({ operator, descriptor, target, body, span }) => ({
      operator,
      descriptor,
      target: target && new MovedWord(target, by),
      body: body && moved(body, by),
      span: moved(span, by),
    }));
    return this.#redirects;
  }
  get span(): Span {
    this.#span ??= moved(this.#command.span, this.#by);
    return this.#span;
  }
}

const movedPart = (part: ShellPart, by: number): ShellPart => {
  const span = moved(part.span, by);
  return part.is === 'substitution' ? { ...part, span, commands: movedCommands(part.commands, by) } : { ...part, span };
};

/** The commands so many characters further on; the same list when they stay where they are. */
export const movedCommands = (commands: readonly ShellCommand[], by: number): readonly ShellCommand[] =>
  by === 0 ? commands : commands.map((command) => new MovedCommand(command, by));

/** Arguments so many characters further on. */
export const movedArguments = (words: readonly Argument[], by: number): readonly Argument[] =>
  by === 0 ? words : words.map((word) => ({ ...word, span: moved(word.span, by) }));

/** An installation so many characters further on. */
export const movedInstallation = (installation: Installation, by: number): Installation =>
  by === 0
    ? installation
    : {
        ...installation,
        packages: installation.packages.map((one) => ({ ...one, span: moved(one.span, by) })),
        files: installation.files.map((one) => ({ ...one, span: moved(one.span, by) })),
        options: installation.options.map((one) => ({ ...one, span: moved(one.span, by) })),
        words: movedArguments(installation.words, by),
        span: moved(installation.span, by),
      };

/** A joined text whose stretches stand so many characters further on. */
export const movedSpliced = ({ text, stretches }: Spliced, by: number): Spliced => ({
  text,
  stretches: stretches.map((stretch) => ({ ...stretch, from: stretch.from + by })),
});
