// Imports: from modules of the project, which are evaluated first, and from elsewhere, which stays what it is called.
import type { Imported, Statement } from '../../../languages/python/ir.ts';
import type { Uri } from '../../../text/uri.ts';
import type { Value } from '../value.ts';
import { foreign, ofModule } from './attribute.ts';
import { assignName, importName } from './names.ts';
import { at, type Frame, type Loaded, look, lookUp, namesOf, openingsOf, openUp, scopeOf, thing, unknownValue } from './runtime.ts';

type From = Extract<Statement, { is: 'from' }>;

/** Modules that every Python has. */
export const always: ReadonlySet<string> = new Set(
  'os os.path sys re json pathlib datetime logging socket warnings typing collections importlib urllib.parse urllib functools itertools copy random string time'.split(
    ' ',
  ),
);

/** Takes over what another module did to its containers. */
const adopt = (frame: Frame, { heap }: Loaded): void => {
  const { run } = frame;
  for (const [container, value] of heap.now) if (look(run, container) === container) run.heap.now.set(container, value);
};

const dotted = ({ level, module }: From): string => '.'.repeat(level) + module;

/** `import a.b, c as d`. */
export const importModules = (frame: Frame, statement: Extract<Statement, { is: 'import' }>): void => {
  const place = at(frame, statement.span);
  for (const { name, as, renamed, span } of statement.names) {
    const target = at(frame, span);
    const top = renamed ? name : (name.split('.')[0] as string);
    const found = frame.run.find(frame.seat.uri, 0, top);
    if (found.is === 'foreign' && !always.has(name)) frame.run.mayRaise = true;
    const value: Value =
      found.is === 'file'
        ? thing(top, { is: 'module', uri: found.uri }, place)
        : found.is === 'folder'
          ? thing(top, { is: 'module', uri: found.uri }, place)
          : foreign(frame, top, place);
    assignName(frame, as, value, { by: 'import', statement: place, target, certain: true });
  }
};

/** `from m import a, b as c`. */
export const importNames = (frame: Frame, statement: From, names: readonly Imported[]): void => {
  const { run } = frame;
  const place = at(frame, statement.span);
  const found = run.find(frame.seat.uri, statement.level, statement.module);
  for (const { name, as, span } of names) {
    const target = at(frame, span);
    const set = (value: Value) => assignName(frame, as, value, { by: 'import', statement: place, target, certain: true });
    if (found.is === 'foreign') {
      if (!always.has(statement.module)) run.mayRaise = true;
      set(foreign(frame, statement.level > 0 ? dotted(statement) : `${statement.module}.${name}`, place));
    } else if (found.is === 'missing') {
      run.mayRaise = true;
      set(unknownValue(`from ${dotted(statement)}, which is not here`, place));
    } else if (found.is === 'folder') set(submodule(frame, found.uri, name, place) ?? unknownValue(`from ${dotted(statement)}`, place));
    else named(frame, found.uri, name, as, target, place);
  }
};

const submodule = (frame: Frame, folder: Uri, name: string, place: Value['at']): Value | undefined => {
  const found = frame.run.find(folder, 1, name);
  return found.is === 'file' ? thing(name, { is: 'module', uri: found.uri }, place) : undefined;
};

const named = (frame: Frame, uri: Uri, name: string, as: string, target: Value['at'], place: Value['at']): void => {
  const { run } = frame;
  const loaded = run.load(uri);
  if (!('failed' in loaded)) {
    adopt(frame, loaded);
    const slot = lookUp(loaded.module.scope, name);
    if (slot) {
      importName(frame, as, slot, loaded.module.changes.get(name) ?? [], place);
      return;
    }
  }
  const value = ofModule(frame, uri, name, place);
  assignName(frame, as, value, { by: 'import', statement: place, target, certain: true });
};

/** `from m import *`. */
export const importStar = (frame: Frame, statement: From): void => {
  const { run } = frame;
  const place = at(frame, statement.span);
  const found = run.find(frame.seat.uri, statement.level, statement.module);
  const loaded = found.is === 'file' ? run.load(found.uri) : { failed: found.is === 'missing' ? 'is not here' : 'is not of this project' };
  if ('failed' in loaded) {
    run.mayRaise = true;
    if (statement.module === '__future__') return;
    openUp(frame, { why: `${dotted(statement)} ${loaded.failed}`, at: place, overrides: true });
    if (frame.certain) doubtAll(frame, place);
    return;
  }
  adopt(frame, loaded);
  for (const opening of loaded.module.openings) if (!openingsOf(frame).includes(opening)) openUp(frame, opening);
  for (const name of exported(frame, loaded)) {
    const slot = lookUp(loaded.module.scope, name);
    if (slot) importName(frame, name, slot, loaded.module.changes.get(name) ?? [], place);
  }
};

/** After names of a module that is not known, those in capitals that were there may be other things. */
const doubtAll = (frame: Frame, place: Value['at']): void => {
  const scope = scopeOf(frame);
  for (const name of namesOf(scope)) {
    const slot = /^[A-Z][A-Z0-9_]*$/.test(name) ? lookUp(scope, name) : undefined;
    if (slot)
      assignName(frame, name, unknownValue('may be overruled by names from elsewhere', place), {
        by: 'import',
        statement: place,
        target: place,
        certain: true,
      });
  }
};

const exported = (frame: Frame, { module }: Loaded): readonly string[] => {
  const all = lookUp(module.scope, '__all__');
  const list = all?.certain ? look(frame.run, all.value) : undefined;
  if (list?.is === 'list' && list.items.every((item) => item.is === 'item' && item.certain && item.value.is === 'string'))
    return list.items.map((item) => (item.is === 'item' && item.value.is === 'string' ? item.value.text : ''));
  return namesOf(module.scope).filter((name) => !name.startsWith('_'));
};
