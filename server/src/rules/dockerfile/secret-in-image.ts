import type { ShellWord } from '../../commands/command.ts';
import type { Setting, Stage } from '../../languages/dockerfile/facts.ts';
import { minding, pythonRunning } from '../../languages/dockerfile/minds.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { ownHolds } from '../../languages/dockerfile/stage-words.ts';
import type { Check } from '../../project/neighbours.ts';
import { replace } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { manageCalls } from '../reading/dockerfile/manage.ts';
import { runsPython } from '../reading/dockerfile/python-image.ts';
import { chainOf, isForeign, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { withoutWords } from '../reading/dockerfile/words.ts';
import { isPlaceholder, isSecretName, passwordIn, tells, tokenIn } from '../reading/secrets.ts';
import { defineRule, type Finding, type Fix, fix, type Subject } from '../rule.ts';

/** ENV, ARG and the words of a RUN are written into the image, where `docker history` shows them. */
export default defineRule({
  id: 'dockerfile/secret-in-image',
  title: 'No secret is written into the image',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R36'],
  neighbours: ['buildkit SecretsUsedInArgOrEnv', 'hadolint DL3064'],
  reads: 'dockerfile',
  by: 'build',
  // A password that anybody guesses matters beside Python.
  minds: minding(pythonRunning, /^\s*(?:arg|env)\b/, tells),
  *check(subject) {
    const { facts } = subject;
    for (const stage of facts.stages) {
      const quiet = servesDevelopment(subject, stage) || isForeign(subject, stage);
      const given = new Set<string>();
      for (const setting of stage.settings) {
        const found = inSetting(subject, stage, setting, quiet);
        if (found) yield found;
        if (found && setting.instruction.name === 'ARG') given.add(setting.name);
      }
      yield* inRuns(subject, stage, quiet, given);
    }
  },
});

/** The names that BuildKit takes for secrets: https://github.com/moby/buildkit/blob/master/frontend/dockerfile/dockerfile2llb/validations.go */
const isWatched = (name: string): boolean =>
  /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i.test(name) &&
  !/(?:^|_)(?:public|file|version)(?:_|$)/i.test(name);
const hadolint: readonly Check[] = ['hadolint DL3064'];

const place = ({ nameSpan, value }: Setting): Span => ({ from: nameSpan.from, to: value?.span.to ?? nameSpan.to });

const inSetting = (subject: Subject<'dockerfile'>, stage: Stage, setting: Setting, quiet: boolean): Finding | undefined => {
  const { name, value, instruction } = setting;
  const at = { uri: subject.uri, span: place(setting) };
  if (!value) return undefined;
  const token = tokenIn(value.text);
  const kept =
    instruction.name === 'ENV'
      ? 'is in the environment of every container and in the history of the image'
      : 'is in the history of the image';
  const advice =
    instruction.name === 'ENV' ? 'give it to the container when it starts' : 'pass it as a secret mount to the RUN that needs it';
  // BuildKit goes by whole words of the name, and has fewer of them.
  const shared = { at, fixes: () => fixes(subject, setting), ...(isWatched(name) ? {} : { neighbours: hadolint }) };
  if (token) return { ...shared, message: `This is ${token.what}, and it ${kept}; revoke it, and ${advice}`, neighbours: [] };
  if (quiet) return undefined;
  const address = value.known ? passwordIn(value.text) : undefined;
  if (address && !isSecretName(name)) {
    const weak = isPlaceholder(address.password) || address.password === address.user;
    // An address for the build alone may have any.
    if (weak && (instruction.name === 'ARG' || !runsPython(stage))) return undefined;
    return {
      ...shared,
      message: weak
        ? `\`${name}\` has a password that everybody guesses, and it holds wherever nobody sets another; ${advice}`
        : `The password in \`${name}\` ${kept}; change it, and ${advice}`,
      severity: weak ? 'info' : 'error',
      neighbours: [],
    };
  }
  if (!isSecretName(name)) return undefined;
  if (!value.known) {
    const source = value.variables[0]?.name;
    const declared =
      source !== undefined &&
      chainOf(stage).some(({ settings }) => settings.some((one) => one.name === source && one.instruction.name === 'ARG'));
    return instruction.name === 'ENV' && declared
      ? {
          ...shared,
          message: `The build argument \`${source}\` becomes \`${name}\` in every container and ${kept.replace(/^.* and /, 'is ')}; ${advice}`,
          severity: 'warning',
        }
      : undefined;
  }
  if (isPlaceholder(value.text)) {
    if (!runsPython(stage)) return undefined;
    if (instruction.name === 'ARG' || value.text === '' || !/SECRET_?KEY$/i.test(name)) return weakPassword(shared, setting, advice);
    return {
      ...shared,
      message: `Every container that is not given another \`${name}\` signs sessions and password resets with this one, which everybody can read; ${advice}, or on the RUN that needs it alone`,
      severity: 'warning',
    };
  }
  return { ...shared, message: `\`${name}\` ${kept}, for everyone who can pull it; change it, and ${advice}` };
};

const weakPassword = (shared: Pick<Finding, 'at' | 'fixes'>, { name, value, instruction }: Setting, advice: string): Finding | undefined =>
  instruction.name === 'ENV' &&
  value &&
  value.text.trim() !== '' &&
  !/^(?:no|off|nil|n\/?a|disabled|undefined|none|null|false|unset)$/i.test(value.text)
    ? {
        ...shared,
        message: `\`${name}\` has a default that everybody guesses, and it holds wherever nobody sets another; ${advice}`,
        severity: 'info',
      }
    : undefined;

const mayTell = ownHolds(tells);
function* inRuns(subject: Subject<'dockerfile'>, stage: Stage, quiet: boolean, told: ReadonlySet<string>): Generator<Finding> {
  if (!mayTell(stage)) return;
  const managing = new Set(manageCalls(stage).map(({ run }) => run));
  const arguments_ = new Set(
    [...chainOf(stage)].flatMap(({ settings }) => settings.flatMap(({ name, instruction }) => (instruction.name === 'ARG' ? [name] : []))),
  );
  for (const run of stage.runs) {
    const { command } = run;
    const words: readonly ShellWord[] = [...command.words, ...command.assignments.map(({ value }) => value)];
    for (const word of words) {
      const token = tokenIn(word.text);
      if (token) {
        yield {
          at: { uri: subject.uri, span: word.span },
          message: `This is ${token.what}, and the history of the image shows it; revoke it, and pass the next one as a secret mount: \`RUN --mount=type=secret,id=token …\``,
          neighbours: [],
        };
        break;
      }
      if (quiet) continue;
      const address = passwordIn(word.text);
      if (!address || (managing.has(run) && !command.words.includes(word))) continue;
      const variable = /^\$\{?(\w+)/.exec(address.password)?.[1];
      if (variable !== undefined) {
        if (!arguments_.has(variable) || told.has(variable)) continue;
        yield {
          at: { uri: subject.uri, span: word.span },
          message: `The build argument \`${variable}\` is in the history of the image, and so is the address with it; mount it instead: \`RUN --mount=type=secret,id=${variable.toLowerCase()} …\``,
          severity: 'warning',
          neighbours: [],
        };
      } else if (!isPlaceholder(address.password) && address.password !== address.user && !address.password.includes('$')) {
        yield {
          at: { uri: subject.uri, span: word.span },
          message:
            'The password in this address is in the history of the image; change it, and pass it as a secret mount: `RUN --mount=type=secret,id=credentials …`',
          neighbours: [],
        };
      }
    }
  }
}

/** Takes the variable out; whoever starts the container has to set it then. */
const fixes = ({ uri, text }: Subject<'dockerfile'>, setting: Setting): readonly Fix[] => {
  const { instruction, name } = setting;
  if (instruction.name !== 'ENV') return [];
  return [
    fix(
      `Take \`${name}\` out of the image`,
      false,
      uri,
      instruction.pairs.length > 1 ? withoutWords(text, instruction, place(setting)) : wholeOf(instruction),
    ),
  ];
};
const wholeOf = (instruction: Instruction) => replace(instruction.span, '');
