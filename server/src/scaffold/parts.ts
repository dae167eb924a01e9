// Extras and groups of pyproject.toml: where Django comes with one alone, the image must ask for it.
import type { Distribution, RequirementsFacts } from '../languages/requirements/facts.ts';
import type { Manager } from './answers.ts';

/** What is installed besides the dependencies that everybody gets. */
export interface Parts {
  /** Of `[project.optional-dependencies]`, or Poetry's extras. */
  readonly extras: readonly string[];
  /** Of `[dependency-groups]`, or the groups of Poetry and PDM. */
  readonly groups: readonly string[];
}

export const noParts: Parts = { extras: [], groups: [] };

const forProduction = /^(?:prod|production|deploy|deployment|server|web|app|site|backend|django)$/i;
const forOthers = /dev|test|doc|lint|type|check|format|example|demo|sandbox|^ci$/i;

/** Which of the extras and groups that bring a distribution is meant for production; nothing where all are for something else. */
export const partFor = (mentions: readonly Distribution[]): Distribution | undefined =>
  mentions.find(({ group = '' }) => forProduction.test(group)) ?? mentions.find(({ group = '' }) => group !== '' && !forOthers.test(group));

/** What a manager must be asked for so that Django is installed; nothing where it comes anyway, or for no production. */
export const partsOf = (file: RequirementsFacts | undefined, manager: Manager): Parts => {
  if (manager === 'pipenv' || file === undefined) return noParts;
  const mentions = file.distributions.filter(({ name, kind }) => name === 'django' && kind === 'direct');
  if (mentions.some((one) => one.group === undefined || (manager === 'uv' && isDefault(file, one)))) return noParts;
  const part = partFor(mentions);
  if (part?.group === undefined) return noParts;
  return part.extra ? { extras: [part.group], groups: [] } : { extras: [], groups: [part.group] };
};

/** Whether uv installs a group without being asked; that for development the image leaves out. */
const isDefault = ({ uvDefaults = [] }: RequirementsFacts, { group, extra }: Distribution): boolean =>
  !extra && group !== undefined && group !== 'dev' && (uvDefaults === 'all' || uvDefaults.includes(group));

/** The options with which a manager installs what production needs. */
export const selection = (manager: Manager, { extras, groups }: Parts): string => {
  const each = (option: string, names: readonly string[]) => names.map((name) => ` ${option} ${name}`).join('');
  switch (manager) {
    case 'uv':
      return `--no-dev${each('--extra', extras)}${each('--group', groups)}`;
    case 'poetry':
      return `--only ${['main', ...groups].join(',')}${each('--extras', extras)}`;
    case 'pdm':
      // A group that is named leaves the others out; together with `--prod` PDM refuses it.
      return `${groups.length > 0 ? '' : '--prod'}${each('-G', [...extras, ...groups])}`.trim();
    default:
      return '';
  }
};

/** The options with which a manager adds to the same part. */
export const addingTo = (manager: Manager, { extras, groups }: Parts): string => {
  const [extra] = extras;
  const [group] = groups;
  if (extra !== undefined) return manager === 'pdm' ? ` -G ${extra}` : ` --optional ${extra}`;
  if (group !== undefined) return manager === 'pdm' ? ` -dG ${group}` : ` --group ${group}`;
  return '';
};
