// One stage of a Dockerfile, from its FROM to the next.
import type { ShellCommand } from '../../commands/command.ts';
import type { Installation } from '../../commands/installs.ts';
import type { Launch } from '../../commands/launch.ts';
import { type Argument, withAssignments } from '../../commands/resolve.ts';
import { moved, type Span } from '../../text/span.ts';
import { memo } from '../memo.ts';
import type { Word } from './arguments.ts';
import { notingLookup } from './asked.ts';
import { expand, type Lookup, type Value } from './expand.ts';
import type { Copy, Environment, Run, Setting, Stage, Start, Step, Variable } from './facts.ts';
import { baseOf } from './image.ts';
import { launchOf } from './launch.ts';
import { mountsOf } from './mounts.ts';
import { asRead, readAs } from './moved.ts';
import type { Instruction } from './parse.ts';
import { CommandReading } from './reading.ts';
import { commandsAsRead, runCommands, shellLine } from './run.ts';

/** From the first of some instructions to the end of the last. */
export const spanOf = (all: readonly Instruction[]): Span => ({ from: all[0]?.span.from ?? 0, to: all.at(-1)?.span.to ?? 0 });

/** What a FROM calls its stage. */
export const nameIn = ({ words }: Instruction): Word | undefined => (words[1]?.text.toLowerCase() === 'as' ? words[2] : undefined);

/** The image or stage that a FROM names, variables filled in. */
export const imageIn = (from: Instruction, sign: string, inFrom: Lookup): Value => {
  const empty = { text: '', at: from.body.from, span: { from: from.content.to, to: from.content.to } };
  return expand(from.line, from.words[0] ?? empty, sign, inFrom);
};

/** The names that an ENV, ARG or LABEL declares. */
export const settingsOf = (instruction: Instruction, sign: string, lookup: Lookup): readonly Setting[] =>
  instruction.pairs.map(({ name, value }) => ({
    name: expand(instruction.line, name, sign, lookup).text,
    nameSpan: name.span,
    value: value && expand(instruction.line, value, sign, lookup),
    instruction,
  }));

