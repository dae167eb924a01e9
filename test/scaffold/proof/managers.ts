// Every tool that installs packages: locked before, extended as the scaffold tells the user, installed in the build.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, run } from './project.ts';
import { plain, type Variant } from './variant.ts';

const pyproject = (more: string): string =>
  `[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["django"]\n${more}`;

/** Of a library, or of a program that can do without its site. */
const withoutDjango = (more: string): string =>
  `[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.13"\ndependencies = ["tzdata"]\n${more}`;

/** What the default scaffold tells the user to add. */
const missing = ['uvicorn[standard]', 'whitenoise[brotli]'];

/** Addresses of this machine do not belong in what is locked. */
const compile = ['--quiet', '--strip-extras', '--no-emit-index-url', '--no-emit-find-links', '--no-emit-trusted-host', 'requirements.in'];

/** A tool in an environment of its own, asked in a project. It takes the Python at hand and makes its own environment nowhere near. */
const tool = (folder: string, bin: string, name: string, ...words: readonly string[]): void => {
  const home = join(folder, '..', `${name}-home`);
  const env = {
    ...process.env,
    UV_PYTHON: join(bin, 'python'),
    UV_PYTHON_DOWNLOADS: 'never',
    UV_PROJECT_ENVIRONMENT: join(home, 'uv'),
    PIPENV_PYTHON: join(bin, 'python'),
    WORKON_HOME: home,
    PIPENV_NOSPIN: '1',
    POETRY_VIRTUALENVS_PATH: home,
    POETRY_CACHE_DIR: home,
    PDM_CHECK_UPDATE: 'false',
    PDM_IGNORE_ACTIVE_VENV: '1',
  };
  const own = environment(join(tmpdir(), 'drydock-proof/tools', name), join(bin, 'python'), distributions[name] ?? [name]);
  run(join(own, name), words, { cwd: folder, env });
};
const distributions: Readonly<Record<string, readonly string[]>> = {
  'pip-compile': ['pip-tools'],
  uv: ['uv==0.13.9'],
  // hishel 2.0 took a class away that pdm 2.29 still takes from it.
  pdm: ['pdm', 'hishel<2'],
};

