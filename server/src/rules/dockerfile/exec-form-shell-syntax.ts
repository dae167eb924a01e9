import type { Argument } from '../../commands/resolve.ts';
import { programOf, unwrap } from '../../commands/wrappers.ts';
import type { JsonWord } from '../../languages/dockerfile/arguments.ts';
import type { Stage, Start } from '../../languages/dockerfile/facts.ts';
import { anyOf, followed } from '../../languages/dockerfile/minds.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { startedBy } from '../../project/dockerfile/started.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { shellList, shellWord } from '../reading/dockerfile/shell-line.ts';
import { eased } from '../reading/dockerfile/stages.ts';
import { defineRule, type Finding, type Fix, fix, replace, type Subject } from '../rule.ts';

/** Programs that hand on what they are given, character by character. Servers do too. */
const literal =
  /^(?:python[\d.]*|pypy[\d.]*|django-admin(?:\.py)?|manage\.py|celery|flower|flask|curl|wget|nc|pg_isready|redis-cli|echo|cat|mkdir|chown|pip[\d.]*)$/;
const variable = /\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*[^}]*\}|\([^)]*\))/;
const operator = /^(?:&&|\|\|?|;|&|&>|\d?>>?|<|\d?>&\d|(?:\d|&)?>>?[\w/.-]+)$/;
/** Programs that have a use for such signs of their own. */
const signs = /^(?:find|expr|test|\[|bc|(?:ba|da|a|z|k)?sh|xargs|parallel|concurrently)$/;

/** What a shell would have read, in a list that no shell reads. */
interface Found {
  readonly word: JsonWord;
  readonly sign: string;
  readonly is: 'variable' | 'operator';
  readonly program: string;
}

const foundIn = (words: readonly JsonWord[], list: readonly Argument[], isServer: boolean, expands: boolean): Found | undefined => {
  const program = programOf(list[0]);
  const reads = isServer || literal.test(program);
  for (const [i, { text, span }] of list.entries()) {
    const word = words.find((one) => one.span.from === span.from && one.text === text);
    if (!word || list[i - 1]?.text === '-c') continue;
    if (i > 0 && operator.test(text) && !signs.test(program)) return { word, sign: text, is: 'operator', program };
    const sign = reads && !expands ? variable.exec(text)?.[0] : undefined;
    // uWSGI fills `$(NAME)` in by itself.
    if (sign && !(sign.startsWith('$(') && /uwsgi$/.test(program))) return { word, sign, is: 'variable', program };
  }
  return undefined;
};

/** A JSON list is started without a shell, so that nothing fills variables in and nothing reads operators. */
export default defineRule({
  id: 'dockerfile/exec-form-shell-syntax',
  title: 'A JSON command holds no shell syntax',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R17'],
  reads: 'dockerfile',
  by: 'stage',
  // A list with a sign of the shell in it, or what may stand for one.
  words: /^\s*(?:run|cmd|entrypoint|healthcheck)\b[^\n]*\[[^\n]*(?:[$&|;<>]|\\u)/im,
  minds: anyOf(followed, /^\s*healthcheck\b/),
  *check(subject) {
    for (const stage of subject.facts.stages) {
      const seen = new Set<Instruction>();
      for (const start of [stage.entrypoint, stage.cmd]) {
        if (start) yield* inLaunch(subject, stage, start, seen);
      }
      for (const { instruction } of stage.steps) {
        const last = instruction === stage.healthcheck?.instruction;
        if (instruction.name === 'RUN' || last) yield* alone(subject, stage, instruction);
      }
    }
  },
});

const isOwn = (stage: Stage, instruction: Instruction): boolean => stage.steps.some((step) => step.instruction === instruction);

function* inLaunch(subject: Subject<'dockerfile'>, stage: Stage, start: Start, seen: Set<Instruction>): Iterable<Finding> {
  const { instruction } = start;
  const { command } = instruction;
  const launch = startedBy(subject.project, subject.facts, stage);
  if (!launch || command?.form !== 'exec' || !isOwn(stage, instruction) || seen.has(instruction)) return;
  const expands = launch.through.includes('pipenv');
  for (const { words, server, certain } of launch.programs) {
    // What a script does with its words is its own affair.
    if (words[0] === launch.script) continue;
    const found = foundIn(command.words, words, server !== undefined, expands);
    if (!found) continue;
    seen.add(instruction);
    const unsure = !certain || (stage.entrypoint === undefined && imageOf(subject, stage) === undefined);
    yield finding(subject, instruction, found, unsure, () => launchFix(subject, stage, start));
    return;
  }
}

function* alone(subject: Subject<'dockerfile'>, stage: Stage, instruction: Instruction): Iterable<Finding> {
  const { command } = instruction;
  if (command?.form !== 'exec') return;
  const list = command.words.map(({ text, span }): Argument => ({ text, known: true, span }));
  const { words, through } = unwrap(list);
  if (signs.test(programOf(words[0]))) return;
  const found = foundIn(command.words, words, false, through.includes('pipenv'));
  if (!found) return;
  yield finding(subject, instruction, found, false, () => {
    if (!mayReplace(subject, stage, instruction)) return undefined;
    return { text: joined(command.words, false), title: `Let a shell read this ${instruction.name}` };
  });
}

interface Rewrite {
  readonly text: string;
  readonly title: string;
}

const finding = (
  { uri }: Subject<'dockerfile'>,
  instruction: Instruction,
  { word, sign, is, program }: Found,
  unsure: boolean,
  rewrite: () => Rewrite | undefined,
): Finding => ({
  at: { uri, span: word.span },
  message:
    is === 'variable'
      ? `No shell reads a JSON list, so ${program} gets the characters \`${sign}\` instead of a value; start it through \`sh -c\``
      : `No shell reads a JSON list, so \`${sign}\` is one more word for ${program} and what follows it is not understood as a command; start it through \`sh -c\``,
  severity: eased('error', unsure),
  fixes: (): readonly Fix[] => {
    const { command } = instruction;
    const made = command && rewrite();
    return made ? [fix(made.title, false, uri, replace(command.span, made.text))] : [];
  },
});

/** The list in place: a shell must be there, and no comment may be lost. */
const mayReplace = (subject: Subject<'dockerfile'>, stage: Stage, { gaps }: Instruction): boolean =>
  imageOf(subject, stage)?.shell !== false && gaps.length === 0;

/** The words as one line; the last program takes the place of the shell where nothing has to be done after it. */
const joined = (words: readonly JsonWord[], takesPlace: boolean): string => {
  const texts = words.map(({ text }) => text);
  const split = texts.findLastIndex((text) => text === '&&' || text === ';');
  const replaces = takesPlace && !texts.some((text) => /^(?:\|\|?|&)$/.test(text)) && texts[split + 1] !== 'exec';
  return texts.map((text, i) => `${replaces && i === split + 1 ? 'exec ' : ''}${operator.test(text) ? text : shellWord(text)}`).join(' ');
};

const launchFix = (subject: Subject<'dockerfile'>, stage: Stage, { instruction }: Start): Rewrite | undefined => {
  const { entrypoint, launch } = stage;
  const { command } = instruction;
  if (command?.form !== 'exec' || !launch || !mayReplace(subject, stage, instruction)) return undefined;
  const line = joined(command.words, true);
  const title = 'Start it through `sh -c`';
  if (instruction === entrypoint?.instruction) {
    // The words of CMD go on to the program.
    return /[|&;]/.test(line) ? undefined : { title, text: shellList(`${line} "$@"`, [programOf(launch.programs[0]?.words[0]) || 'sh']) };
  }
  // Behind an ENTRYPOINT that is a program of its own, `sh` would be an argument.
  const first = launch.programs[0]?.words[0];
  const passes = !entrypoint || first === launch.script || command.words.some(({ span }) => span.from === first?.span.from);
  return passes ? { title, text: shellList(line) } : undefined;
};