/** The value of a flag, filled in. */
const flagValue = (instruction: Instruction, name: string, sign: string, lookup: Lookup): Value | undefined => {
  if (!asRead(instruction).flags.some((one) => one.name === name)) return undefined;
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

/** A step whose commands are moved to their places when somebody asks. */
class OneStep implements Step {
  readonly instruction: Instruction;
  readonly environment: Environment;
  readonly user: Value | undefined;
  readonly workdir: Value | undefined;

  constructor(instruction: Instruction, { environment, user, workdir }: State) {
    this.instruction = instruction;
    this.environment = environment;
    this.user = user;
    this.workdir = workdir;
  }
  get commands(): readonly ShellCommand[] {
    return this.instruction.name === 'RUN' ? runCommands(this.instruction) : nothing;
  }
}
const nothing: readonly never[] = [];

class OneRun implements Run {
  readonly step: Step;
  readonly #index: number;
  readonly #reading: CommandReading;

  constructor(step: Step, index: number, reading: CommandReading) {
    this.step = step;
    this.#index = index;
    this.#reading = reading;
  }
  get command(): ShellCommand {
    return this.step.commands[this.#index] as ShellCommand;
  }
  get given(): readonly Argument[] {
    return this.#reading.given;
  }
  get words(): readonly Argument[] {
    return this.#reading.words;
  }
  get installation(): Installation | undefined {
    return this.#reading.installation;
  }
}

const runsOf = (step: Step, lookup: Lookup): readonly Run[] => {
  const { read, by } = readAs(step.instruction);
  const commands = commandsAsRead(read);
  const shell = commands.length > 1 ? withAssignments(commands, lookup) : lookup;
  return commands.map((command, i) => new OneRun(step, i, new CommandReading(command, by, shell)));
};

/**
 * Reads a stage from its instructions, the first of which is its FROM. `names` finds the earlier stages, `inFrom` the declarations in
 * front of the first FROM.
 */
export const stageOf = (
  all: readonly Instruction[],
  index: number,
  names: (text: string) => Stage | undefined,
  sign: string,
  inFrom: Lookup,
  { core, deed, own, given }: Pick<Stage, 'core' | 'deed' | 'own' | 'given'>,
): Stage => {
  const [from, ...rest] = all as [Instruction, ...Instruction[]];
  const image = imageIn(from, sign, inFrom);
  const nameWord = nameIn(from);
  // FROM takes names alone.
  const parent = image.known && !/^\d+$/.test(image.text) ? names(image.text) : undefined;
  const state: State = {
    environment: new Map(parent?.environment),
    user: parent?.user,
    workdir: parent?.workdir,
    entrypoint: parent?.entrypoint,
    cmd: parent?.cmd,
    healthcheck: parent?.healthcheck,
    stopSignal: parent?.stopSignal,
  };
  const sources = new Set<Stage>(parent ? [parent] : []);
  const steps: Step[] = [];
  const runs: Run[] = [];
  const copies: Copy[] = [];
  const settings: Setting[] = [];
  const exposes: Value[] = [];
  for (const instruction of rest) {
    const { environment } = state;
    const lookup: Lookup = (name) => environment.get(name)?.value;
    const fill = (word: Instruction['words'][number]): Value => expand(instruction.line, word, sign, lookup);
    const step: Step = new OneStep(instruction, state);
    steps.push(step);
    if (instruction.name === 'RUN') {
      // What a mount takes from another stage is part of this one.
      for (const { from: named } of mountsOf(asRead(instruction))) {
        const source = named === undefined ? undefined : names(named);
        if (source) sources.add(source);
      }
      for (const run of runsOf(step, lookup)) runs.push(run);
      continue;
    }
    const word = instruction.words[0];
    switch (instruction.name) {
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
        const source = target?.known ? names(target.text) : undefined;
        if (source) sources.add(source);
        const values = instruction.words.filter((one) => !instruction.heredocs.some(({ at }) => at.from === one.at)).map(fill);
        copies.push({
          by: instruction.name,
          sources: instruction.words.length > 1 || instruction.heredocs.length > 0 ? values.slice(0, -1) : values,
          destination: instruction.words.length > 1 ? values.at(-1) : undefined,
          from: target,
          stage: source,
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
        state.healthcheck = healthcheckOf(instruction);
        break;
      case 'STOPSIGNAL':
        if (word) state.stopSignal = fill(word);
        break;
    }
  }
  return new ReadStage({
    index,
    core,
    deed,
    own,
    given,
    name: nameWord?.text.toLowerCase(),
    nameSpan: nameWord?.span,
    from,
    instructions: all,
    span: spanOf(all),
    image,
    platform: flagValue(from, 'platform', sign, inFrom),
    parent,
    sources: [...sources],
    base: parent ? parent.base : image.known && image.text ? baseOf(image.text) : undefined,
    steps,
    runs,
    copies,
    settings,
    exposes,
    environment: state.environment,
    user: state.user,
    workdir: state.workdir,
    entrypoint: state.entrypoint,
    cmd: state.cmd,
    healthcheck: state.healthcheck,
    stopSignal: state.stopSignal,
  });
};

/** A stage that was read. Its fields are given one by one, since a keystroke makes one for each stage that the edited one goes into. */
class ReadStage implements Stage {
  readonly index: Stage['index'];
  readonly core: Stage['core'];
  readonly deed: Stage['deed'];
  readonly own: Stage['own'];
  readonly given: Stage['given'];
  readonly name: Stage['name'];
  readonly nameSpan: Stage['nameSpan'];
  readonly from: Stage['from'];
  readonly instructions: Stage['instructions'];
  readonly span: Stage['span'];
  readonly image: Stage['image'];
  readonly platform: Stage['platform'];
  readonly parent: Stage['parent'];
  readonly sources: Stage['sources'];
  readonly base: Stage['base'];
  readonly steps: Stage['steps'];
  readonly runs: Stage['runs'];
  readonly copies: Stage['copies'];
  readonly settings: Stage['settings'];
  readonly exposes: Stage['exposes'];
  readonly environment: Stage['environment'];
  readonly user: Stage['user'];
  readonly workdir: Stage['workdir'];
  readonly entrypoint: Stage['entrypoint'];
  readonly cmd: Stage['cmd'];
  readonly healthcheck: Stage['healthcheck'];
  readonly stopSignal: Stage['stopSignal'];
  #launch: { readonly is: Launch | undefined } | undefined;

  constructor(of: Omit<Stage, 'launch'>) {
    this.index = of.index;
    this.core = of.core;
    this.deed = of.deed;
    this.own = of.own;
    this.given = of.given;
    this.name = of.name;
    this.nameSpan = of.nameSpan;
    this.from = of.from;
    this.instructions = of.instructions;
    this.span = of.span;
    this.image = of.image;
    this.platform = of.platform;
    this.parent = of.parent;
    this.sources = of.sources;
    this.base = of.base;
    this.steps = of.steps;
    this.runs = of.runs;
    this.copies = of.copies;
    this.settings = of.settings;
    this.exposes = of.exposes;
    this.environment = of.environment;
    this.user = of.user;
    this.workdir = of.workdir;
    this.entrypoint = of.entrypoint;
    this.cmd = of.cmd;
    this.healthcheck = of.healthcheck;
    this.stopSignal = of.stopSignal;
  }
  get launch(): Launch | undefined {
    const { entrypoint, cmd, parent } = this;
    // What is started below is started here with the same variables.
    if (parent && this.settings.length === 0 && parent.entrypoint === entrypoint && parent.cmd === cmd) return parent.launch;
    this.#launch ??= { is: launchOf(entrypoint, cmd, notingLookup(this)) };
    return this.#launch.is;
  }
}

/** A WORKDIR in the one before it, when it is relative. */
const under = (before: Value | undefined, value: Value): Value => {
  if (!value.known || /^(?:\/|[A-Za-z]:[\\/])/.test(value.text)) return value;
  if (before && !before.known) return { ...value, known: false };
  return { ...value, text: `${before?.text.replace(/\/$/, '') ?? ''}/${value.text.replace(/^\.\/|\/$/g, '')}` };
};

/** A command that is started; its words and commands are made when somebody asks. */
class OneStart implements Start {
  readonly form: 'exec' | 'shell';
  readonly instruction: Instruction;
  #words: readonly Value[] | undefined;

  constructor(instruction: Instruction, form: 'exec' | 'shell') {
    this.instruction = instruction;
    this.form = form;
  }
  get words(): readonly Value[] {
    const { read, by } = readAs(this.instruction);
    this.#words ??= read.command?.form === 'exec' ? read.command.words.map((word) => valueOfWord(word, by)) : nothing;
    return this.#words;
  }
  get commands(): readonly ShellCommand[] {
    return runCommands(this.instruction);
  }
  get line(): string {
    const { read } = readAs(this.instruction);
    const { command, line } = read;
    if (command?.form === 'shell') return line.text.slice(command.body.from, command.body.to);
    return (command && shellLine(command.words)?.text) ?? '';
  }
  get span(): Span {
    const { read, by } = readAs(this.instruction);
    return moved(read.command?.span ?? read.content, by);
  }
}
const valueOfWord = ({ text, span }: Word, by: number): Value => ({
  written: text,
  text,
  known: true,
  variables: nothing,
  span: moved(span, by),
});

/** What an instruction starts; the same object whenever the same instruction is asked about. */
export const startOf = memo((instruction: Instruction): Start | undefined => {
  const { command } = asRead(instruction);
  return command && new OneStart(instruction, command.form);
});

/** What an instruction asks an image; the same object whenever the same instruction is asked about. */
export const healthcheckOf = memo((instruction: Instruction): Stage['healthcheck'] => {
  const { words } = asRead(instruction);
  return { command: words[0]?.text.toUpperCase() === 'CMD' ? startOf(instruction) : undefined, instruction };
});
