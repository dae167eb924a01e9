// What rules by stage mind, where several mind the same: patterns for the joined text of one instruction, its keyword included.

/** What fits any of some patterns; a dot fits line ends too. */
export const anyOf = (...patterns: readonly RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join('|'), 'is');

/** A RUN with something in it that fits. */
export const inRun = ({ source }: RegExp): RegExp => new RegExp(`^\\s*run\\b.*(?:${source})`, 'is');

/** A RUN with words that are not written in it: what a variable or a command between backticks gives. */
export const hidden = inRun(/[$`]/);

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
export const origins = anyOf(/^\s*(?:copy|add|workdir)\b/, hidden, changing, redirecting, installing);

/** What decides what a container starts, where nobody looks into scripts. */
export const starts = /^\s*(?:cmd|entrypoint)\b/i;

/** The variables that servers read by themselves (commands/servers.ts). */
export const serverVariables = anyOf(/^\s*(?:env|arg)\b.*(?:PORT|WEB_CONCURRENCY|GUNICORN_|UVICORN_|GRANIAN_|UWSGI_)/);

/** What decides what a container starts, scripts of the workspace followed: they may use any variable (project/dockerfile/started.ts). */
export const followed = anyOf(starts, /^\s*(?:env|arg)\b/, origins);
