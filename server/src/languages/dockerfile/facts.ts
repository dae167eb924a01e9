// What a Dockerfile says, as plain data: its stages, and what each of them sets, copies, runs and installs.
import type { ShellCommand } from '../../commands/command.ts';
import type { Installation, InstalledPackage } from '../../commands/installs.ts';
import { readInstallation } from '../../commands/installs.ts';
import type { Launch } from '../../commands/launch.ts';
import { resolveWords, withAssignments } from '../../commands/resolve.ts';
import type { Span } from '../../text/span.ts';
import { isTemplatePath, type Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { expand, type Lookup, type Value } from './expand.ts';
import { type Base, baseOf } from './image.ts';
import { launchOf } from './launch.ts';
import type { Instruction } from './parse.ts';
import { runCommands, shellLine } from './run.ts';
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
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly from: Instruction;
  readonly span: Span;
  /** The image or stage it is built on; ARG defaults filled in. */
  readonly image: Value;
  readonly platform: Value | undefined;
  /** The earlier stage it is built on. */
  readonly parent: Stage | undefined;
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

export interface Install extends InstalledPackage {
  readonly tool: Installation['tool'];
  readonly stage: Stage;
  readonly run: Run;
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
  /** Everything that any stage installs, in order. */
  readonly installs: readonly Install[];
}

const none: Pick<Installation, 'tool' | 'packages'> = { tool: 'pip', packages: [] };

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'dockerfile'>): DockerfileFacts => {
  const { escape: sign, instructions } = tree;
  const globals: Setting[] = [];
  const globalValues = new Map<string, string | undefined>();
  const stages: Stage[] = [];
  const names = new Map<string, Stage>();
  const inFrom: Lookup = (name) => globalValues.get(name);
  let first = instructions.findIndex(({ name }) => name === 'FROM');
  if (first < 0) first = instructions.length;
  for (const instruction of instructions.slice(0, first)) {
    if (instruction.name !== 'ARG') continue;
    for (const setting of settingsOf(instruction, sign, inFrom)) {
      globals.push(setting);
      globalValues.set(setting.name, setting.value?.known ? setting.value.text : undefined);
    }
  }
  for (let i = first; i < instructions.length; ) {
    let next = i + 1;
    while (next < instructions.length && instructions[next]?.name !== 'FROM') next++;
    const stage = stageOf(instructions.slice(i, next), stages, names, sign, inFrom);
    stages.push(stage);
    if (stage.name) names.set(stage.name, stage);
    i = next;
  }
  const installs: Install[] = [];
  for (const stage of stages) {
    for (const run of stage.runs) {
      const { tool, packages } = run.installation ?? none;
      for (const { name, version, specifier, extras, span } of packages)
        installs.push({ tool, name, version, specifier, extras, span, stage, run });
    }
  }
  return {
    uri: file.uri,
    template: isTemplate(tree) || isTemplatePath(file.uri) ? 'jinja' : undefined,
    globals,
    stages,
    final: stages.at(-1),
    installs,
  };
};

const settingsOf = (instruction: Instruction, sign: string, lookup: Lookup): readonly Setting[] =>
  instruction.pairs.map(({ name, value }) => ({
    name: expand(instruction.line, name, sign, lookup).text,
    nameSpan: name.span,
    value: value && expand(instruction.line, value, sign, lookup),
    instruction,
  }));

/** The value of a flag, filled in. */
const flagValue = (instruction: Instruction, name: string, sign: string, lookup: Lookup): Value | undefined => {
  const flag = instruction.flags.findLast((one) => one.name === name);
  if (flag?.value === undefined || !flag.valueSpan) return undefined;
  const { line } = instruction;
  // Flags stand between keyword and body of the joined line.
  const at = line.text.indexOf(`--${name}=`, instruction.keyword.at) + name.length + 3;
  const read = expand(line, { text: flag.value, at, span: flag.valueSpan }, sign, lookup);
  return line.text.startsWith(flag.value, at) ? read : { ...read, text: flag.value, known: !flag.value.includes('$') };
};

interface State {
  environment: Map<string, Variable>;
  user: Value | undefined;
  workdir: Value | undefined;
  entrypoint: Start | undefined;
  cmd: Start | undefined;
  healthcheck: Stage['healthcheck'];
  stopSignal: Value | undefined;
}

