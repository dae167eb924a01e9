// Groups and extras of the project, as values of the options of installers that name them.
import type { ToolOption } from '../../knowledge/entry.ts';
import type { Project } from '../../project/project.ts';
import { baseName, relative } from '../../text/uri.ts';

/** Options that take groups, and those that take extras. */
const ofGroups: ReadonlySet<string> = new Set([
  ...['uv --group', 'uv --only-group', 'uv --no-group', 'poetry --only', 'poetry --with', 'poetry --without', 'pipenv --categories'],
]);
const ofExtras: ReadonlySet<string> = new Set(['uv --extra', 'uv --no-extra', 'poetry --extras']);

/** A group or an extra, and the file that has it. */
interface Group {
  readonly name: string;
  readonly detail: string;
}

/** What the option may name: the groups, or the extras, that project files have; empty for all other options. */
export const groupsFor = ({ all, root }: Project, { tool, name: whole }: ToolOption): readonly Group[] => {
  // `export --with` is the same option of another command.
  const name = `${tool} ${whole.split(' ').at(-1)}`;
  const extra = ofExtras.has(name);
  if (!extra && !ofGroups.has(name)) return [];
  const wanted = tool === 'pipenv' ? /^Pipfile$/ : /^pyproject\.toml$/;
  const out = new Map<string, string>();
  for (const { facts } of all.requirements) {
    if (!wanted.test(baseName(facts.uri))) continue;
    for (const one of facts.distributions)
      if (one.group && one.kind === 'direct' && one.extra === extra && !out.has(one.group)) out.set(one.group, relative(root, facts.uri));
  }
  return [...out].map(([group, detail]) => ({ name: group, detail }));
};
