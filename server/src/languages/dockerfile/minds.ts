// What instructions hold that certain questions about a stage go by: patterns for the joined text of one instruction, its keyword
// included. Rules and answers put them together to say which edits they mind (minded.ts, rules/rule.ts).
import { memo } from '../memo.ts';
import type { Instruction } from './parse.ts';

/** As much of an instruction as is looked at. */
export type Looked = Pick<Instruction, 'name'> & { readonly script: { readonly text: string } };

/** Some instructions: those whose text fits a pattern, or what is put together of such. */
export type Minds = RegExp | Some;
interface Some {
  holds(instruction: Looked): boolean;
}

/** All that was ever asked for, numbered: who asks are rules and questions, of which there is a fixed number. */
const numbers = new Map<Minds, number>();
const numberOf = (minds: Minds): number => {
  let number = numbers.get(minds);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(minds, number);
  }
  return number;
};

/**
 * What was found out about an instruction: two bits for each number, that something was and what. As a Map of hundreds of answers it would
 * be most of what is kept of an instruction.
 */
const answersIn = memo((_: Looked): number[] => []);
/** How many answers one number holds, so that it stays a small one. */
const held = 15;

/** Whether an instruction is one of those. Each pattern is tried once, however many are put together of it. */
export const fits = (minds: Minds, instruction: Looked): boolean => judge(answersIn(instruction), minds, instruction);

/** The same question for whoever asks about many kinds of instructions. */
export const fitting = (instruction: Looked): ((minds: Minds) => boolean) => {
  const answers = answersIn(instruction);
  return (minds) => judge(answers, minds, instruction);
};

const judge = (answers: number[], minds: Minds, instruction: Looked): boolean => {
  const number = numberOf(minds);
  const place = Math.trunc(number / held);
  const known = 2 << ((number % held) * 2);
  const yes = known >> 1;
  const given = answers[place] ?? 0;
  if ((given & known) !== 0) return (given & yes) !== 0;
  const answer = minds instanceof RegExp ? minds.test(instruction.script.text) : minds.holds(instruction);
  while (answers.length <= place) answers.push(0);
  answers[place] = (answers[place] ?? 0) | (answer ? known | yes : known);
  return answer;
};

/** Whether one of some instructions is one of those. */
export const fitsAny = (minds: Minds, instructions: readonly Looked[]): boolean => {
  for (let i = 0; i < instructions.length; i++) if (fits(minds, instructions[i] as Looked)) return true;
  return false;
};

const start: Looked = { name: 'CMD', script: { text: 'CMD start' } };
/** Whether what a container starts is among what is minded. */
export const mindsStarts = (minds: Minds): boolean => fits(minds, start);

/** Each pattern once, in whatever case; a dot fits line ends too. */
const patterns = new Map<string, RegExp>();
const pattern = ({ source }: RegExp): RegExp => {
  const made = patterns.get(source) ?? new RegExp(source, 'is');
  patterns.set(source, made);
  return made;
};

/** All that are among some. */
export const anyOf = (...some: readonly Minds[]): Minds => {
  const all = some.map((one) => (one instanceof RegExp ? pattern(one) : one));
  return {
    holds(instruction) {
      for (let i = 0; i < all.length; i++) if (fits(all[i] as Minds, instruction)) return true;
      return false;
    },
  };
};

