// What a command installs: system packages and Python distributions, by tool.
import type { Span } from '../text/span.ts';
import { exactOf, normalName, readArchive, readRequirement } from './distribution.ts';
import type { Argument } from './resolve.ts';
import { programOf, unwrap } from './wrappers.ts';

export type InstallTool = 'apt' | 'apk' | 'dnf' | 'pip' | 'pipx' | 'pipenv' | 'poetry' | 'uv' | 'pdm' | 'conda';

export const pythonTools: ReadonlySet<InstallTool> = new Set(['pip', 'pipx', 'pipenv', 'poetry', 'uv', 'pdm']);

export interface InstalledPackage {
  /** In the normal form of its world: Python names normalised, system packages without their architecture. */
  readonly name: string;
  /** The only version that fits, when one is pinned. */
  readonly version: string | undefined;
  /** What is written behind the name; empty when nothing is. */
  readonly specifier: string;
  readonly extras: readonly string[];
  readonly span: Span;
}

export interface InstallFile {
  readonly path: string;
  /** `-r`, `-c`, `-e` or a path that is installed itself. */
  readonly as: 'requirements' | 'constraint' | 'editable' | 'path';
  readonly known: boolean;
  readonly span: Span;
}

/** One command that installs something. */
export interface Installation {
  readonly tool: InstallTool;
  /** The tool's own word for it: `install`, `add`, `sync`. */
  readonly verb: string;
  readonly packages: readonly InstalledPackage[];
  readonly files: readonly InstallFile[];
  /** Options with dashes, in order; `value` is what belongs to the option. */
  readonly options: readonly { readonly name: string; readonly value: string | undefined; readonly span: Span }[];
  /** False when an argument is decided at run time, so that more may be installed than is listed. */
  readonly complete: boolean;
  /** The words of the command, wrappers taken away. */
  readonly words: readonly Argument[];
  readonly span: Span;
}

const pipValued =
  /^(?:-[rceiftCwdbpP]|--(?:wheel-dir|dest|extra|requirement|constraint|editable|index-url|pypi-url|extra-index-url|find-links|target|prefix|root|src|platform|python-version|implementation|abi|no-binary|only-binary|cache-dir|proxy|retries|timeout|exists-action|trusted-host|cert|client-cert|log|progress-bar|upgrade-strategy|config-settings?|global-option|install-option|build-option|report|python|use-feature|use-deprecated|root-user-action|keyring-provider|group|override|index-strategy|index|default-index|link-mode|resolution|prerelease|reinstall-package|refresh-package|upgrade-package|no-binary-package|no-build-package|exclude-newer|python-platform|torch-backend|build-constraints?|requirements|constraints|overrides|excludes|allow-insecure-host|color|config-file|config-settings-package|directory|exclude-newer-package|fork-strategy|no-build-isolation-package|no-editable-package|no-sources-package|output-format|prerelease-package|project|python-preference|upgrade-group))$/;