const stageOf = (
  all: readonly Instruction[],
  stages: readonly Stage[],
  names: ReadonlyMap<string, Stage>,
  sign: string,
  inFrom: Lookup,
): Stage => {
  const [from, ...rest] = all as [Instruction, ...Instruction[]];
  const empty = { text: '', at: from.body.from, span: { from: from.content.to, to: from.content.to } };
  const image = expand(from.line, from.words[0] ?? empty, sign, inFrom);
  const nameWord = from.words[1]?.text.toLowerCase() === 'as' ? from.words[2] : undefined;
  const stageNamed = (text: string): Stage | undefined =>
    names.get(text.toLowerCase()) ?? (/^\d+$/.test(text) ? stages[Number(text)] : undefined);
  const parent = image.known ? names.get(image.text.toLowerCase()) : undefined;
  const state: State = {
    environment: new Map(parent?.environment),
    user: parent?.user,
    workdir: parent?.workdir,
    entrypoint: parent?.entrypoint,
    cmd: parent?.cmd,
    healthcheck: parent?.healthcheck,
    stopSignal: parent?.stopSignal,
  };
  const steps: Step[] = [];
  const runs: Run[] = [];
  const copies: Copy[] = [];
  const settings: Setting[] = [];
  const exposes: Value[] = [];
  for (const instruction of rest) {
    const { environment } = state;
    const lookup: Lookup = (name) => environment.get(name)?.value;
    const fill = (word: Instruction['words'][number]): Value => expand(instruction.line, word, sign, lookup);
    const commands = instruction.name === 'RUN' ? runCommands(instruction) : [];
    const step: Step = { instruction, environment, user: state.user, workdir: state.workdir, commands };
    steps.push(step);
    const word = instruction.words[0];
    switch (instruction.name) {
      case 'RUN': {
        const shell = commands.length > 1 ? withAssignments(commands, lookup) : lookup;
        for (const command of commands) {
          const installation = command.words.length > 0 ? readInstallation(resolveWords(command.words, shell), command.span) : undefined;
          runs.push({ command, installation, step });
        }
        break;
      }
      case 'ENV':
      case 'ARG': {
        const declared = settingsOf(instruction, sign, lookup);
        settings.push(...declared);
        state.environment = new Map(environment);
        for (const { name, value, nameSpan } of declared) {
          const by = instruction.name;
          if (by === 'ARG' && environment.get(name)?.by === 'ENV') continue;
          const text = value ? (value.known ? value.text : undefined) : by === 'ARG' ? inFrom(name) : undefined;
          state.environment.set(name, { name, value: text, text: value?.text ?? text ?? '', by, span: nameSpan });
        }
        break;
      }
      case 'USER':
        if (word) state.user = fill(word);
        break;
      case 'WORKDIR':
        if (word) state.workdir = under(state.workdir, fill(word));
        break;
      case 'EXPOSE':
        exposes.push(...instruction.words.map(fill));
        break;
      case 'COPY':
      case 'ADD': {
        const target = flagValue(instruction, 'from', sign, lookup);
        const values = instruction.words.filter((one) => !instruction.heredocs.some(({ at }) => at.from === one.at)).map(fill);
        copies.push({
          by: instruction.name,
          sources: instruction.words.length > 1 || instruction.heredocs.length > 0 ? values.slice(0, -1) : values,
          destination: instruction.words.length > 1 ? values.at(-1) : undefined,
          from: target,
          stage: target?.known ? stageNamed(target.text) : undefined,
          owner: flagValue(instruction, 'chown', sign, lookup)?.text,
          instruction,
          step,
        });
        break;
      }
      case 'ENTRYPOINT':
        state.entrypoint = startOf(instruction);
        // An ENTRYPOINT takes away the CMD that came from below.
        if (state.cmd === parent?.cmd) state.cmd = undefined;
        break;
      case 'CMD':
        state.cmd = startOf(instruction);
        break;
      case 'HEALTHCHECK':
        state.healthcheck = { command: word?.text.toUpperCase() === 'CMD' ? startOf(instruction) : undefined, instruction };
        break;
      case 'STOPSIGNAL':
        if (word) state.stopSignal = fill(word);
        break;
    }
  }
  return {
    index: stages.length,
    name: nameWord?.text.toLowerCase(),
    nameSpan: nameWord?.span,
    from,
    span: { from: from.span.from, to: (rest.at(-1) ?? from).span.to },
    image,
    platform: flagValue(from, 'platform', sign, inFrom),
    parent,
    base: parent ? parent.base : image.known && image.text ? baseOf(image.text) : undefined,
    steps,
    runs,
    copies,
    settings,
    exposes,
    ...state,
    launch: launchOf(state.entrypoint, state.cmd, (name) => state.environment.get(name)?.value),
  };
};

/** A WORKDIR in the one before it, when it is relative. */
const under = (before: Value | undefined, value: Value): Value => {
  if (!value.known || /^(?:\/|[A-Za-z]:[\\/])/.test(value.text)) return value;
  if (before && !before.known) return { ...value, known: false };
  return { ...value, text: `${before?.text.replace(/\/$/, '') ?? ''}/${value.text.replace(/^\.\/|\/$/g, '')}` };
};

const startOf = (instruction: Instruction): Start | undefined => {
  const { command } = instruction;
  if (!command) return undefined;
  const words =
    command.form === 'exec'
      ? command.words.map((word): Value => ({ written: word.text, text: word.text, known: true, variables: [], span: word.span }))
      : [];
  const line = command.form === 'shell' ? instruction.line.text.slice(command.body.from, command.body.to) : shellLine(command.words)?.text;
  return { form: command.form, words, commands: runCommands(instruction), line: line ?? '', instruction, span: command.span };
};
