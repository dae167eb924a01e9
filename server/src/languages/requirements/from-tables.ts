// Distributions in pyproject.toml, Pipfile and the lock files.
import { exactOf, normalName, readRequirement } from '../../commands/distribution.ts';
import type { Distribution, Found } from './facts.ts';
import type { RequirementsTree } from './parse.ts';
import { at, type Entry, type Table, textOf, type Value } from './value.ts';

/** All entries under a table path, however they are spread: `[a.b]`, `[a] b.c = …`, `[a] b = { … }`. */
const under = (tables: readonly Table[], ...path: readonly string[]): readonly Entry[] => {
  const out: Entry[] = [];
  for (const table of tables) {
    if (table.repeated) continue;
    if (table.path.length >= path.length) {
      if (!path.every((part, i) => table.path[i] === part)) continue;
      const rest = table.path.slice(path.length);
      for (const entry of table.entries) out.push(rest.length > 0 ? { ...entry, key: [...rest, ...entry.key] } : entry);
      continue;
    }
    if (!table.path.every((part, i) => path[i] === part)) continue;
    const left = path.slice(table.path.length);
    for (const entry of table.entries) {
      if (!entry.key.every((part, i) => i >= left.length || part === left[i])) continue;
      if (entry.key.length > left.length) out.push({ ...entry, key: entry.key.slice(left.length) });
      else if (entry.value.is === 'table') {
        const deeper = at([{ ...entry, key: ['x'] }], 'x', ...left.slice(entry.key.length));
        if (deeper?.is === 'table') out.push(...deeper.entries);
      }
    }
  }
  return out;
};

const value = (tables: readonly Table[], ...path: readonly string[]): Value | undefined =>
  at(under(tables, ...path.slice(0, -1)), path.at(-1) ?? '');

/** The requirement strings of a list. */
const strings = (list: Value | undefined, kind: Distribution['kind'], group: string | undefined): readonly Distribution[] => {
  if (list?.is !== 'list') return [];
  return list.items.flatMap((item): Distribution[] => {
    const read = item.is === 'string' ? readRequirement(item.text.trim()) : undefined;
    if (!read || item.is !== 'string') return [];
    const from = item.inner.from + item.text.length - item.text.trimStart().length;
    const nameSpan = { from, to: Math.min(item.inner.to, from + read.nameLength) };
    const { name, specifier, extras, marker } = read;
    return [{ name, nameSpan, version: read.exact, specifier, extras, marker, kind, group, extra: false, requires: [], span: item.span }];
  });
};

/** `name = "1.2"` and `name = { version = "1.2" }`. A bare number pins in Poetry. */
const named = (entries: readonly Entry[], group: string | undefined, bare: boolean): readonly Distribution[] => {
  const out: Distribution[] = [];
  for (const { key, keySpan, value: given, span } of entries) {
    const written = key[0];
    if (key.length > 2 || written === undefined || (written === 'python' && bare)) continue;
    if (key.length === 2 && key[1] !== 'version') {
      if (!out.some(({ name }) => name === normalName(written))) {
        out.push({
          name: normalName(written),
          nameSpan: keySpan,
          version: undefined,
          specifier: '',
          extras: [],
          marker: '',
          kind: 'direct',
          group,
          extra: false,
          requires: [],
          span,
        });
      }
      continue;
    }
    const choices = given.is === 'list' ? given.items : [given];
    for (const choice of choices) {
      const fields = choice.is === 'table' ? choice.entries : [];
      const specifier = textOf(choice) ?? textOf(at(fields, 'version')) ?? '';
      const extras = at(fields, 'extras');
      out.push({
        name: normalName(written),
        nameSpan: keySpan,
        version: exactOf(bare && /^\d[^,*\s]*$/.test(specifier) ? `==${specifier}` : specifier),
        specifier: specifier === '*' ? '' : specifier,
        extras: extras?.is === 'list' ? extras.items.flatMap((item) => textOf(item) ?? []) : [],
        marker: textOf(at(fields, 'markers')) ?? '',
        kind: 'direct',
        group,
        extra: false,
        requires: [],
        span: choices.length > 1 ? choice.span : span,
      });
    }
  }
  return out;
};

/**
 * What Poetry's main table asks for. A distribution that is optional there comes with the extras that list it, as often as there
 * are such; with none, nobody gets it.
 */
