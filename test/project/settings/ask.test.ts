import assert from 'node:assert/strict';
import { unknown } from '../../../server/src/languages/maybe.ts';
import {
  between,
  entryOf,
  holds,
  isClosed,
  isKnown,
  isWithin,
  knownItems,
  normalised,
  placeOf,
  positionOf,
  possibilities,
  standsBefore,
  textOf,
  truth,
  uriOf,
} from '../../../server/src/project/settings/ask.ts';
import type { DictValue, Gap, KnownItem, ListValue, Value } from '../../../server/src/project/settings/value.ts';
import { type DjangoProject, listOf } from '../../../server/src/project/settings/view.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';

const uri = uriOfPath('/project/settings.py');
const at = { uri, span: { from: 0, to: 1 } };
const string = (text: string): Value => ({ is: 'string', text, at });
const item = (text: string, certain = true): KnownItem => ({ is: 'item', value: string(text), at, certain });
const gap: Gap = { is: 'gap', at, why: 'from elsewhere' };
const list = (...items: readonly (KnownItem | Gap)[]): ListValue => ({ is: 'list', type: 'list', items, at });
const dict = (open: boolean, ...keys: readonly string[]): DictValue => ({
  is: 'dict',
  open,
  entries: keys.map((key) => ({ key: string(key), value: string('x'), at, certain: true })),
  at,
});
const variable: Value = {
  is: 'environment',
  name: 'X',
  nameAt: at,
  through: 'os.environ',
  cast: { to: 'string' },
  default: undefined,
  unset: undefined,
  keywords: [],
  at,
};

describe('what rules ask of a value', () => {
  it('takes for true what Python takes for true', () => {
    const boolean = (value: boolean): Value => ({ is: 'boolean', value, at });
    assert.equal(truth(string('')), false);
    assert.equal(truth(string('False')), true);
    assert.equal(truth({ is: 'bytes', text: '', at }), false);
    assert.equal(truth({ is: 'number', value: 0, float: false, at }), false);
    assert.equal(truth({ is: 'none', at }), false);
    assert.equal(truth({ is: 'path', text: '.', at }), true);
    assert.equal(truth(list()), false);
    assert.equal(truth(list(gap)), unknown);
    assert.equal(truth(list(gap, item('a'))), true);
    assert.equal(truth(list(item('a', false))), unknown);
    assert.equal(truth(dict(false)), false);
    assert.equal(truth(dict(true)), unknown);
    assert.equal(truth(dict(true, 'a')), true);
    assert.equal(truth(variable), unknown);
    assert.equal(truth({ is: 'choice', among: [string('a'), boolean(true)], at }), true);
    assert.equal(truth({ is: 'choice', among: [string('a'), boolean(false)], at }), unknown);
  });

  it('knows a value when nothing in it is unknown', () => {
    assert.equal(isKnown(list(item('a'), item('b'))), true);
    assert.equal(isKnown(list(item('a'), gap)), false);
    assert.equal(isKnown(list(item('a', false))), false);
    assert.equal(isKnown(dict(false, 'a')), true);
    assert.equal(isKnown(dict(true, 'a')), false);
    assert.equal(isKnown(variable), false);
    assert.equal(isKnown({ is: 'unknown', why: 'a call', at }), false);
  });

  it('compares paths of the same world only', () => {
    const here = (text: string): Value => ({ is: 'path', text, anchor: uri, at });
    const place = (value: Value) => {
      const found = placeOf(value);
      assert.ok(found);
      return found;
    };
    assert.equal(isWithin(place(here('/project/static/a/')), place(here('/project/./static'))), true);
    assert.equal(isWithin(place(here('/project/static2')), place(here('/project/static'))), false);
    assert.equal(isWithin(place(string('/project/static')), place(here('/project'))), unknown);
    assert.equal(isWithin(place(string('static')), place(string('/srv'))), unknown);
    assert.equal(isWithin(place(string('/srv/static')), place(string('/'))), true);
    assert.equal(placeOf(variable), undefined);
    assert.equal(uriOf(here('/project/static')), uriOfPath('/project/static'));
    assert.equal(uriOf(string('/project/static')), undefined);
  });

  it('normalises as os.path does', () => {
    // Checked with os.path.normpath.
    for (const [path, normal] of Object.entries({
      '/a/./b//c/': '/a/b/c',
      '/../a': '/a',
      '../a/../../b': '../../b',
      '': '.',
      'a/..': '.',
      '/': '/',
    }))
      assert.equal(normalised(path), normal, path);
  });

  it('looks into lists with their gaps', () => {
    const [a, b, c] = [item('a'), item('b', false), item('c')];
    const open = list(a, b, gap, c);
    assert.equal(isClosed(open), false);
    assert.deepEqual(knownItems(open), [a, b, c]);
    assert.equal(holds(open, 'a'), true);
    assert.equal(holds(open, 'b'), unknown);
    assert.equal(holds(open, 'z'), unknown);
    assert.equal(holds(list(a), 'z'), false);
    assert.equal(holds(list({ is: 'item', value: variable, at, certain: true }), 'z'), unknown);
    assert.equal(positionOf(open, a), 0);
    assert.equal(positionOf(open, b), 1);
    assert.equal(positionOf(open, c), unknown);
    assert.equal(standsBefore(open, a, c), true);
    assert.equal(standsBefore(open, c, a), false);
    assert.deepEqual(between(list(a, b, c), a, c), [b]);
    assert.equal(between(open, a, c), undefined);
  });

  it('looks into dicts', () => {
    const closed = dict(false, 'default');
    assert.equal(entryOf(closed, 'default'), closed.entries[0]);
    assert.equal(entryOf(closed, 'staticfiles'), undefined);
    assert.equal(entryOf(dict(true), 'staticfiles'), unknown);
  });

  it('gives the text of strings and the sides of choices', () => {
    assert.equal(textOf(string('a')), 'a');
    assert.equal(textOf(variable), undefined);
    const choice: Value = { is: 'choice', among: [string('a'), variable], at };
    assert.deepEqual(possibilities(choice), choice.among);
    assert.deepEqual(possibilities(variable), [variable]);
  });

  it('finds a list setting only where it is one list', () => {
    const settings = { MIDDLEWARE: list(), DEBUG: string('') };
    const view = {
      get: (name: string) => {
        const value = settings[name as keyof typeof settings] as Value | undefined;
        return value ? { name, value, certain: true, changes: [] } : undefined;
      },
    } as NonNullable<DjangoProject['production']>;
    assert.equal(listOf(view, 'MIDDLEWARE'), settings.MIDDLEWARE);
    assert.equal(listOf(view, 'DEBUG'), undefined);
    assert.equal(listOf(view, 'INSTALLED_APPS'), undefined);
  });
});