const valued: Readonly<Record<InstallTool, RegExp>> = {
  apt: /^(?:-[otc]|--(?:option|target-release|default-release|config-file))$/,
  apk: /^(?:-[tpX]|--(?:virtual|root|repository|repositories-file|keys-dir|arch|wait|cache-dir|cache-max-age|progress-fd))$/,
  dnf: /^(?:--(?:enablerepo|disablerepo|repo|setopt|installroot|releasever|exclude|nodocs))$/,
  pip: pipValued,
  pipx: /^(?:--(?:python|suffix|index-url|pip-args|preinstall|backend)|-i)$/,
  pipenv: /^(?:-[rceip]|--(?:requirements|editable|index|pypi-mirror|python|categories|extra-pip-args))$/,
  poetry: /^(?:-[CEGP]|--(?:group|extras|with|without|only|python|platform|source|directory|project|optional|markers))$/,
  uv: /^(?:-[pinf]|--(?:python|package|extra|group|no-group|only-group|no-extra|project|directory|cache-dir|index|default-index|index-url|extra-index-url|find-links|link-mode|resolution|with|rev|tag|branch|optional|script|color|config-file|config-setting|requirements|constraints|no-install-package|upgrade-package|refresh-package|reinstall-package|exclude-newer|managed-python|marker|bounds|index-strategy|keyring-provider|prerelease|python-platform|allow-insecure-host|build-constraints|cert|config-settings-package|env-file|exclude-newer-package|excludes|fork-strategy|format|no-binary|no-binary-package|no-build-isolation-package|no-build-package|no-editable-package|no-emit-package|no-sources-package|only-binary|output-file|output-format|overrides|prerelease-package|python-preference|python-version|upgrade-group|with-editable|with-executables-from|with-requirements))$/,
  pdm: /^(?:-[GgpLd]|--(?:group|project|lockfile|python|without|with|venv|save-.*))$/,
  conda: /^(?:-[cnpf]|--(?:channel|name|prefix|file|solver|override-channels))$/,
};
const withPackages: Readonly<Record<InstallTool, ReadonlySet<string>>> = {
  apt: new Set(['install']),
  apk: new Set(['add']),
  dnf: new Set(['install', 'reinstall']),
  pip: new Set(['install', 'wheel', 'download', 'sync']),
  pipx: new Set(['install', 'run']),
  pipenv: new Set(['install', 'sync']),
  poetry: new Set(['add', 'install', 'sync']),
  uv: new Set(['add', 'sync', 'install']),
  pdm: new Set(['add', 'install', 'sync']),
  conda: new Set(['install', 'create']),
};

const programs: Readonly<Record<string, InstallTool>> = {
  apt: 'apt',
  'apt-get': 'apt',
  aptitude: 'apt',
  apk: 'apk',
  dnf: 'dnf',
  yum: 'dnf',
  microdnf: 'dnf',
  pipx: 'pipx',
  pipenv: 'pipenv',
  poetry: 'poetry',
  uv: 'uv',
  pdm: 'pdm',
  conda: 'conda',
  mamba: 'conda',
  micromamba: 'conda',
};

/** The tool a command starts, and where its arguments begin; `python -m pip` and `uv pip` are pip. */
const toolOf = (words: readonly Argument[]): { readonly tool: InstallTool; readonly from: number } | undefined => {
  const name = programOf(words[0]);
  if (/^pip(?:\d(?:\.\d+)?)?$/.test(name)) return { tool: 'pip', from: 1 };
  if (/^(?:python|pypy)(?:\d(?:\.\d+)?)?$/.test(name)) {
    const at = words.findIndex((word, i) => i > 0 && word.text === '-m');
    const module = words[at + 1]?.text ?? '';
    if (at < 1 || words.slice(1, at).some((word) => !word.text.startsWith('-'))) return undefined;
    return module === 'pip' || Object.hasOwn(programs, module) ? { tool: programs[module] ?? 'pip', from: at + 2 } : undefined;
  }
  const tool = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (!tool) return undefined;
  if (tool === 'uv') {
    const at = words.findIndex((word, i) => i > 0 && !word.text.startsWith('-'));
    if (words[at]?.text === 'pip') return { tool: 'pip', from: at + 1 };
    if (words[at]?.text === 'tool') return { tool: 'uv', from: at + 1 };
  }
  return { tool, from: 1 };
};

