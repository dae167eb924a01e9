// The functions of `os`, `os.path` and `pathlib` that settings use, and the methods of paths.

import { normalised } from '../ask.ts';
import type { Value } from '../value.ts';
import { argument, type Call, type LibraryFunction, opaque, unsure } from './call.ts';
import { type anchorOf, booleanValue, cast, itemOf, listValue, pathValue, stringValue } from './constants.ts';
import { eachWay } from './merge.ts';
import { joinPath, nameOf, osDirname, osJoin, parentOf, purePath } from './paths.ts';
import { innerOf, look, thing } from './runtime.ts';

/** Applies a function to the only text a call is about, and keeps its anchor; a choice gives a choice. */
const onText =
  (make: (text: string) => string | undefined, path = false): LibraryFunction =>
  (call) => {
    const one = (given: Value): Value | undefined => {
      const value = look(call.run, given);
      if (value.is === 'choice') return eachWay(call.run, value.among, call.at, (inner) => one(inner) ?? unsure(call, 'a path'));
      if (value.is === 'environment')
        return cast(value, { to: path ? 'path' : 'other' }, call.at, (unset) => one(unset) ?? unsure(call, 'a path'));
      if (value.is !== 'string' && value.is !== 'path') return undefined;
      const text = make(value.text);
      if (text === undefined) return undefined;
      return path ? pathValue(text, call.at, value.anchor) : stringValue(text, call.at, value.anchor);
    };
    const [first] = call.positional;
    return first && call.sure ? one(first) : undefined;
  };

/** A path of this workspace, or a rooted one, is what it is; others depend on the folder the process runs in. */
const absolute = (text: string): string | undefined => (text.startsWith('/') ? normalised(text) : undefined);

const join =
  (path: boolean): LibraryFunction =>
  (call) => {
    if (!call.sure || call.positional.length === 0) return undefined;
    const values = call.positional.map((one) => look(call.run, one));
    const [variable, ...others] = values.filter((one) => one.is === 'environment' || one.is === 'choice');
    if (variable && others.length === 0) {
      const at = values.indexOf(variable);
      const replaced = (value: Value): Value =>
        join(path)({ ...call, positional: values.map((one, i) => (i === at ? value : one)) }) ?? unsure(call, 'a path');
      if (variable.is === 'environment') return cast(variable, { to: 'other' }, call.at, replaced);
      return variable.is === 'choice' ? eachWay(call.run, variable.among, call.at, replaced) : undefined;
    }
    const texts: string[] = [];
    let anchor: ReturnType<typeof anchorOf>;
    for (const value of values) {
      if (value.is !== 'string' && value.is !== 'path') return undefined;
      // A rooted part drops what stands before it, its anchor too.
      anchor = value.text.startsWith('/') ? value.anchor : (anchor ?? value.anchor);
      texts.push(value.text);
    }
    return path ? pathValue(texts.reduce(joinPath), call.at, anchor) : stringValue(osJoin(texts), call.at, anchor);
  };

const makePath: LibraryFunction = (call) =>
  call.positional.length === 0
    ? call.sure
      ? pathValue('.', call.at)
      : undefined
    : call.positional.length === 1
      ? onText(purePath, true)(call)
      : join(true)(call);

const notHere: LibraryFunction = (call) => unsure(call, 'whether a file is there');

export const pathFunctions: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ['os.path.join', join(false)],
  ['os.path.dirname', onText(osDirname)],
  ['os.path.abspath', onText(absolute)],
  ['os.path.realpath', onText(absolute)],
  ['os.path.normpath', onText(normalised)],
  ['os.path.basename', onText((text) => text.slice(text.lastIndexOf('/') + 1))],
  ['os.path.normcase', onText((text) => text)],
  ['os.fspath', onText((text) => text)],
  ['os.path.exists', notHere],
  ['os.path.isfile', notHere],
  ['os.path.isdir', notHere],
  [
    'os.path.isabs',
    (call) => {
      const value = argument(call, 0, 's');
      return value?.is === 'string' || value?.is === 'path' ? booleanValue(value.text.startsWith('/'), call.at) : undefined;
    },
  ],
  [
    'os.path.split',
    (call) => {
      const value = argument(call, 0, 'p');
      if (value?.is !== 'string') return undefined;
      const head = stringValue(osDirname(value.text), call.at, value.anchor);
      return listValue('tuple', [itemOf(head), itemOf(stringValue(nameOf(value.text), call.at))], call.at);
    },
  ],
  ...['Path', 'PosixPath', 'PurePath', 'PurePosixPath'].map((name): [string, LibraryFunction] => [`pathlib.${name}`, makePath]),
  [
    'environ.Path',
    (call) => {
      const value = argument(call, 0, 'start');
      if (value?.is !== 'string' && value?.is !== 'path') return undefined;
      const rest = call.positional.slice(1).map((one) => look(call.run, one));
      if (!rest.every((one) => one.is === 'string') || !value.text.startsWith('/')) return undefined;
      const text = normalised(osJoin([value.text, ...rest.map((one) => (one.is === 'string' ? one.text : ''))]));
      return thing('environ.Path()', { is: 'root', text, anchor: value.anchor }, call.at);
    },
  ],
]);

