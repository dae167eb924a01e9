// A settings module as rules and features see it.

import type { Parsed } from '../../languages/language.ts';
import { unknown } from '../../languages/maybe.ts';
import { memo, memoOfAll, sameList } from '../../languages/memo.ts';
import { Place } from '../../text/seat.ts';
import { parent, resolve, slashPath, type Uri, uriOfPath } from '../../text/uri.ts';
import { hasWildcard, named } from '../dockerfile/source.ts';
import { perProject } from '../kept.ts';
import type { Project } from '../project.ts';
import { configured, isConfiguration, isHarmless, namesIn, slotIn } from './evaluate/classes.ts';
import { execute } from './evaluate/execute.ts';
import { evaluate } from './evaluate/expression.ts';
import { type Evaluated, type Evaluator, evaluatorOf } from './evaluate/module.ts';
import { type Class, emptyHeap, emptyScope, type Frame, idleRun, innerOf, lookUp, namesOf, type World } from './evaluate/runtime.ts';
import { settled } from './evaluate/settle.ts';
import { dottedName, findModule } from './modules.ts';
import { releaseOf } from './release.ts';
import type { Change, Opening, Role, Setting, SettingsView } from './view.ts';

/** What Django takes for a setting: `str.isupper()`. */
const isSetting = (name: string): boolean => {
  let capital = false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code >= 97 && code <= 122) return false;
    capital ||= code >= 65 && code <= 90;
  }
  return capital;
};

/** Stays the same for as long as no file comes or goes and no requirement changes: results of unchanged modules may be kept. */
const groundOf = memoOfAll((_paths: Project['paths'], _requirements: Project['all']['requirements']): object => ({}));

const likenesses = memo((_: object) => new Map<string, object>());

/** What worlds have in common that are of one folder, with the same files beside it and the same requirements. */
export const likenessOf = (project: Project, folder: Uri): object => {
  const kept = likenesses(groundOf(project.paths, project.all.requirements));
  const found = kept.get(folder) ?? {};
  kept.set(folder, found);
  return found;
};

const assumed = memo((_: object) => new Map<string, World>());

/** What is assumed of the machine when nothing more is known. */
const worldFor = (project: Project, folder: Uri, role: Role): World => {
  const { requirements } = project.all;
  const ground = groundOf(project.paths, requirements);
  const key = `${role} ${folder}`;
  const before = assumed(ground).get(key);
  if (before) return before;
  const made: World = {
    role,
    environment: () => unknown,
    release: (name) => releaseOf({ all: { requirements } }, folder, name),
    like: likenessOf(project, folder),
  };
  assumed(ground).set(key, made);
  return made;
};

const evaluators = memo((_: Project) => new Map<string, Evaluator>());

/** The folders on Python's path: those that hold a manage.py. */
const rootsOf = perProject((project, before: readonly Uri[] | undefined): readonly Uri[] =>
  sameList(
    before,
    project.all.python.filter(({ facts }) => facts.uri.endsWith('/manage.py')).map(({ facts }) => parent(facts.uri)),
  ),
);

const pythonAt = (project: Project, uri: Uri): Parsed<'python'> | undefined => {
  const file = project.file(uri);
  return file?.parsed.kind === 'python' ? (file.parsed as Parsed<'python'>) : undefined;
};

/** The evaluator of a project's modules in a world of one's own choice. */
export const evaluatorIn = (project: Project, world: World): Evaluator => {
  const roots = rootsOf(project);
  const evaluator = evaluatorOf({
    world,
    ground: world,
    paths: project.paths,
    parsed: (uri) => pythonAt(project, uri),
    find: (from, level, module) => findModule(project, from, level, module, roots),
    nameOf: (uri) => dottedName(project, uri, roots),
    glob(from, pattern) {
      const folder = slashPath(parent(from));
      if (!hasWildcard(pattern)) {
        const uri = resolve(parent(from), pattern);
        return project.exists(uri) === true ? [uri] : [];
      }
      return [...(named(project.paths, folder, pattern) ?? [])].sort().map((name) => uriOfPath(`${folder}/${name}`));
    },
  });
  return {
    evaluated(uri) {
      const found = evaluator.evaluated(uri);
      // What was kept is looked up nowhere, but whoever is given it follows from the same files.
      followsFrom(project, uri, found);
      return found;
    },
  };
};

const followsFrom = ({ file, paths, all }: Project, uri: Uri, found: Evaluated | undefined): readonly unknown[] => [
  paths,
  all.requirements,
  file(uri),
  ...(found?.files ?? []).map(file),
  ...(found?.wanted ?? []).map(file),
];

const evaluatorFor = (project: Project, folder: Uri, role: Role): Evaluator => {
  const kept = evaluators(project);
  const key = `${role} ${folder}`;
  const before = kept.get(key);
  if (before) return before;
  const made = evaluatorIn(project, worldFor(project, folder, role));
  kept.set(key, made);
  return made;
};