/** Reads a command; nothing when it installs nothing. */
export const readInstallation = (command: readonly Argument[], span: Span): Installation | undefined => {
  const { words } = unwrap(command);
  const found = toolOf(words);
  if (!found) return undefined;
  const { tool } = found;
  const takesValue = valued[tool];
  const packages: InstalledPackage[] = [];
  const files: InstallFile[] = [];
  const options: { name: string; value: string | undefined; span: Span }[] = [];
  let verb = '';
  let complete = true;
  for (let i = found.from; i < words.length; i++) {
    const word = words[i];
    if (!word) break;
    if (word.text.startsWith('-') && word.text.length > 1) {
      const equals = word.text.startsWith('--') ? word.text.indexOf('=') : -1;
      const glued = /^-[rce](?=[^-\s])/.test(word.text) && tool === 'pip' ? 2 : -1;
      const name = equals > 0 ? word.text.slice(0, equals) : glued > 0 ? word.text.slice(0, glued) : word.text;
      const next = equals < 0 && glued < 0 && takesValue.test(name) ? words[++i] : undefined;
      const value = equals > 0 ? word.text.slice(equals + 1) : glued > 0 ? word.text.slice(glued) : next?.text;
      options.push({ name, value, span: word.span });
      const as = fileOption(tool, name);
      if (as && value !== undefined) files.push({ path: value, as, known: (next ?? word).known, span: (next ?? word).span });
      if (!word.known) complete = false;
    } else if (verb === '') {
      verb = word.text;
      if (!withPackages[tool].has(verb)) return undefined;
    } else if (!word.known) {
      const partial = tool === 'pip' ? readRequirement(word.text.replace(/[$<>=!~].*$/s, '')) : undefined;
      if (partial && /[<>=!~]/.test(word.text))
        packages.push({
          name: partial.name,
          version: undefined,
          specifier: word.text.slice(partial.nameLength),
          extras: [],
          span: word.span,
        });
      else complete = false;
    } else if (tool === 'pip' && verb === 'sync') files.push({ path: word.text, as: 'requirements', known: true, span: word.span });
    else {
      const read = packageOf(tool, word);
      if (read && 'path' in read) files.push(read);
      else if (read) packages.push(read);
    }
  }
  if (verb === '') return undefined;
  return { tool, verb, packages, files, options, complete, words, span };
};

const fileOption = (tool: InstallTool, name: string): InstallFile['as'] | undefined => {
  if (name === '-e' || name === '--editable') return tool === 'pip' || tool === 'pipenv' ? 'editable' : undefined;
  if (tool !== 'pip' && tool !== 'pipenv' && tool !== 'uv') return undefined;
  if (name === '-c' || name === '--constraint' || name === '--constraints') return 'constraint';
  return (name === '-r' && tool !== 'uv') || name === '--requirement' || name === '--requirements' ? 'requirements' : undefined;
};

const packageOf = (tool: InstallTool, word: Argument): InstalledPackage | InstallFile | undefined => {
  const { text, span } = word;
  if (tool === 'apt' || tool === 'apk' || tool === 'dnf') {
    const match = /^([a-z0-9@][\w.+@-]*?)(?::\w+)?(?:(\/[\w-]+)|([=~<>]+)(.+))?$/i.exec(text);
    if (!match || text.includes('/') === (match[2] === undefined)) return undefined;
    const sign = match[3] ?? '';
    return {
      name: match[1] ?? '',
      version: sign === '=' ? match[4] : undefined,
      specifier: `${match[2] ?? ''}${sign}${match[4] ?? ''}`,
      extras: [],
      span,
    };
  }
  if (tool === 'conda') {
    const match = /^(?:[\w.-]+::)?([\w.-]+)\s*(?:(==?|[<>~!]=?)(.*))?$/.exec(text);
    const exact = match?.[2] === '==' || match?.[2] === '=' ? match[3] : undefined;
    return match
      ? { name: normalName(match[1] ?? ''), version: exact, specifier: `${match[2] ?? ''}${match[3] ?? ''}`, extras: [], span }
      : undefined;
  }
  const poetry = tool === 'poetry' ? /^([\w.-]+)(?:\[[^\]]*\])?@([^/]+)$/.exec(text) : null;
  if (poetry) {
    const exact = exactOf(`==${(poetry[2] ?? '').replace(/^==/, '')}`);
    return { name: normalName(poetry[1] ?? ''), version: exact, specifier: `@${poetry[2]}`, extras: [], span };
  }
  const archive = readArchive(text);
  if (archive) return { ...archive, specifier: '', extras: [], span };
  const egg = /^(?:git|hg|svn|bzr)\+.*[#&]egg=([\w.-]+)/.exec(text)?.[1];
  if (egg) return { name: normalName(egg), version: undefined, specifier: '', extras: [], span };
  if (/^[./~]|:\/\/|[\\/]/.test(text) && !/^[\w.-]+\s*(?:\[[^\]]*\])?\s*@/.test(text)) return { path: text, as: 'path', known: true, span };
  const read = readRequirement(text);
  return (
    read && {
      name: read.name,
      version: read.exact,
      specifier: read.specifier || (read.url ? `@ ${read.url}` : ''),
      extras: read.extras,
      span,
    }
  );
};
