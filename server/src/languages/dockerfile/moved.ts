// Instructions that an edit in front of them has moved. They are read once; their places follow when somebody asks for them.
import { movedSpliced } from '../../commands/moved.ts';
import type { Spliced } from '../../commands/spliced.ts';
import { moved, type Span } from '../../text/span.ts';
import type { Command, Flag, JsonWord, Pair, Word } from './arguments.ts';
import type { Heredoc } from './heredoc.ts';
import type { DockerfileNode, Gap, Instruction } from './parse.ts';

const movedWord = (word: Word, by: number): Word => ({ text: word.text, at: word.at, span: moved(word.span, by) });

const movedJsonWord = (word: JsonWord, by: number): JsonWord => ({
  ...movedWord(word, by),
  quoted: moved(word.quoted, by),
  spliced: movedSpliced(word.spliced, by),
});

const movedCommand = (command: Command, by: number): Command =>
  command.form === 'exec'
    ? { form: 'exec', words: command.words.map((word) => movedJsonWord(word, by)), span: moved(command.span, by) }
    : { form: 'shell', body: command.body, span: moved(command.span, by) };

const movedFlag = ({ name, nameSpan, value, valueSpan, span }: Flag, by: number): Flag => ({
  name,
  nameSpan: moved(nameSpan, by),
  value,
  valueSpan: valueSpan && moved(valueSpan, by),
  span: moved(span, by),
});

const movedPair = ({ name, value, span }: Pair, by: number): Pair => ({
  name: movedWord(name, by),
  value: value && movedWord(value, by),
  span: moved(span, by),
});

const movedHeredoc = (heredoc: Heredoc, by: number): Heredoc => ({
  ...heredoc,
  mark: moved(heredoc.mark, by),
  body: moved(heredoc.body, by),
  end: heredoc.end && moved(heredoc.end, by),
});

/** What of a moved instruction was asked for. */
interface Parts {
  content?: Span;
  keyword?: Word;
  flags?: readonly Flag[];
  words?: readonly Word[];
  pairs?: readonly Pair[];
  command?: Command;
  line?: Spliced;
  script?: Spliced;
  gaps?: readonly Gap[];
  continuations?: readonly Span[];
  heredocs?: readonly Heredoc[];
  trigger?: Instruction;
}

/** An edit makes thousands of them, so each has few fields until somebody asks for more. */
class MovedInstruction implements Instruction {
  readonly is = 'instruction';
  readonly name: string;
  readonly span: Span;
  /** As it was read, and how far it has moved since. */
  readonly read: Instruction;
  readonly by: number;
  #parts: Parts | undefined;

  constructor(read: Instruction, by: number) {
    this.name = read.name;
    this.span = moved(read.span, by);
    this.read = read;
    this.by = by;
  }
  get #made(): Parts {
    this.#parts ??= {};
    return this.#parts;
  }
  get json(): boolean {
    return this.read.json;
  }
  get spaced(): boolean {
    return this.read.spaced;
  }
  get body(): Span {
    return this.read.body;
  }
  get cut(): boolean {
    return this.read.cut;
  }
  get content(): Span {
    this.#made.content ??= moved(this.read.content, this.by);
    return this.#made.content;
  }
  get keyword(): Word {
    this.#made.keyword ??= movedWord(this.read.keyword, this.by);
    return this.#made.keyword;
  }
  get flags(): readonly Flag[] {
    this.#made.flags ??= this.read.flags.map((flag) => movedFlag(flag, this.by));
    return this.#made.flags;
  }
  get words(): readonly Word[] {
    // The strings of a JSON list know more than words do.
    this.#made.words ??= this.read.words.map((word) =>
      'quoted' in word ? movedJsonWord(word as JsonWord, this.by) : movedWord(word, this.by),
    );
    return this.#made.words;
  }
  get pairs(): readonly Pair[] {
    this.#made.pairs ??= this.read.pairs.map((pair) => movedPair(pair, this.by));
    return this.#made.pairs;
  }
  get command(): Command | undefined {
    if (!this.read.command) return undefined;
    this.#made.command ??= movedCommand(this.read.command, this.by);
    return this.#made.command;
  }
  get line(): Spliced {
    this.#made.line ??= movedSpliced(this.read.line, this.by);
    return this.#made.line;
  }
  get script(): Spliced {
    this.#made.script ??= this.read.script === this.read.line ? this.line : movedSpliced(this.read.script, this.by);
    return this.#made.script;
  }
  get gaps(): readonly Gap[] {
    this.#made.gaps ??= this.read.gaps.map(({ is, span, body }) => ({ is, span: moved(span, this.by), body: moved(body, this.by) }));
    return this.#made.gaps;
  }
  get continuations(): readonly Span[] {
    this.#made.continuations ??= this.read.continuations.map((span) => moved(span, this.by));
    return this.#made.continuations;
  }
  get heredocs(): readonly Heredoc[] {
    this.#made.heredocs ??= this.read.heredocs.map((heredoc) => movedHeredoc(heredoc, this.by));
    return this.#made.heredocs;
  }
  get trigger(): Instruction | undefined {
    if (!this.read.trigger) return undefined;
    this.#made.trigger ??= movedInstruction(this.read.trigger, this.by);
    return this.#made.trigger;
  }
}

/** An instruction as it was read, wherever it is now; a thousand are asked for with each keystroke. */
export const asRead = (instruction: Instruction): Instruction => (instruction instanceof MovedInstruction ? instruction.read : instruction);

/** An instruction as it was read, and how many characters it has moved since. */
export const readAs = (instruction: Instruction): { readonly read: Instruction; readonly by: number } =>
  instruction instanceof MovedInstruction ? instruction : { read: instruction, by: 0 };

const movedInstruction = (instruction: Instruction, by: number): Instruction => {
  const { read, by: before } = readAs(instruction);
  return before + by === 0 ? read : new MovedInstruction(read, before + by);
};

/** A node so many characters further on; the same object when it stays where it is. */
export const movedNode = (node: DockerfileNode, by: number): DockerfileNode => {
  if (by === 0) return node;
  switch (node.is) {
    case 'blank':
      return { is: 'blank', span: moved(node.span, by) };
    case 'comment':
      return { is: 'comment', span: moved(node.span, by), body: moved(node.body, by) };
    case 'directive':
      return {
        ...node,
        span: moved(node.span, by),
        body: moved(node.body, by),
        nameSpan: moved(node.nameSpan, by),
        valueSpan: moved(node.valueSpan, by),
      };
    case 'instruction':
      return movedInstruction(node, by);
  }
};