/** A module seen in a role; nothing when it was not read. `asClass` names the class of django-configurations. */
export const viewOf = (project: Project, folder: Uri, uri: Uri, role: Role, asClass?: string): SettingsView | undefined =>
  viewIn(evaluatorFor(project, folder, role), uri, role, asClass);

/** The same, by an evaluator of one's own. */
export const viewIn = (evaluator: Evaluator, uri: Uri, role: Role, asClass?: string): SettingsView | undefined => {
  const evaluated = evaluator.evaluated(uri);
  if (!evaluated) return undefined;
  const kept = views(evaluated);
  const key = `${role} ${asClass ?? ''}`;
  const before = kept.get(key);
  if (before) return before;
  const found = asClass === undefined ? undefined : classIn(evaluated, asClass);
  const view = found ? ofClass(evaluated, found, role) : ofModule(evaluated, role);
  kept.set(key, view);
  return view;
};

/** What hangs on a view is kept for as long as its modules evaluate to the same. */
const views = memo((_: Evaluated) => new Map<string, SettingsView>());

/** The files that a module imports and that were not read. */
export const unreadOf = (project: Project, folder: Uri, uri: Uri, role: Role): readonly Uri[] =>
  evaluatorFor(project, folder, role).evaluated(uri)?.wanted ?? [];

/** The classes that a module defines or imports, by name. */
export const classesOf = (project: Project, folder: Uri, uri: Uri, role: Role): readonly (readonly [string, Class])[] => {
  const evaluated = evaluatorFor(project, folder, role).evaluated(uri);
  if (!evaluated) return [];
  return namesOf(evaluated.module.scope).flatMap((name) => {
    const found = classIn(evaluated, name);
    return found ? [[name, found] as const] : [];
  });
};

const classIn = ({ module }: Evaluated, name: string): Class | undefined => {
  const value = lookUp(module.scope, name)?.value;
  const inner = value && innerOf(value);
  return inner?.is === 'class' ? inner.class : undefined;
};

const setting = (
  name: string,
  slot: { readonly value: Setting['value']; readonly certain: boolean },
  heap: Evaluated['heap'],
  history: readonly Change[] | undefined,
): Setting => {
  const value = settled({ heap }, slot.value);
  const changes =
    history && history.length > 0
      ? history
      : [{ name, how: 'assign' as const, by: '=', statement: value.at, target: value.at, value, certain: slot.certain }];
  return { name, value, certain: slot.certain, changes };
};

const ofModule = ({ module, heap, files }: Evaluated, role: Role): SettingsView => {
  const made = new Map<string, Setting | undefined>();
  let names: readonly string[] | undefined;
  return {
    uri: module.uri,
    module: module.name,
    class: undefined,
    role,
    get(name) {
      if (made.has(name)) return made.get(name);
      const slot = isSetting(name) ? lookUp(module.scope, name) : undefined;
      const one = slot && setting(name, slot, heap, module.changes.get(name));
      made.set(name, one);
      return one;
    },
    names: () => (names ??= namesOf(module.scope).filter(isSetting)),
    open: module.openings,
    files,
  };
};

/** The names of a class and its bases, as django-configurations makes settings of them. */
const ofClass = (evaluated: Evaluated, found: Class, role: Role): SettingsView => {
  const { module, heap, files } = evaluated;
  const frame: Frame = {
    run: idleRun(role, emptyHeap(heap), 100_000),
    module,
    seat: found.seat,
    locals: emptyScope(),
    certain: true,
    log: undefined,
    returned: [],
    evaluate,
    execute,
  };
  const open: Opening[] = [...module.openings];
  for (const one of found.order) {
    const { from, to } = one.statement.nameSpan;
    const at = new Place(one.seat, from, to);
    for (const base of one.foreign) if (!isHarmless(base)) open.push({ why: `${base} is not of this project`, at, overrides: false });
    for (const hook of ['setup', 'pre_setup', 'post_setup'])
      if (slotIn({ heap }, one, hook)) open.push({ why: `${hook}() may set any name`, at, overrides: true });
  }
  const made = new Map<string, Setting | undefined>();
  const holder = (name: string): Class | undefined => found.order.find((one) => slotIn({ heap }, one, name));
  return {
    uri: module.uri,
    module: module.name,
    class: found.name,
    role,
    get(name) {
      if (made.has(name)) return made.get(name);
      const one = isSetting(name) ? holder(name) : undefined;
      const slot = one && slotIn({ heap }, one, name);
      const value = slot && (isConfiguration(found) ? configured(frame, found, name, slot.value) : slot.value);
      const changes = found.order.toReversed().flatMap(({ changes: own }) => own.get(name) ?? []);
      const result = slot && value ? setting(name, { value: callProperty(value), certain: slot.certain }, heap, changes) : undefined;
      made.set(name, result);
      return result;
    },
    names: () => [...new Set(found.order.flatMap((one) => namesIn({ heap }, one)))].filter(isSetting),
    open,
    files,
  };
};

/** Methods and properties are worked out while Django runs. */
const callProperty = (value: Setting['value']): Setting['value'] =>
  innerOf(value)?.is === 'function' ? { is: 'unknown', why: 'a method', at: value.at } : value;
