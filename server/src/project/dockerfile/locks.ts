// Which part of a lock file or project file a command installs.
import type { Argument } from '../../commands/resolve.ts';
import { memo } from '../../languages/memo.ts';
import type { Distribution, RequirementsFacts } from '../../languages/requirements/facts.ts';

/** The groups and extras that are taken; `all` takes every group there is. */
export interface Selection {
  /** What belongs to no group. */
  readonly main: boolean;
  readonly groups: ReadonlySet<string> | 'all';
  readonly without: ReadonlySet<string>;
  readonly extras: ReadonlySet<string> | 'all';
}

export type LockTool = 'pipenv' | 'poetry' | 'uv' | 'pdm' | 'pip';

const none: ReadonlySet<string> = new Set();
export const everything: Selection = { main: true, groups: 'all', without: none, extras: 'all' };

const has = (words: readonly Argument[], ...names: readonly string[]): boolean => words.some(({ text }) => names.includes(text));

/** The values of options, split at commas and blanks. */
const values = (words: readonly Argument[], ...names: readonly string[]): readonly string[] =>
  words.flatMap(({ text }, i) => {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    if (!names.includes(name)) return [];
    const value = equals < 0 ? (words[i + 1]?.text ?? '') : text.slice(equals + 1);
    return value.split(/[\s,:]+/).filter(Boolean);
  });

/**
 * What the options of a tool's install, sync or export command select. `noDev` is what its variables say, `project` the
 * pyproject.toml it works for.
 */
export const selectionOf = (tool: LockTool, words: readonly Argument[], noDev = false, project?: RequirementsFacts): Selection => {
  const set = (...names: readonly string[]): ReadonlySet<string> => new Set(values(words, ...names));
  switch (tool) {
    case 'pipenv': {
      const categories = values(words, '--categories').map((name) => name.replace(/-?packages$/, '') || 'default');
      const named = categories.length > 0;
      const groups = new Set(named ? categories : has(words, '--dev', '-d') ? ['dev'] : []);
      return { main: named ? groups.has('default') : !has(words, '--dev-only'), groups, without: none, extras: none };
    }
    case 'poetry': {
      const only = set('--only');
      const extras = has(words, '--all-extras') ? 'all' : set('-E', '--extras');
      if (only.size > 0) return { main: only.has('main'), groups: only, without: none, extras };
      const exported = has(words, 'export');
      const all = !exported || has(words, '--all-groups', '--with-all-groups');
      const groups = all ? 'all' : new Set([...set('--with'), ...(has(words, '--dev') ? ['dev'] : [])]);
      const without = new Set([...set('--without'), ...(has(words, '--no-dev') ? ['dev'] : [])]);
      return { main: !has(words, '--only-root') && !without.has('main'), groups, without, extras };
    }
    case 'uv': {
      const only = new Set([...set('--only-group'), ...(has(words, '--only-dev') ? ['dev'] : [])]);
      const extras = has(words, '--all-extras') ? 'all' : set('--extra');
      const without = set('--no-group', '--no-extra');
      if (only.size > 0) return { main: false, groups: only, without, extras };
      if (has(words, '--all-groups')) return { main: true, groups: 'all', without, extras };
      const defaults = project?.uvDefaults ?? ['dev'];
      const asked = has(words, '--no-default-groups') ? [] : defaults;
      const dev = !noDev && !has(words, '--no-dev', '--production');
      if (asked === 'all') return { main: true, groups: 'all', without: dev ? without : new Set([...without, 'dev']), extras };
      const groups = new Set([...asked.filter((group) => dev || group !== 'dev'), ...set('--group')]);
      return { main: true, groups, without, extras };
    }
    case 'pdm': {
      const named = set('-G', '--group', '--with');
      // Groups for development that are named leave the others out; extras do not.
      const some = project?.distributions.some(({ group, extra }) => group !== undefined && !extra && named.has(group)) ?? false;
      const groups = some || has(words, '--prod', '--production', '--no-dev') ? named : 'all';
      return { main: !has(words, '--no-default'), groups, without: set('--without'), extras: has(words, ':all') ? 'all' : named };
    }
    case 'pip':
      return { main: true, groups: set('--group'), without: none, extras: has(words, '--all-extras') ? 'all' : set('--extra') };
  }
};

const takes = ({ main, groups, without, extras }: Selection, { group, extra }: Distribution): boolean => {
  if (group === undefined) return main;
  const from = extra ? extras : groups;
  return !without.has(group) && (from === 'all' || from.has(group));
};

/** The selection with the groups that its groups take in. */
const withIncluded = (selection: Selection, file: RequirementsFacts): Selection => {
  const { groups } = selection;
  if (groups === 'all' || file.included.size === 0) return selection;
  const all = new Set<string>();
  const open = [...groups];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (all.has(group)) continue;
    all.add(group);
    open.push(...(file.included.get(group) ?? []));
  }
  return { ...selection, groups: all };
};

const keyOf = ({ main, groups, without, extras }: Selection): string =>
  [main, ...[groups, without, extras].map((one) => (one === 'all' ? one : [...one].sort().join(' ')))].join('|');

const kept = memo((_: RequirementsFacts) => new Map<string, { readonly project: unknown; readonly chosen: readonly Distribution[] }>());

/**
 * The distributions of a file that a selection takes, those they need included as far as the file tells. `project` is the
 * pyproject.toml beside a lock file: a lock file of uv or Poetry tells by itself only what it holds, not for which group.
 */
export const chosen = (file: RequirementsFacts, project: RequirementsFacts | undefined, asked: Selection): readonly Distribution[] => {
  const selection = withIncluded(asked, project ?? file);
  const key = keyOf(selection);
  const before = kept(file).get(key);
  if (before && before.project === project) return before.chosen;
  const made = fresh(file, project, selection);
  kept(file).set(key, { project, chosen: made });
  return made;
};

const graphs: ReadonlySet<string> = new Set(['poetry-lock', 'uv-lock', 'pdm-lock', 'pylock']);

const fresh = (file: RequirementsFacts, project: RequirementsFacts | undefined, selection: Selection): readonly Distribution[] => {
  const direct = project?.distributions.filter((one) => one.kind === 'direct') ?? [];
  if (!graphs.has(file.format) || direct.length === 0) {
    return file.distributions.filter((one) => one.kind !== 'constraint' && takes(selection, one));
  }
  const locked = new Map<string, Distribution[]>();
  for (const one of file.distributions) {
    const list = locked.get(one.name);
    if (list) list.push(one);
    else locked.set(one.name, [one]);
  }
  const out: Distribution[] = [];
  const seen = new Set<string>();
  const open = direct.filter((one) => takes(selection, one)).map(({ name }) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const found = locked.get(name);
    // What was added since the file was locked is asked for all the same.
    out.push(...(found ?? direct.filter((one) => one.name === name && takes(selection, one))));
    for (const { requires } of found ?? []) open.push(...requires);
  }
  return out;
};