/** The index of this machine's pip: tools that only read what a project names would ask PyPI past it. */
const index = (bin: string): string => {
  const ask = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)';
  const own = spawnSync(join(bin, 'pip'), ['config', 'get', 'global.index-url'], { encoding: 'utf8' }).stdout.trim();
  return (own || run(join(bin, 'python'), ['-c', ask]).trim()).replace(/\/*$/, '/');
};
/**
 * The index as a source of Poetry's. On its own Poetry asks PyPI's other interface (JSON for each release) as well, which a mirror
 * need not have: it ends with "Package django not found" then.
 */
const poetrySource = (bin: string): string => `\n[[tool.poetry.source]]\nname = "index"\nurl = "${index(bin)}"\npriority = "primary"\n`;
/** The index as a source of Pipenv's, as its own `pipenv install` writes it into every new Pipfile. */
const pipenvSource = (bin: string): string => `[[source]]\nname = "index"\nurl = "${index(bin)}"\nverify_ssl = true\n\n`;
const write = (folder: string, path: string, text: string) => writeFileSync(join(folder, path), text);

/** Has a tool add what the default scaffold asks for, as its result says. */
export const addedBy = (name: 'uv', folder: string, bin: string): void => tool(folder, bin, name, 'add', '--no-sync', ...missing);

export const managers: readonly Variant[] = [
  {
    ...plain,
    name: 'pip-tools',
    before: (folder, bin) => {
      write(folder, 'requirements.in', 'django\n');
      tool(folder, bin, 'pip-compile', ...compile);
    },
    after: (folder, bin) => tool(folder, bin, 'pip-compile', ...compile),
  },
  {
    ...plain,
    name: 'pipenv',
    before: (folder, bin) => {
      write(folder, 'Pipfile', `${pipenvSource(bin)}[packages]\ndjango = "*"\n`);
      tool(folder, bin, 'pipenv', 'lock');
    },
    after: (folder, bin) => tool(folder, bin, 'pipenv', 'install', ...missing),
  },
  {
    ...plain,
    name: 'poetry',
    before: (folder, bin) => {
      write(folder, 'pyproject.toml', pyproject(`\n[tool.poetry]\npackage-mode = false\n${poetrySource(bin)}`));
      tool(folder, bin, 'poetry', 'lock');
    },
    after: (folder, bin) => tool(folder, bin, 'poetry', 'add', '--lock', ...missing),
  },
  {
    ...plain,
    name: 'uv',
    needs: [['uv', '0.13.9']],
    before: (folder, bin) => {
      write(folder, 'pyproject.toml', pyproject(''));
      tool(folder, bin, 'uv', 'lock');
    },
    after: (folder, bin) => addedBy('uv', folder, bin),
  },
  {
    ...plain,
    name: 'uv-subfolder',
    django: 'backend',
    needs: [['uv', '0.13.9']],
    before: (folder, bin) => {
      write(folder, 'backend/pyproject.toml', pyproject(''));
      tool(join(folder, 'backend'), bin, 'uv', 'lock');
    },
    after: (folder, bin) => addedBy('uv', join(folder, 'backend'), bin),
  },
  {
    ...plain,
    name: 'pdm',
    before: (folder, bin) => {
      write(folder, 'pyproject.toml', pyproject('\n[tool.pdm]\ndistribution = false\n'));
      tool(folder, bin, 'pdm', 'lock');
    },
    after: (folder, bin) => tool(folder, bin, 'pdm', 'add', '--no-sync', ...missing),
  },
  // Django in an extra or a group: what everybody gets is not enough.
  {
    ...plain,
    name: 'uv-extra',
    needs: [['uv', '0.13.9']],
    before: (folder, bin) => {
      write(folder, 'pyproject.toml', withoutDjango('\n[project.optional-dependencies]\nserver = ["django"]\n'));
      tool(folder, bin, 'uv', 'lock');
    },
    after: (folder, bin) => tool(folder, bin, 'uv', 'add', '--no-sync', '--optional', 'server', ...missing),
  },
  {
    ...plain,
    name: 'poetry-extra',
    before: (folder, bin) => {
      const optional = '[tool.poetry.dependencies]\npython = ">=3.13,<4"\ndjango = { version = "*", optional = true }\n';
      const extras = '[tool.poetry.extras]\nserver = ["django"]\n';
      write(folder, 'pyproject.toml', `[tool.poetry]\npackage-mode = false\n${optional}${extras}${poetrySource(bin)}`);
      tool(folder, bin, 'poetry', 'lock');
    },
    after: (folder, bin) => tool(folder, bin, 'poetry', 'add', '--lock', ...missing),
  },
  {
    ...plain,
    name: 'pdm-extra',
    before: (folder, bin) => {
      const extra = '\n[project.optional-dependencies]\nserver = ["django"]\n\n[tool.pdm]\ndistribution = false\n';
      write(folder, 'pyproject.toml', withoutDjango(extra));
      tool(folder, bin, 'pdm', 'lock');
    },
    after: (folder, bin) => tool(folder, bin, 'pdm', 'add', '--no-sync', '-G', 'server', ...missing),
  },
  {
    ...plain,
    name: 'pdm-group',
    before: (folder, bin) => {
      const groups = '\n[dependency-groups]\ndev = ["pytz"]\nweb = ["django"]\n\n[tool.pdm]\ndistribution = false\n';
      write(folder, 'pyproject.toml', withoutDjango(groups));
      tool(folder, bin, 'pdm', 'lock');
    },
    after: (folder, bin) => tool(folder, bin, 'pdm', 'add', '--no-sync', '-dG', 'web', ...missing),
    prove: (app) => assert.match(app.exec('sh', '-c', "python -c 'import pytz' 2>&1 || true"), /ModuleNotFoundError/),
  },
  // A manager that the project does not have yet: the scaffold writes what it reads, the user has it locked.
  ...(['uv', 'poetry', 'pdm', 'pipenv'] as const).map(
    (name): Variant => ({
      ...plain,
      name: `${name}-new`,
      flags: ['--manager', name],
      needs: name === 'uv' ? [['uv', '0.13.9']] : [],
      before: (folder) => write(folder, 'requirements.txt', 'Django>=6  # the newest\ntzdata; sys_platform == "win32"\n'),
      after: (folder, bin) => {
        if (name === 'poetry') appendFileSync(join(folder, 'pyproject.toml'), poetrySource(bin));
        tool(folder, bin, name, 'lock');
      },
    }),
  ),
  // A package that pip installs itself, with Django in an extra and a version that Git would tell.
  {
    ...plain,
    name: 'package',
    before: (folder) => {
      const built = '[build-system]\nrequires = ["setuptools>=77", "setuptools-scm>=8"]\nbuild-backend = "setuptools.build_meta"\n';
      const extra = '[project.optional-dependencies]\nserver = ["django"]\n[tool.setuptools]\npackages = ["shop"]\n[tool.setuptools_scm]\n';
      const named = '[project]\nname = "shop"\ndynamic = ["version"]\n';
      write(folder, 'pyproject.toml', `${built}${named}${extra}`);
    },
    prove: (app) => assert.match(app.exec('pip', 'list', '--format', 'freeze'), /^shop==0$/m),
  },
];
