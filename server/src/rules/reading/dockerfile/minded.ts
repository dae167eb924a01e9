// What instructions hold that certain questions about a stage go by: patterns that rules put together to say what they mind.
import { allButCommands, changesFiles } from '../../../languages/dockerfile/minded.ts';

/** One pattern of several, whatever the case of the letters. */
export const anyOf = (...patterns: readonly RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join('|'), 'i');

/** A RUN that holds a pattern. What a variable or another command gives may be any word. */
export const inRun = (pattern: RegExp): RegExp => new RegExp(`^\\s*run\\b[\\s\\S]*(?:[$\`]|${pattern.source})`, 'i');

/** A RUN with words that stand elsewhere. */
export const wordsFromElsewhere = /^\s*run\b[\s\S]*[$`]/i;

/** An ENV or ARG with a name that a pattern fits, from its beginning. */
export const naming = (pattern: RegExp): RegExp => new RegExp(`^\\s*(?:env|arg)\\b[\\s\\S]*\\b(?:${pattern.source})`, 'i');

/** `originOf`. */
const origins = anyOf(/^\s*(?:copy|add|workdir)\b/, inRun(changesFiles));

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

/** `startedPrograms`: scripts that a start goes through decide by variables, and come from the context. */
export const starts = anyOf(/^\s*(?:cmd|entrypoint|env|arg)\b/, origins);

/** Commands by which nobody collects static files, whatever stands behind them: no wrappers, and nothing that a project calls its scripts. */
const plain =
  /(?:apt(?:-get)?|apk|(?:micro)?dnf|yum|pip[\d.]*|npm|yarn|pnpm|(?:user|group)(?:add|mod)|add(?:user|group)|mkdir|ch(?:own|mod)|rm|cp|mv|ln|touch|cd|set|echo|sed|curl|wget|tar|unzip|git|python[\d.]*[ \t]+-m[ \t]+(?:pip|venv)|uv[ \t]+(?:pip|sync|venv)|poetry[ \t]+(?:install|config)|pipenv[ \t]+(?:install|sync))(?:[ \t][^;&|\n$`]*)?/
    .source;

/** `static.collected` of a deployment, which scripts and Makefiles of the project may have a part in, and `settingsInBuild` for it. */
export const collecting = anyOf(allButCommands, new RegExp(`^\\s*run\\b(?!(?:\\s+--\\S+)*\\s+${plain}(?:[;&|\\n]+\\s*${plain})*\\s*$)`));

/** All parts of a deployment but that one, with what `imageRequirements` finds by name. */
export const deployedRequirements = anyOf(allButCommands, requirements, targets);