const fromPoetry = (tables: readonly Table[]): readonly Distribution[] => {
  const entries = under(tables, 'tool', 'poetry', 'dependencies');
  const optional = new Set(
    entries.flatMap(({ key, value: given }) => {
      const said = key.length === 2 ? key[1] === 'optional' && given : given.is === 'table' && at(given.entries, 'optional');
      return said && said.is === 'word' && said.text === 'true' ? normalName(key[0] ?? '') : [];
    }),
  );
  const all = named(entries, undefined, true);
  if (optional.size === 0) return all;
  const extras = under(tables, 'tool', 'poetry', 'extras').flatMap(({ key, value: list }) =>
    list.is === 'list' ? [{ extra: key.join('.'), names: list.items.map((item) => normalName(textOf(item) ?? '')) }] : [],
  );
  return all.flatMap((one): readonly Distribution[] => {
    if (!optional.has(one.name)) return [one];
    const groups = extras.flatMap(({ extra, names }) => (names.includes(one.name) ? [extra] : []));
    return (groups.length > 0 ? groups : ['']).map((group) => ({ ...one, group, extra: true }));
  });
};

export const fromPyproject = ({ tables }: RequirementsTree): Found => {
  const distributions: Distribution[] = [...strings(value(tables, 'project', 'dependencies'), 'direct', undefined)];
  for (const path of [['project', 'optional-dependencies'], ['dependency-groups'], ['tool', 'pdm', 'dev-dependencies']]) {
    const extra = path[0] === 'project';
    for (const { key, value: list } of under(tables, ...path)) {
      for (const one of strings(list, 'direct', key.join('.'))) distributions.push({ ...one, extra });
    }
  }
  distributions.push(...strings(value(tables, 'tool', 'uv', 'dev-dependencies'), 'direct', 'dev'));
  distributions.push(...strings(value(tables, 'tool', 'uv', 'constraint-dependencies'), 'constraint', undefined));
  distributions.push(...strings(value(tables, 'tool', 'uv', 'override-dependencies'), 'constraint', undefined));
  distributions.push(...fromPoetry(tables));
  distributions.push(...named(under(tables, 'tool', 'poetry', 'dev-dependencies'), 'dev', true));
  const groups = new Map<string, Entry[]>();
  for (const entry of under(tables, 'tool', 'poetry', 'group')) {
    const [group = '', part, ...name] = entry.key;
    if (part === 'dependencies' && name.length > 0) groups.set(group, [...(groups.get(group) ?? []), { ...entry, key: name }]);
  }
  for (const [group, entries] of groups) distributions.push(...named(entries, group, true));
  const included = new Map<string, readonly string[]>();
  for (const { key, value: list } of under(tables, 'dependency-groups')) {
    const names =
      list.is === 'list'
        ? list.items.flatMap((item) => (item.is === 'table' ? (textOf(at(item.entries, 'include-group')) ?? []) : []))
        : [];
    if (names.length > 0) included.set(key.join('.'), names);
  }
  const defaults = value(tables, 'tool', 'uv', 'default-groups');
  const uvDefaults =
    textOf(defaults) === 'all' ? 'all' : defaults?.is === 'list' ? defaults.items.flatMap((item) => textOf(item) ?? []) : undefined;
  const python = value(tables, 'project', 'requires-python') ?? value(tables, 'tool', 'poetry', 'dependencies', 'python');
  const building = under(tables, 'build-system');
  const requires = at(building, 'requires');
  const describes = (...path: readonly string[]) => under(tables, ...path).length > 0;
  return {
    builders: requires?.is === 'list' ? requires.items.flatMap((item) => readRequirement(textOf(item)?.trim() ?? '')?.name ?? []) : [],
    describedBy: [
      ...(describes('project') ? (['project'] as const) : []),
      ...(value(tables, 'tool', 'poetry', 'name') || describes('tool', 'poetry', 'dependencies') ? (['poetry'] as const) : []),
    ],
    included,
    uvDefaults,
    backend: building.length > 0 ? (textOf(at(building, 'build-backend')) ?? '') : undefined,
    distributions,
    python: python?.is === 'string' ? { specifier: python.text, span: python.span } : undefined,
  };
};

