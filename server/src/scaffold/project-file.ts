// The file that a manager with a lock file reads, for a project that has none yet: pyproject.toml, or Pipenv's own.
import type { Answers, Manager } from './answers.ts';
import { asRequirement, type Listed } from './listed.ts';

/** Managers that write a lock file. */
export type Locking = Exclude<Manager, 'pip' | 'pip-tools'>;

/** Beyond the standard's table: that the project is an application, and no package to be built. */
const applications: Readonly<Partial<Record<Manager, string>>> = {
  poetry: '\n[tool.poetry]\npackage-mode = false\n',
  pdm: '\n[tool.pdm]\ndistribution = false\n',
};

/** Describes the project with what it asks for. The Python is that of the image and any newer one. */
export const projectFileText = (manager: Locking, { name, python }: Pick<Answers, 'name' | 'python'>, all: readonly Listed[]): string => {
  if (manager === 'pipenv') return pipfile(python, all);
  const dependencies = all.map((one) => `    ${quoted(asRequirement(one))},\n`).join('');
  return `[project]
name = "${name}"
version = "0.1.0"
requires-python = ">=${python},<4"
dependencies = [
${dependencies}]
${applications[manager] ?? ''}`;
};

/** A string of TOML that holds the quotes of a marker without escaping them. */
const quoted = (text: string): string => (text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text));

const pipfile = (python: string, all: readonly Listed[]): string => `[[source]]
url = "https://pypi.org/simple"
verify_ssl = true
name = "pypi"

[packages]
${all.map((one) => `${one.name} = ${pipfileValue(one)}\n`).join('')}
[requires]
python_version = "${python}"
`;

const pipfileValue = ({ extras, specifier, marker, address }: Listed): string => {
  const version = JSON.stringify(specifier === '' ? '*' : specifier);
  if (address !== undefined) return `{file = ${JSON.stringify(address.slice(address.indexOf('@') + 1).trim())}}`;
  if (extras.length === 0 && marker === '') return version;
  const parts = [
    ...(extras.length > 0 ? [`extras = [${extras.map((extra) => JSON.stringify(extra)).join(', ')}]`] : []),
    `version = ${version}`,
    ...(marker === '' ? [] : [`markers = ${quoted(marker)}`]),
  ];
  return `{${parts.join(', ')}}`;
};
