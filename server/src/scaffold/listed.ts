// What the project asks for today, as requirements that another manager can be given.
import type { Distribution, RequirementsFacts } from '../languages/requirements/facts.ts';
import { factsAt, type Project, parsedAt } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { covers } from '../text/span.ts';
import { baseName, relative, resolve, type Uri } from '../text/uri.ts';
import { inLockFolder, managerOf, packagingOf, projectFile, readFrom } from './packaging.ts';
import type { Parts } from './parts.ts';

/** One distribution that the project asks for. */
export interface Listed {
  readonly name: string;
  readonly extras: readonly string[];
  /** As pip reads it; empty for any version. */
  readonly specifier: string;
  readonly marker: string;
  /** `name @ address`, where it is fetched from somewhere else than an index. */
  readonly address: string | undefined;
}

export interface Lists {
  readonly requirements: readonly Listed[];
  /** Lines that name something else than a distribution, such as a folder, as they stand in their file. */
  readonly others: readonly string[];
  /** The files that were read, relative to the root. */
  readonly from: readonly string[];
}

/** What the files of the project's own manager list, without what is for development. */
export const listedBy = (project: Project, django: DjangoProject): Lists => {
  const manager = managerOf(project, django).value;
  const { requirements, lockFolder, parts } = packagingOf(project, django, manager);
  if (manager === 'pip' || manager === 'pip-tools') {
    const inputs = requirements.map((path) => path.replace(/\.txt$/, '.in'));
    for (const paths of manager === 'pip-tools' ? [inputs, requirements] : [requirements]) {
      const lists = fromLists(project, paths);
      if (lists) return lists;
    }
  }
  const files = [projectFile(project, manager, lockFolder), factsAt(project, inLockFolder(project, '', 'pyproject.toml'), 'requirements')];
  const file = files.find((one) => one !== undefined);
  return file ? fromTables(project, file, parts) : { requirements: [], others: [], from: [] };
};

const fromLists = (project: Project, paths: readonly string[]): Lists | undefined => {
  const uris = [...new Set(paths.flatMap((path) => [...readFrom(project, resolve(project.root, `./${path}`) as Uri)]))];
  const files = uris.flatMap((uri) => parsedAt(project, uri, 'requirements') ?? []);
  if (files.length === 0) return undefined;
  const requirements: Listed[] = [];
  const others: string[] = [];
  for (const { file, tree } of files) {
    const facts = factsAt(project, file.uri, 'requirements');
    for (const one of facts?.distributions ?? []) {
      if (one.kind === 'constraint') continue;
      const text = file.text.slice(one.span.from, one.span.to).trim();
      if (/^[\w.-]+(?:\s*\[[^\]]*\])?\s*@/.test(text)) requirements.push({ ...listed(one), address: text });
      else if (/^[.\w-]*[/:]|^-/.test(text)) others.push(text);
      else requirements.push(listed(one));
    }
    const known = facts?.distributions ?? [];
    for (const { is, body, bodySpan } of tree.lines)
      if (is === 'requirement' && !known.some(({ span }) => covers(bodySpan, span))) others.push(body.text.trim());
    for (const { as, span } of facts?.includes ?? []) if (as === 'editable') others.push(`-e ${file.text.slice(span.from, span.to)}`);
  }
  return { requirements: once(requirements), others, from: files.map(({ file }) => relative(project.root, file.uri)) };
};

const fromTables = (project: Project, file: RequirementsFacts, { extras, groups }: Parts): Lists => {
  const taken = file.distributions.filter(
    ({ kind, group, extra }) => kind === 'direct' && (group === undefined || (extra ? extras : groups).includes(group)),
  );
  const text = parsedAt(project, file.uri, 'requirements')?.file.text ?? '';
  const requirements: Listed[] = [];
  const others: string[] = [];
  for (const one of taken) {
    const written = text.slice(one.span.from, one.span.to).trim();
    const unquoted = written.replace(/^(["'])(.*)\1$/s, '$2').trim();
    if (unquoted !== written && /^[\w.-]+(?:\s*\[[^\]]*\])?\s*@/.test(unquoted)) requirements.push({ ...listed(one), address: unquoted });
    else if (/\b(?:git|path|url|file|editable)\s*=/.test(written) || one.specifier.includes('||')) others.push(written);
    else requirements.push(listed(one));
  }
  return { requirements: once(requirements), others, from: [relative(project.root, file.uri) || baseName(file.uri)] };
};

const once = (all: readonly Listed[]): readonly Listed[] => all.filter((one, i) => all.findIndex(({ name }) => name === one.name) === i);

const listed = ({ name, extras, specifier, marker }: Distribution): Listed => ({
  name,
  extras,
  specifier: specifier
    .split(',')
    .map((part) => plainly(part.trim()))
    .filter(Boolean)
    .join(','),
  marker,
  address: undefined,
});

/** A bound as pip reads it: Poetry also writes `^5.2`, `~5.2`, `5.2` and `*`. */
const plainly = (part: string): string => {
  const [, sign = '', version = ''] = /^(\^|~(?!=)|(?=\d))\s*(\d[\w.+!-]*)$/.exec(part) ?? [];
  if (version === '') return part === '*' ? '' : part;
  if (sign === '') return `==${version}`;
  const numbers = version.split('.').map(Number);
  // The first number that is not zero for a caret, the second for a tilde, as far as there are so many.
  const nonzero = numbers.findIndex((number) => number !== 0);
  const kept = sign === '^' ? (nonzero < 0 ? numbers.length - 1 : nonzero) : Math.min(1, numbers.length - 1);
  if (numbers.some(Number.isNaN)) return `>=${version}`;
  const above = numbers.slice(0, kept + 1).map((number, i) => (i === kept ? number + 1 : number));
  return `>=${version},<${above.join('.')}`;
};

/** A line of a requirements file. */
export const asRequirement = ({ name, extras, specifier, marker, address }: Listed): string =>
  address ?? `${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${specifier}${marker === '' ? '' : `; ${marker}`}`;