export const fromPipfile = ({ tables }: RequirementsTree): Found => {
  const distributions: Distribution[] = [];
  for (const table of tables) {
    const [name = ''] = table.path;
    // Any other table of the file is a category of its own, apart from these.
    if (table.path.length === 0 || /^(?:source|requires|scripts|pipenv|pipfile)$/.test(name) || table.path.length > 2) continue;
    const [, inner] = table.path;
    const entries = inner === undefined ? table.entries : table.entries.map((entry) => ({ ...entry, key: [inner, ...entry.key] }));
    distributions.push(...named(entries, name === 'packages' ? undefined : name.replace(/-packages$/, ''), false));
  }
  const python = value(tables, 'requires', 'python_full_version') ?? value(tables, 'requires', 'python_version');
  return { distributions, python: python?.is === 'string' ? { specifier: `==${python.text}`, span: python.span } : undefined };
};

export const fromPipfileLock = ({ json }: RequirementsTree): Found => {
  const distributions: Distribution[] = [];
  for (const { key, value: section } of json?.is === 'table' ? json.entries : []) {
    const [name = ''] = key;
    if (name === '_meta' || section.is !== 'table') continue;
    for (const { key: package_, keySpan, value: fields, span } of section.entries) {
      if (fields.is !== 'table') continue;
      const specifier = textOf(at(fields.entries, 'version')) ?? '';
      distributions.push({
        name: normalName(package_[0] ?? ''),
        nameSpan: { from: keySpan.from + 1, to: Math.max(keySpan.from + 1, keySpan.to - 1) },
        version: exactOf(specifier),
        specifier,
        extras: [],
        marker: textOf(at(fields.entries, 'markers')) ?? '',
        kind: 'locked',
        group: name === 'default' ? undefined : name === 'develop' ? 'dev' : name,
        extra: false,
        requires: [],
        span,
      });
    }
  }
  return { distributions };
};

/** The names that a locked distribution needs: a list of tables (uv), of requirements (pdm), or a table of its own below it (Poetry). */
const requiredBy = (table: Table, tables: readonly Table[], index: number): readonly string[] => {
  const out: string[] = [];
  const add = (list: Value | undefined) => {
    for (const item of list?.is === 'list' ? list.items : []) {
      const name = item.is === 'table' ? textOf(at(item.entries, 'name')) : readRequirement(textOf(item) ?? '')?.name;
      if (name) out.push(normalName(name));
    }
  };
  add(at(table.entries, 'dependencies'));
  for (let i = index + 1; i < tables.length; i++) {
    const inner = tables[i];
    if (!inner || inner.repeated || inner.path[0] !== table.path[0] || inner.path.length < 2) break;
    for (const { key, value: given } of inner.entries) {
      if (inner.path[1] === 'dependencies' && key[0]) out.push(normalName(key[0]));
      if (inner.path[1] === 'optional-dependencies') add(given);
    }
  }
  return out;
};

/** poetry.lock, uv.lock, pdm.lock and pylock.toml: one table for each distribution. */
export const fromLock = ({ tables }: RequirementsTree): Found => {
  const distributions: Distribution[] = [];
  for (const [i, table] of tables.entries()) {
    if (!table.repeated || (table.path[0] !== 'package' && table.path[0] !== 'packages') || table.path.length > 1) continue;
    const name = at(table.entries, 'name');
    if (name?.is !== 'string') continue;
    const source = at(table.entries, 'source');
    // The project itself stands in uv.lock as well.
    if (source?.is === 'table' && (at(source.entries, 'virtual') || at(source.entries, 'editable'))) continue;
    const version = textOf(at(table.entries, 'version'));
    const category = textOf(at(table.entries, 'category'));
    const groups = at(table.entries, 'groups');
    const listed = groups?.is === 'list' ? groups.items.flatMap((item) => textOf(item) ?? []) : category ? [category] : [];
    const always = listed.length === 0 || listed.some((group) => group === 'main' || group === 'default');
    distributions.push({
      name: normalName(name.text),
      nameSpan: name.inner,
      version,
      specifier: version === undefined ? '' : `==${version}`,
      extras: [],
      marker: textOf(at(table.entries, 'marker')) ?? textOf(at(table.entries, 'markers')) ?? '',
      kind: 'locked',
      group: always ? undefined : listed[0],
      extra: false,
      requires: requiredBy(table, tables, i),
      span: table.span,
    });
  }
  const python = value(tables, 'metadata', 'python-versions') ?? at(tables[0]?.entries ?? [], 'requires-python');
  return { distributions, python: python?.is === 'string' ? { specifier: python.text, span: python.span } : undefined };
};
