// What a Dockerfile says, as plain data: its stages, and what each of them sets, copies, runs and installs.
import type { ShellCommand } from '../../commands/command.ts';
import type { Installation, InstalledPackage } from '../../commands/installs.ts';
import type { Launch } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import type { Span } from '../../text/span.ts';
import { isTemplatePath, type Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import type { Lookup, Value } from './expand.ts';
import type { Base } from './image.ts';
import { keptStage } from './kept-stage.ts';
import type { Instruction } from './parse.ts';
import { settingsOf } from './stage.ts';
import { isTemplate } from './template.ts';

/** A variable as an instruction sees it. */
export interface Variable {
  readonly name: string;
  /** Nothing when it is decided when the image is built. */
  readonly value: string | undefined;
  /** The value as far as it is known; what is not stays as it is written: `/opt/venv/bin:$PATH`. */
  readonly text: string;
  readonly by: 'ENV' | 'ARG';
  readonly span: Span;
}
export type Environment = ReadonlyMap<string, Variable>;

/** A name that is declared: ENV, ARG, LABEL. */
export interface Setting {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Value | undefined;
  readonly instruction: Instruction;
}

export interface Copy {
  readonly by: 'COPY' | 'ADD';
  readonly sources: readonly Value[];
  readonly destination: Value | undefined;
  /** The stage, image or context of `--from`. */
  readonly from: Value | undefined;
  /** The earlier stage that `from` means. */
  readonly stage: Stage | undefined;
  readonly owner: string | undefined;
  readonly instruction: Instruction;
  readonly step: Step;
}

/** A command that the image starts: CMD, ENTRYPOINT, HEALTHCHECK. */
export interface Start {
  readonly form: 'exec' | 'shell';
  /** The words of the exec form, decoded; for the shell form the simple commands of its line. */
  readonly words: readonly Value[];
  readonly commands: readonly ShellCommand[];
  /** The line that a shell is given: that of the shell form, or of `["sh", "-c", "…"]`; empty when there is no shell. */
  readonly line: string;
  readonly instruction: Instruction;
  readonly span: Span;
}

/** One simple command of a RUN, and what it installs. */
export interface Run {
  readonly command: ShellCommand;
  /** Its words with variables filled in. */
  readonly given: readonly Argument[];
  /** The same with wrappers in front taken away. */
  readonly words: readonly Argument[];
  readonly installation: Installation | undefined;
  readonly step: Step;
}

/** One instruction of a stage, and what holds when it begins. */
export interface Step {
  readonly instruction: Instruction;
  readonly environment: Environment;
  readonly user: Value | undefined;
  readonly workdir: Value | undefined;
  /** For RUN: its simple commands, in order. */
  readonly commands: readonly ShellCommand[];
}

export interface Stage {
  readonly index: number;
  /**
   * The same object for as long as no instruction of the stage, nor of those it is built on or takes files from, has changed but its
   * place. What does not speak of places may hang on it.
   */
  readonly core: object;
  /** Like `core`, as long as none of the instructions has changed that `builds` is true of, in the stage and in those it is made from. */
  readonly deed: object;
  /** The same object for as long as no instruction of the stage itself has changed but its place, whatever it is built on. */
  readonly own: object;
  /** The values of the declarations in front of the first FROM, as one text. */
  readonly given: string;
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly from: Instruction;
  /** FROM and all that follow it, in order. */
  readonly instructions: readonly Instruction[];
  readonly span: Span;
  /** The image or stage it is built on; ARG defaults filled in. */
  readonly image: Value;
  readonly platform: Value | undefined;
  /** The earlier stage it is built on. */
  readonly parent: Stage | undefined;
  /** The earlier stages it is made from: the one it is built on, and those it copies or mounts files from; each once. */
  readonly sources: readonly Stage[];
  /** What the image at the bottom is, as far as its name tells; nothing when the name is decided at build time. */
  readonly base: Base | undefined;
  readonly steps: readonly Step[];
  readonly runs: readonly Run[];
  readonly copies: readonly Copy[];
  /** ENV and ARG declarations of this stage, in order. */
  readonly settings: readonly Setting[];
  readonly exposes: readonly Value[];
  /** What holds at the end, inherited from the stages below included. */
  readonly environment: Environment;
  readonly user: Value | undefined;
  readonly workdir: Value | undefined;
  readonly entrypoint: Start | undefined;
  readonly cmd: Start | undefined;
  /** The last HEALTHCHECK; `NONE` has no command. */
  readonly healthcheck: { readonly command: Start | undefined; readonly instruction: Instruction } | undefined;
  readonly stopSignal: Value | undefined;
  /** What ENTRYPOINT and CMD start together; nothing when neither is written here or in a stage below. */
  readonly launch: Launch | undefined;
}

/** A package that a command of a stage installs. */
export interface Install extends InstalledPackage {
  readonly tool: Installation['tool'];
  readonly stage: Stage;
}

export interface DockerfileFacts {
  readonly uri: Uri;
  /** A file that another program fills in first: Jinja, cookiecutter. */
  readonly template: 'jinja' | undefined;
  /** ARG declarations in front of the first FROM. */
  readonly globals: readonly Setting[];
  readonly stages: readonly Stage[];
  /** The last stage: what is built when nobody names another. */
  readonly final: Stage | undefined;
  /** Where `stages` are only those that a rule is asked about: the facts with all of them. */
  readonly whole?: DockerfileFacts;
}

/** The facts with all stages of the file. */
export const wholeOf = (facts: DockerfileFacts): DockerfileFacts => facts.whole ?? facts;

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'dockerfile'>): DockerfileFacts => {
  const { escape: sign, instructions, froms } = tree;
  const globals: Setting[] = [];
  const globalValues = new Map<string, string | undefined>();
  const stages: Stage[] = [];
  const names = new Map<string, Stage>();
  const inFrom: Lookup = (name) => globalValues.get(name);
  for (const instruction of instructions.slice(0, froms[0])) {
    if (instruction.name !== 'ARG') continue;
    for (const setting of settingsOf(instruction, sign, inFrom)) {
      globals.push(setting);
      globalValues.set(setting.name, setting.value?.known ? setting.value.text : undefined);
    }
  }
  const given = JSON.stringify([...globalValues]);
  for (const [i, from] of froms.entries()) {
    const stage = keptStage(instructions.slice(from, froms[i + 1]), stages, names, sign, inFrom, given);
    stages.push(stage);
    if (stage.name) names.set(stage.name, stage);
  }
  return {
    uri: file.uri,
    template: isTemplate(tree) || isTemplatePath(file.uri) ? 'jinja' : undefined,
    globals,
    stages,
    final: stages.at(-1),
  };
};
