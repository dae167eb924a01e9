// The distribution of the old server makes room for the new one, in whatever file and by whatever tool they are kept.
import type { FileOf, Project } from '../../project/project.ts';
import { applyEdits, type Edit, replace } from '../../text/edit.ts';
import { relative, resolve, type Uri } from '../../text/uri.ts';
import type { Answers, Manager } from '../answers.ts';
import { missingDistributions } from '../distributions.ts';
import { extended, type Planned, type Reader } from '../plan.ts';
import type { Origin } from './plan.ts';

/** What belongs to a server on the Python package index, and to nothing else. */
const ofServer: Readonly<Record<Origin, ReadonlySet<string>>> = {
  uwsgi: new Set(['uwsgi', 'pyuwsgi', 'uwsgitop', 'uwsgidecorators', 'uwsgi-tools', 'types-uwsgi', 'uwsgi-stub']),
  daphne: new Set(['daphne']),
};

/** Whether a distribution goes with the old server. */
export const belongsTo = (from: Origin, name: string): boolean => ofServer[from].has(name);

export interface RequirementsMove {
  readonly files: readonly Planned[];
  readonly notes: readonly string[];
}

const removing: Readonly<Record<Manager, string>> = {
  pip: 'pip uninstall',
  'pip-tools': 'pip uninstall',
  pipenv: 'pipenv uninstall',
  poetry: 'poetry remove',
  uv: 'uv remove',
  pdm: 'pdm remove',
};
const adding: Readonly<Record<Manager, string>> = {
  pip: 'pip install',
  'pip-tools': 'pip-compile',
  pipenv: 'pipenv install',
  poetry: 'poetry add',
  uv: 'uv add',
  pdm: 'pdm add',
};

/**
 * Puts the new server, and WhiteNoise where `answers` say so, in the place of the old one. `placed` are requirements that stand
 * elsewhere already, in a command of the Dockerfile; `keep` leaves the old one where something else needs it; `has` tells what the
 * image, or the project, installs.
 */
export const moveRequirements = (
  project: Project,
  from: Origin,
  answers: Answers,
  placed: readonly string[],
  keep: boolean,
  has: (name: string) => boolean,
  read: Reader,
): RequirementsMove => {
  const gone = new Set(keep ? [] : [...ofServer[from]].filter((name) => project.distributions.has(name)));
  const missing = missingDistributions({ distributions: { has } }, { ...answers, database: 'none', media: 'none' }, true).filter(
    (text) => text !== 'django' && !placed.includes(text),
  );
  const { manager } = answers;
  if (manager !== 'pip' && manager !== 'pip-tools') return { files: [], notes: instructions(project, manager, gone, missing) };
  const lists = project.all.requirements.filter(({ facts }) => facts.format === 'requirements' && facts.template === undefined);
  const compiled = (uri: Uri): boolean =>
    manager === 'pip-tools' &&
    /\.txt$/.test(uri) &&
    project.exists(resolve(uri, `./../${relative(resolve(uri, '..'), uri).replace(/\.txt$/, '.in')}`)) === true;
  const files: Planned[] = [];
  const notes: string[] = [];
  let left = [...missing];
  for (const list of lists) {
    const path = relative(project.root, list.facts.uri);
    const before = read(path);
    const found = list.facts.distributions.filter(({ name, kind }) => kind === 'direct' && gone.has(name));
    if (before === undefined || found.length === 0 || compiled(list.facts.uri)) continue;
    if (/--hash[= ]/.test(before)) {
      notes.push(
        `Take ${found.map(({ name }) => name).join(', ')} out of ${path}${left.length > 0 ? ` and add ${left.join(', ')} with their hashes` : ''}: pip refuses lines without one beside others.`,
      );
      left = [];
      continue;
    }
    const after = applyEdits(before, exchanged(list, found, left));
    left = [];
    files.push({ path, state: 'edit', before, after });
  }
  const wanted = (answers.requirements[0] ?? 'requirements.txt').replace(/\.txt$/, manager === 'pip-tools' ? '.in' : '.txt');
  const inputs = lists
    .map(({ facts }) => relative(project.root, facts.uri))
    .filter((path) => manager !== 'pip-tools' || path.endsWith('.in'));
  const main = read(wanted) === undefined ? inputs[0] : wanted;
  if (left.length > 0 && main === undefined) notes.push(`Install ${left.join(', ')} where the image installs its packages.`);
  if (left.length > 0 && main !== undefined) {
    const before = files.find(({ path }) => path === main)?.after ?? read(main);
    const text = `${left.join('\n')}\n`;
    if (before !== undefined && /--hash[= ]/.test(before))
      notes.push(`Add ${left.join(', ')} to ${main} with their hashes: pip refuses lines without one beside others.`);
    else {
      const after = before === undefined ? text : extended(before, text);
      const at = files.findIndex(({ path }) => path === main);
      const first = files[at];
      if (first) files[at] = { ...first, after };
      else files.push({ path: main, state: before === undefined ? 'new' : 'extend', before, after });
    }
  }
  if (manager === 'pip-tools' && files.length > 0) notes.push(`Run \`pip-compile ${main ?? wanted}\`: the image installs what it writes.`);
  return { files: files.filter(({ before, after }) => before !== after), notes };
};

/** The first line becomes the lines that are missing; the others go. */
const exchanged = (
  { parsed }: FileOf<'requirements'>,
  found: FileOf<'requirements'>['facts']['distributions'],
  missing: readonly string[],
): readonly Edit[] => {
  const { text } = parsed.file;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return found.map(({ span }, i) => {
    if (i === 0 && missing.length > 0) return replace(span, missing.join(end));
    const from = text.lastIndexOf('\n', span.from - 1) + 1;
    const feed = text.indexOf('\n', span.to);
    return replace({ from, to: feed < 0 ? text.length : feed + 1 }, '');
  });
};

const instructions = (project: Project, manager: Manager, gone: ReadonlySet<string>, missing: readonly string[]): readonly string[] => {
  const direct = [...gone].filter((name) =>
    project.all.requirements.some(({ facts }) => facts.distributions.some((one) => one.kind === 'direct' && one.name === name)),
  );
  const words = missing.map((text) => (text.includes('[') ? `'${text}'` : text)).join(' ');
  return [
    ...(direct.length > 0 ? [`Run \`${removing[manager]} ${direct.join(' ')}\`: nothing needs it any more.`] : []),
    ...(missing.length > 0 ? [`Run \`${adding[manager]} ${words}\`: the image installs what is locked.`] : []),
  ];
};
