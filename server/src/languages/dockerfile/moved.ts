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

class MovedInstruction implements Instruction {
  readonly is = 'instruction';
  readonly name: string;
  readonly json: boolean;
  readonly spaced: boolean;
  readonly body: Span;
  readonly cut: boolean;
  readonly span: Span;
  readonly content: Span;
  /** As it was read, and how far it has moved since. */
  readonly read: Instruction;
  readonly by: number;
  #keyword: Word | undefined;
  #flags: readonly Flag[] | undefined;
  #words: readonly Word[] | undefined;
  #pairs: readonly Pair[] | undefined;
  #command: Command | undefined;
  #line: Spliced | undefined;
  #script: Spliced | undefined;
  #gaps: readonly Gap[] | undefined;
  #continuations: readonly Span[] | undefined;
  #heredocs: readonly Heredoc[] | undefined;
  #trigger: Instruction | undefined;

  constructor(read: Instruction, by: number) {
    this.name = read.name;
    this.json = read.json;
    this.spaced = read.spaced;
    this.body = read.body;
    this.cut = read.cut;
    this.span = moved(read.span, by);
    this.content = moved(read.content, by);
    this.read = read;
    this.by = by;
  }
  get keyword(): Word {
    this.#keyword ??= movedWord(this.read.keyword, this.by);
    return this.#keyword;
  }
  get flags(): readonly Flag[] {
    this.#flags ??= this.read.flags.map((flag) => movedFlag(flag, this.by));
    return this.#flags;
  }
  get words(): readonly Word[] {
    // The strings of a JSON list know more than words do.
    this.#words ??= this.read.words.map((word) => ('quoted' in word ? movedJsonWord(word as JsonWord, this.by) : movedWord(word, this.by)));
    return this.#words;
  }
  get pairs(): readonly Pair[] {
    this.#pairs ??= this.read.pairs.map((pair) => movedPair(pair, this.by));
    return this.#pairs;
  }
  get command(): Command | undefined {
    if (!this.read.command) return undefined;
    this.#command ??= movedCommand(this.read.command, this.by);
    return this.#command;
  }
  get line(): Spliced {
    this.#line ??= movedSpliced(this.read.line, this.by);
    return this.#line;
  }
  get script(): Spliced {
    this.#script ??= this.read.script === this.read.line ? this.line : movedSpliced(this.read.script, this.by);
    return this.#script;
  }
  get gaps(): readonly Gap[] {
    this.#gaps ??= this.read.gaps.map(({ is, span, body }) => ({ is, span: moved(span, this.by), body: moved(body, this.by) }));
    return this.#gaps;
  }
  get continuations(): readonly Span[] {
    this.#continuations ??= this.read.continuations.map((span) => moved(span, this.by));
    return this.#continuations;
  }
  get heredocs(): readonly Heredoc[] {
    this.#heredocs ??= this.read.heredocs.map((heredoc) => movedHeredoc(heredoc, this.by));
    return this.#heredocs;
  }
  get trigger(): Instruction | undefined {
    if (!this.read.trigger) return undefined;
    this.#trigger ??= movedInstruction(this.read.trigger, this.by);
    return this.#trigger;
  }
}

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