/** Methods of `pathlib` paths. */
export const pathMethod = (call: Call, path: Extract<Value, { is: 'path' }>, name: string): Value | undefined => {
  const own = { ...call, positional: [path, ...call.positional] };
  switch (name) {
    case 'resolve':
    case 'absolute':
      return path.text.startsWith('/')
        ? pathValue(name === 'resolve' ? normalised(path.text) : path.text, call.at, path.anchor)
        : unsure(call, 'the folder the process runs in');
    case 'expanduser':
      return path.text.startsWith('~') ? unsure(call, 'a home folder') : pathValue(path.text, call.at, path.anchor);
    case 'joinpath':
      return join(true)(own);
    case 'as_posix':
    case '__str__':
    case '__fspath__':
      return stringValue(path.text, call.at, path.anchor);
    case 'as_uri':
      return path.text.startsWith('/') && /^[\w./-]*$/.test(path.text)
        ? stringValue(`file://${path.text}`, call.at, path.anchor)
        : undefined;
    case 'with_name':
    case 'with_suffix': {
      const text = argument(call, 0, name === 'with_name' ? 'name' : 'suffix');
      const old = nameOf(path.text);
      if (text?.is !== 'string' || old === '') return undefined;
      const stem = old.lastIndexOf('.') > 0 ? old.slice(0, old.lastIndexOf('.')) : old;
      return pathValue(joinPath(parentOf(path.text), name === 'with_name' ? text.text : stem + text.text), call.at, path.anchor);
    }
    case 'is_absolute':
      return booleanValue(path.text.startsWith('/'), call.at);
    default:
      return unsure(call, `\`${name}\` of a path`);
  }
};

/** Attributes of `pathlib` paths. */
export const pathAttribute = (path: Extract<Value, { is: 'path' }>, name: string, at: Value['at']): Value | undefined => {
  const last = nameOf(path.text);
  const dot = last.lastIndexOf('.');
  switch (name) {
    case 'parent':
      return pathValue(parentOf(path.text), at, path.anchor);
    case 'name':
      return stringValue(last, at);
    case 'stem':
      return stringValue(dot > 0 ? last.slice(0, dot) : last, at);
    case 'suffix':
      return stringValue(dot > 0 ? last.slice(dot) : '', at);
    case 'parents': {
      const above: Value[] = [];
      for (let text = path.text; parentOf(text) !== text && above.length < 64; text = parentOf(text))
        above.push(pathValue(parentOf(text), at, path.anchor));
      return listValue(
        'tuple',
        above.map((one) => itemOf(one)),
        at,
      );
    }
    case 'parts':
      return undefined;
    default:
      return undefined;
  }
};

/** django-environ's `Path`: called, and its method `path`, it joins; `root` is its text. */
export const rootCall = (call: Call, of: Value, name: string): Value | undefined => {
  const inner = innerOf(of);
  if (inner?.is !== 'root') return undefined;
  const texts = call.positional.map((one) => look(call.run, one));
  if (!call.sure || call.keywords.size > 0 || !texts.every((one) => one.is === 'string')) return unsure(call, 'a path');
  const text = normalised(osJoin([inner.text, ...texts.map((one) => (one.is === 'string' ? one.text : ''))]));
  if (name === '__call__') return stringValue(text, call.at, inner.anchor);
  return name === 'path' ? thing('environ.Path()', { ...inner, text }, call.at) : opaque(call, undefined);
};
