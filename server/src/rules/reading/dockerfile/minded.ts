// What rules mind in the instructions of a Dockerfile, where several of them look at the same.

/** What fits any of some patterns, in whatever case; and what uses a variable, which may stand for any word of a command or a copy. */
export const minding = (...all: readonly RegExp[]): RegExp =>
  new RegExp([...all, /^\s*(?:run|copy|add)\b.*\$\{?\w/s].map(({ source }) => source).join('|'), 'is');

/** Whatever installs or removes packages of a distribution. */
export const systemPackaging = /apt|apk|dnf|yum/;

/** Whatever installs Python distributions. */
export const pythonPackaging = /pip|poetry|\buv\b|pdm/;

/** What `runsPython` goes by. */
export const pythonRunning = new RegExp(`${pythonPackaging.source}|^\\s*(?:cmd|entrypoint)\\b|django_settings_module`);

/** What `hasOtherSources` goes by. */
export const aptSources = /apt|source|extrepo|keyring|dpkg -i|-t[= ]|-release|packages-microsoft|pgdg|\.deb\b|\.list\b/;

/** What may install a package unseen, or bring a program: `opaque` and `bringsPrograms`. */
export const unseenPackaging =
  /^\s*(?:add|onbuild)\b|^\s*copy\b.*--from|^\s*run\b.*(?:[$`]|\b(?:xargs|dpkg|rpm|eval|source|make|nix|brew|conda|mamba|micromamba|ansible|curl|wget|(?:ba|da|a)?sh)\b|\.bash\b|[\s"'|&;(]\.{1,2}[\s"'/]|[\s"'|&;(]\/(?!usr\/|s?bin\/|(?:opt\/)?venv\/))/s;

/** The program `install`, which is not the word of a tool that installs packages. */
const install = /(?<![\s/"'](?:pip3?|apt|apt-get|poetry|pipenv|npm) )\binstall\b/.source;

/** Programs that make files: what `filesOf` knows, but for those that give them to somebody or take them away. */
export const fileMaking = new RegExp(`\\b(?:mkdir|touch|cp|mv|ln|useradd|adduser)\\b|${install}`);

/** What decides about the requirements of a stage, and where the files lie that list them (project/dockerfile/requirements.ts, origin.ts). */
export const requirements = new RegExp(
  `${pythonPackaging.source}|\\buv_|conda|mamba|^\\s*(?:copy|add|workdir)\\b|${fileMaking.source}|\\brm\\b|>|[\\s"']-o\\b|--out`,
);

/** What decides about environments, and about folders that packages are installed in (languages/dockerfile/environments.ts). */
export const environments = new RegExp(
  `${pythonPackaging.source}|\\buv_|venv|virtual_?env|^\\s*(?:user|workdir)\\b|^\\s*(?:env|arg)\\b.*\\bpath\\b`,
);

/** Commands of which nobody knows which distributions they install (`isOpaque` in project/dockerfile/installing.ts). */
export const unseenRequirements =
  /(?<![\s/"']manage)\.py\b|\.bash\b|\b(?:ba|da|a)?sh\b|\b(?:make|just|task|invoke|inv|nox|tox|hatch|pixi|pants|bazel|nix|ansible)\b/;