/** A RUN with words that stand elsewhere. */
export const wordsFromElsewhere = /^\s*run\b[\s\S]*[$`]/i;

/** A RUN that holds a pattern. What a variable or another command gives may be any word. */
export const inRun = (words: RegExp): Minds => {
  const all = pattern(words);
  return { holds: (instruction) => instruction.name === 'RUN' && (fits(wordsFromElsewhere, instruction) || fits(all, instruction)) };
};

const variables = /^\s*(?:run|copy|add)\b.*\$\{?\w/is;
/** All that are among some, and what uses a variable, which may stand for any word of a command or a copy. */
export const minding = (...some: readonly Minds[]): Minds => anyOf(...some, variables);

/** An ENV or ARG with a name that a pattern fits, from its beginning. */
export const naming = ({ source }: RegExp): Minds => {
  const names = new RegExp(`\\b(?:${source})`, 'is');
  return { holds: ({ name, script }) => (name === 'ENV' || name === 'ARG') && names.test(script.text) };
};

/** Files that commands make or take away, as `effectsIn` and `outputsOf` see them; of `rm` not the usual lists, caches and patterns. */
const changing = inRun(
  /(?<![\w.-])(?:(?:touch|cp|mv|ln|useradd|adduser|-o|--out\w*(?:-\w+)?)(?![\w.-])|rm(?![\w.-])(?!(?:\s+(?:-[\w-]*|[^\s*?[{]*[*?[{]\S*|\/var\/(?:lib\/apt|cache)\/[^\s*?[{]*))+\s*(?:&&|;|\n|$)))/,
);
const redirecting = inRun(/>(?![&=]|\s*\/dev\/(?:null|stdout|stderr)\b)/);
/** The program, not the word behind a tool that installs packages. */
const installing = inRun(
  /(?<!\b(?:apt|aptitude|apk|dnf|yum|microdnf|pip[\d.]*|pipx|pipenv|poetry|uv|pdm|conda|mamba|micromamba|npm|pnpm|yarn|playwright|gem|make)\b(?!\s+run\b)[^\n&|;()]*)(?<![\w.-])install(?![\w.-])/,
);

/** What decides where a path of the image comes from (project/dockerfile/origin.ts). */
export const origins = anyOf(/^\s*(?:copy|add|workdir)\b/, changing, redirecting, installing);

/**
 * What decides what runs in a container and what it finds there: all that a deployment is made of follows from it, but for its probes
 * (`probed`), its ports (`exposed`) and what is collected while the image is built. Of RUN those that make or remove a file, as far as
 * `originOf` follows that; HEALTHCHECK, EXPOSE, STOPSIGNAL, LABEL and lines that are no instruction change nothing of it. Variables that
 * it was asked for count in any case (project/deployment/environment.ts); who goes through all of them minds `setting` as well.
 */
export const deployed = anyOf(/^\s*(?:from|shell|user|workdir|volume|copy|add|entrypoint|cmd|onbuild)\b/, origins);
/** All that sets a variable, whatever it is called. */
export const setting = /^\s*(?:env|arg)\b/i;
/** What an image asks itself whether it is alive. */
export const probed = /^\s*healthcheck\b/i;
/** The ports that an image names. */
export const exposed = /^\s*expose\b/i;

/** The instructions that bring files, with the mounts of a RUN. */
export const brings = /^\s*(?:copy|add)\b|--mount/i;

/** `requirementsOf` and, together with `targets`, `imageRequirements`; that both are complete is told by `unread` besides. */
export const requirements = anyOf(
  origins,
  inRun(/\bpip(?:x|env|[\d.]+)?\b|poetry|\buvx?\b|\bpdm\b|conda|mamba/),
  naming(/(?:PIP|PIPENV|UV)_/),
);

/** Commands whose work is done by files that nobody reads. */
export const unread = inRun(
  /\b(?:make|just|task|invoke|inv|nox|tox|hatch|pixi|pants|bazel|nix|ansible|(?:ba|da|a)?sh)\b|(?<!(?:^|[\s/"'])manage)\.py\b/,
);

/** `environmentsOf`. */
export const environments = anyOf(
  /^\s*workdir\b/,
  inRun(/venv|virtualenv|pipenv|poetry|\buvx?\b|\bpdm\b/),
  naming(/PATH\b|VIRTUAL_ENV\b|(?:PIPENV|POETRY|UV)_/),
);

/** `targetOf` and `packageTrees`; with `--from` and the COPY that holds it `copiedTrees`. */
export const targets = anyOf(environments, /^\s*user\b/, inRun(/\bpip(?:x|[\d.]+)?\b/));

/** `systemPackages`. */
export const systemInstalls = inRun(/\b(?:apt|aptitude|apk|(?:micro)?dnf|yum)\b/);

/** `installsOf`: the tools that install by name (commands/installs.ts). */
export const installs = anyOf(systemInstalls, inRun(/pip|poetry|\buv\b|\bpdm\b|conda|mamba/));

/** A path where a command begins: at the RUN, and behind what joins and opens commands, gives variables and redirects. */
const pathAtStart = /^\s*run(?:\s+--\S+)*\s*\[?\s*["'\\]*\.{0,2}\//;
const pathBehind = inRun(
  /(?:[\n;&|(){!]|\b(?:then|do|else|elif|if|while|until|coproc)\s|=(?:"[^"]*"|'[^']*'|[^\s"'])*\s|[<>]\s*\S+\s)\s*["'\\]*\.{0,2}\//,
);
/** Programs behind which a command begins as well. */
const wrappers = inRun(
  /\b(?:exec|command|nohup|time|nice|ionice|sudo|gosu|su-exec|runuser|setpriv|chroot|tini|dumb-init|catatonit|env|timeout|stdbuf|ddtrace-run|opentelemetry-instrument|wait-for-it|dockerize|chpst|pipenv|poetry|pdm|hatch|uv|newrelic-admin)\b/,
);

/** `packagesAt` and `isInstalled`: what installs packages of the distribution, and what may do so unseen. */
export const packages = anyOf(
  systemInstalls,
  inRun(/\b(?:xargs|dpkg|rpm|eval|source|make|nix|brew|ansible|curl|wget|(?:ba|da|a)?sh)\b|conda|mamba|[\s;&|({"']\.[\s"']/),
  pathAtStart,
  pathBehind,
  wrappers,
  /^\s*(?:add|onbuild)\b|--from/,
);

/** `pythonOf`. */
export const interpreter = anyOf(
  inRun(
    /pyenv|deadsnakes|conda|mamba|python-build|\bPython-\d|altinstall|uv python|add-apt-repository|\bmise\b|\basdf\b|linuxbrew|\bapt[\s\S]*python3/,
  ),
  /--from/,
);

/** What decides what a container starts, where nobody looks into scripts. */
export const starts = /^\s*(?:cmd|entrypoint)\b/i;

/** The variables that servers read by themselves (commands/servers.ts). */
export const serverVariables = anyOf(/^\s*(?:env|arg)\b.*(?:PORT|WEB_CONCURRENCY|GUNICORN_|UVICORN_|GRANIAN_|UWSGI_)/);

/**
 * What decides what a container starts, scripts of the workspace followed (project/dockerfile/started.ts). Variables that these ask for
 * count in any case (asked.ts).
 */
export const followed = anyOf(starts, origins);

/** Whatever installs Python distributions. */
export const pythonPackaging = /pip|poetry|\buv\b|pdm/i;

/** What `runsPython` goes by. */
export const pythonRunning = anyOf(pythonPackaging, starts, /django_settings_module/);

/** What `hasOtherSources` goes by. */
export const aptSources = /apt|source|extrepo|keyring|dpkg -i|-t[= ]|-release|packages-microsoft|pgdg|\.deb\b|\.list\b/i;

/** Programs that make files: what `filesOf` knows, but for those that give them to somebody or take them away. */
export const fileMaking = anyOf(/\b(?:mkdir|touch|cp|mv|ln|useradd|adduser)\b/, installing);

/** Commands by which nobody collects static files, whatever stands behind them: no wrappers, and nothing that a project calls its scripts. */
const plain =
  /(?:apt(?:-get)?|apk|(?:micro)?dnf|yum|pip[\d.]*|npm|yarn|pnpm|(?:user|group)(?:add|mod)|add(?:user|group)|mkdir|ch(?:own|mod)|rm|cp|mv|ln|touch|cd|set|echo|sed|curl|wget|tar|unzip|git|python[\d.]*[ \t]+-m[ \t]+(?:pip|venv)|uv[ \t]+(?:pip|sync|venv)|poetry[ \t]+(?:install|config)|pipenv[ \t]+(?:install|sync))(?:[ \t][^;&|\n$`]*)?/
    .source;

/** `static.collected` of a deployment, which scripts and Makefiles of the project may have a part in, and `settingsInBuild` for it. */
export const collecting = anyOf(deployed, setting, new RegExp(`^\\s*run\\b(?!(?:\\s+--\\S+)*\\s+${plain}(?:[;&|\\n]+\\s*${plain})*\\s*$)`));

/** All parts of a deployment but that one, with what `imageRequirements` finds by name. */
export const deployedRequirements = anyOf(deployed, requirements, targets);
