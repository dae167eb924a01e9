import type { ShellCommand } from '../../commands/command.ts';
import type { Setting, Stage, Step } from '../../languages/dockerfile/facts.ts';
import { ownText } from '../../languages/dockerfile/stage-words.ts';
import type { Span } from '../../text/span.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { setByImage } from '../reading/dockerfile/image-variables.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { mayUse } from '../reading/dockerfile/variables.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** What is declared in front of the first FROM belongs to the FROM lines alone. */
export default defineRule({
  id: 'dockerfile/arg-lost-after-from',
  title: 'A build argument is declared in the stage that uses it',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R70'],
  neighbours: ['buildkit UndefinedVar'],
  reads: 'dockerfile',
  by: 'stage',
  words: /\$/,
  // `${#NAME}` uses a variable too.
  minds: /\$/,
  *check(subject) {
    const globals = new Map(subject.facts.globals.map((one) => [one.name, one]));
    if (globals.size === 0) return;
    for (const stage of subject.facts.stages) {
      const text = ownText(stage);
      if (subject.facts.globals.some(({ name }) => text.includes(name))) yield* lostIn(subject, stage, globals);
    }
  },
});

interface Use {
  readonly name: string;
  readonly span: Span;
  readonly inRun: boolean;
}

function* lostIn(subject: Subject<'dockerfile'>, stage: Stage, globals: ReadonlyMap<string, Setting>): Generator<Finding> {
  const uses = new Map<string, Use[]>();
  const image = imageOf(subject, stage);
  // `PYTHON_VERSION` is a favourite for FROM, and the image sets it too.
  const own = image && setByImage(image);
  for (const step of stage.steps) {
    for (const use of usesIn(step, globals)) {
      const list = uses.get(use.name);
      if (list) list.push(use);
      else uses.set(use.name, [use]);
    }
  }
  for (const [name, [first, ...more]] of uses) {
    const global = globals.get(name);
    if (!first || !global) continue;
    if (own?.has(name)) {
      const short = /^\d+\.\d+$/.test(global.value?.text ?? '');
      const inPath = [first, ...more].find(({ span }) => /python$/.test(subject.text.slice(0, span.from)));
      if (short && inPath) yield wholeVersion(subject, stage, global, inPath);
      continue;
    }
    // A base image may set a variable of that name.
    const sure = global.value !== undefined && chainOf(stage)[0]?.base?.family !== 'other';
    yield {
      at: { uri: subject.uri, span: first.span },
      message: `\`${name}\` is declared in front of the first FROM, which is for FROM lines alone, so here it is empty; declare it in this stage with \`ARG ${name}\``,
      severity: sure ? 'error' : 'warning',
      // BuildKit does not look into RUN.
      ...(first.inRun ? { neighbours: [] } : {}),
      related: [
        { at: { uri: subject.uri, span: global.nameSpan }, message: 'Declared here' },
        ...more.slice(0, 8).map(({ span }) => ({ at: { uri: subject.uri, span }, message: 'Used here too' })),
      ],
      fixes: () => [fix(`Add \`ARG ${name}\``, true, subject.uri, linesBelow(subject.text, stage.from, `ARG ${name}`))],
    };
  }
}

/** `python${PYTHON_VERSION}` where the image sets the variable: `3.13.5`, while folders and programs are called by the minor. */
const wholeVersion = (subject: Subject<'dockerfile'>, stage: Stage, { name, nameSpan, value }: Setting, { span }: Use): Finding => ({
  at: { uri: subject.uri, span },
  message: `\`${name}\` is declared in front of the first FROM, which is for FROM lines alone; here it is what the image sets, the whole version such as ${value?.text ?? ''}.5, and nothing is called \`python${value?.text ?? ''}.5\`; declare it in this stage with \`ARG ${name}\``,
  severity: 'error',
  neighbours: [],
  related: [{ at: { uri: subject.uri, span: nameSpan }, message: 'Declared here' }],
  fixes: () => [fix(`Add \`ARG ${name}\``, true, subject.uri, linesBelow(subject.text, stage.from, `ARG ${name}`))],
});

const usesIn = (step: Step, globals: ReadonlyMap<string, Setting>): readonly Use[] => {
  const { instruction, environment, commands } = step;
  if (!mayUse(instruction)) return none;
  const isLost = (name: string, modifier: string) => globals.has(name) && !environment.has(name) && !/^:?[-+?=]/.test(modifier);
  if (instruction.name === 'RUN') return inCommands(commands, isLost);
  if (!/^(?:COPY|ADD|WORKDIR|ENV|USER|EXPOSE|LABEL|VOLUME)$/.test(instruction.name)) return [];
  const out: Use[] = [];
  const line = instruction.line.text;
  for (const match of line.matchAll(/\$(?:\{([A-Za-z_]\w*)([^}]*)\}|([A-Za-z_]\w*))/g)) {
    const name = match[1] ?? match[3] ?? '';
    const escaped = line[match.index - 1] === '\\' || inSingleQuotes(line, match.index);
    if (match.index < instruction.keyword.text.length || escaped || !isLost(name, match[2] ?? '')) continue;
    const place = instruction.words.find(({ at, text }) => at <= match.index && match.index < at + text.length);
    const pair = instruction.pairs.find(({ value }) => value && value.at <= match.index && match.index < value.at + value.text.length);
    const word = pair?.value ?? place;
    const from = word ? word.span.from + match.index - word.at : undefined;
    if (from !== undefined) out.push({ name, span: { from, to: from + match[0].length }, inRun: false });
  }
  return out;
};

const none: readonly Use[] = [];

const inSingleQuotes = (line: string, at: number): boolean => (line.slice(0, at).match(/'/g)?.length ?? 0) % 2 === 1;

const inCommands = (commands: readonly ShellCommand[], isLost: (name: string, modifier: string) => boolean): readonly Use[] => {
  const out: Use[] = [];
  const assigned = new Set<string>();
  for (const { words, assignments, redirects } of commands) {
    const all = [...words, ...assignments.map(({ value }) => value), ...redirects.flatMap(({ target }) => target ?? [])];
    for (const { parts } of all) {
      for (const part of parts) {
        if (part.is === 'variable' && !assigned.has(part.name) && isLost(part.name, part.modifier))
          out.push({ name: part.name, span: part.span, inRun: true });
        if (part.is === 'substitution')
          out.push(...inCommands(part.commands, (name, modifier) => !assigned.has(name) && isLost(name, modifier)));
      }
    }
    for (const { name } of assignments) assigned.add(name);
    const [first, ...rest] = words;
    if (/^(?:export|read|local|declare|for|readonly)$/.test(first?.text ?? ''))
      for (const { text } of rest) assigned.add(text.replace(/=.*$/s, ''));
  }
  return out;
};
