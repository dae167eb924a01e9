import assert from 'node:assert/strict';
import { complete } from '../../server/src/features/complete.ts';
import { definition } from '../../server/src/features/definition.ts';
import type { Place } from '../../server/src/features/feature.ts';
import { hover } from '../../server/src/features/hover.ts';
import { references } from '../../server/src/features/references.ts';
import { refusal, rename, renameable } from '../../server/src/features/rename.ts';
import { tokens } from '../../server/src/features/tokens.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { readCursor } from '../support/cursor.ts';
import { at, knowledge, root, snapshotOf } from '../support/project.ts';

/** The place of the caret in `uwsgi.ini`, with other files of the project beside it. */
const place = (marked: string, others: Readonly<Record<string, string>> = {}): Place & { readonly text: string } => {
  const { text, offset } = readCursor(marked);
  const snapshot = snapshotOf({ 'uwsgi.ini': text, ...others });
  const project = snapshot.project(at('uwsgi.ini'));
  const parsed = snapshot.parsed(at('uwsgi.ini'));
  assert.ok(project && parsed);
  return { project, parsed, knowledge, offset, text };
};
const shown = (marked: string, others?: Readonly<Record<string, string>>): string => hover(place(marked, others))?.markdown ?? '';
const labels = (marked: string, others?: Readonly<Record<string, string>>): readonly string[] =>
  [...complete(place(marked, others))].sort((a, b) => (a.sort < b.sort ? -1 : 1)).map((item) => item.label);
const found = (
  places: readonly { readonly uri: string; readonly span: { readonly from: number; readonly to: number } }[],
  texts: Readonly<Record<string, string>>,
) => places.map(({ uri, span }) => `${uri.slice(root.length + 1)}:${texts[uri.slice(root.length + 1)]?.slice(span.from, span.to)}`);

describe('hover in a uwsgi.ini', () => {
  it('explains an option with its type, container stance, successor and link', () => {
    const text = shown('[uwsgi]\nhara<cursor>kiri = 30\n');
    for (const part of ['`harakiri`', '**In a container:**', '**gunicorn**', 'https://uwsgi-docs.readthedocs.io/'])
      assert.ok(text.includes(part), part);
  });
  it('says which release an option came with and which one runs', () => {
    const text = shown('[uwsgi]\nmax-requests-delta<cursor> = 1\n', { 'drydock.yaml': 'uwsgi-version: 2.0.21\n' });
    assert.match(text, /Since 2\.0\.29/);
    assert.match(text, /runs uWSGI 2\.0\.21/);
  });
  it('says what uWSGI makes of a switch and of a number with a unit', () => {
    assert.match(shown('[uwsgi]\nmaster = none<cursor>\n'), /Switched on/);
    assert.match(shown('[uwsgi]\nmaster = off<cursor>\n'), /Switched off/);
    assert.match(shown('[uwsgi]\nbuffer-size = 32k<cursor>\n'), /reads the number 32\./);
  });
  it('gives the value a magic variable has for this file', () => {
    assert.match(shown('[uwsgi]\nchdir = %d<cursor>\n'), /`\/project\/`/);
  });
  it('expands a placeholder, the first definition counting', () => {
    assert.match(shown('[uwsgi]\nbase = /a\nbase = /b\nchdir = %(ba<cursor>se)\n'), /`\/a`/);
    assert.match(shown('[uwsgi]\nset-ph = n=3\nx = %(n<cursor>)\n'), /`3`/);
  });
  it('says nothing where there is nothing to say', () => {
    assert.equal(shown('[uwsgi]\nzzyzx<cursor> = 1\n'), '');
    assert.equal(shown('# comm<cursor>ent\n'), '');
  });
});

describe('completion in a uwsgi.ini', () => {
  it('offers the options real projects use most first', () => {
    const list = labels('[uwsgi]\n<cursor>');
    assert.deepEqual(list.slice(0, 3), ['master', 'processes', 'module']);
  });
  it('puts what is set already lower, and what no release has last', () => {
    const list = labels('[uwsgi]\nmaster = true\n<cursor>');
    assert.ok(list.indexOf('master') > list.indexOf('processes'));
    assert.ok(list.indexOf('fork-server') > list.indexOf('master'));
  });
  it('marks what the project’s release does not have', () => {
    const items = complete(place('[uwsgi]\n<cursor>', { 'drydock.yaml': 'uwsgi-version: 2.0.20\n' }));
    assert.equal(items.find((item) => item.label === 'max-requests-delta')?.deprecated, true);
    assert.equal(items.find((item) => item.label === 'max-requests')?.deprecated, false);
  });
  it('replaces the whole name and keeps an equals sign that is there', () => {
    const { offset, ...rest } = place('[uwsgi]\nhara<cursor>xx = 5\n');
    const item = complete({ offset, ...rest }).find((one) => one.label === 'harakiri');
    assert.ok(item);
    assert.equal(applyEdits(rest.text, [{ span: item.replace, text: item.insert }]), '[uwsgi]\nharakiri = 5\n');
  });
  it('offers the values of a switch, sockets, and the keys of placeholders', () => {
    assert.deepEqual(labels('[uwsgi]\nmaster = <cursor>\n'), ['true', 'false']);
    assert.ok(labels('[uwsgi]\nhttp-socket = <cursor>\n').includes(':8000'));
    assert.ok(labels('[uwsgi]\nbase = /x\nchdir = %(<cursor>\n').includes('base'));
    assert.ok(labels('[uwsgi]\nchdir = %<cursor>\n').includes('%d'));
  });
  it('offers files of the workspace and the modules Django made', () => {
    const others = { 'shop/__init__.py': '', 'shop/wsgi.py': 'application = 1\n', 'base.ini': '[uwsgi]\n' };
    assert.ok(labels('[uwsgi]\ninclude = <cursor>\n', others).includes('base.ini'));
    assert.deepEqual(labels('[uwsgi]\nmodule = <cursor>\n', others), ['shop.wsgi:application']);
  });
  it('offers whole blocks', () => {
    assert.ok(labels('[uwsgi]\nif<cursor>').includes('if-env … endif'));
  });
});

describe('definition and references in a uwsgi.ini', () => {
  const text = '[uwsgi]\nbase = /a\nchdir = %(base)/b\nset-ph = base=/c\n';
  it('lead from a placeholder to where its key is made', () => {
    assert.deepEqual(found(definition(place(text.replace('(base', '(ba<cursor>se'))), { 'uwsgi.ini': text }), [
      'uwsgi.ini:base',
      'uwsgi.ini:base',
    ]);
  });
  it('find every use of a key', () => {
    assert.equal(references(place(text.replace('\nbase', '\nba<cursor>se')), true).length, 3);
    assert.equal(references(place(text.replace('\nbase', '\nba<cursor>se')), false).length, 1);
  });
  it('lead from module to the callable in wsgi.py', () => {
    const wsgi = 'import os\n\napplication = 1\n';
    const places = definition(place('[uwsgi]\nmodule = shop.wsgi:app<cursor>lication\n', { 'shop/wsgi.py': wsgi }));
    assert.deepEqual(found(places, { 'shop/wsgi.py': wsgi }), ['shop/wsgi.py:application']);
  });
  it('lead from an include to its section', () => {
    const base = '[x]\n[uwsgi]\n';
    assert.deepEqual(found(definition(place('[uwsgi]\ninclude = ba<cursor>se.ini\n', { 'base.ini': base })), { 'base.ini': base }), [
      'base.ini:[uwsgi]',
    ]);
    assert.deepEqual(
      found(definition(place('[uwsgi]\nini = :ba<cursor>se\n[base]\na = 1\n')), { 'uwsgi.ini': '[uwsgi]\nini = :base\n[base]\na = 1\n' }),
      ['uwsgi.ini:[base]'],
    );
  });
});

describe('renaming a variable', () => {
  it('changes its key, its placeholders and its set-placeholder, and no option', () => {
    const marked = '[uwsgi]\nset-ph = base=/a\nchdir = %(ba<cursor>se)/b\npythonpath = %(base + 1)\n';
    const here = place(marked);
    assert.equal(renameable(here)?.name, 'base');
    const edits = rename(here, 'top').get(at('uwsgi.ini')) ?? [];
    assert.equal(applyEdits(here.text, edits), '[uwsgi]\nset-ph = top=/a\nchdir = %(top)/b\npythonpath = %(top + 1)\n');
  });
  it('changes it where a block asks for it, and can begin there', () => {
    const marked = '[uwsgi]\nbase = /a\nif-opt = ba<cursor>se\nchdir = %(base)\nendif =\nif-not-opt = base=/b\nx = base\nendif =\n';
    const here = place(marked);
    assert.equal(renameable(here)?.name, 'base');
    const edits = rename(here, 'top').get(at('uwsgi.ini')) ?? [];
    assert.equal(
      applyEdits(here.text, edits),
      '[uwsgi]\ntop = /a\nif-opt = top\nchdir = %(top)\nendif =\nif-not-opt = top=/b\nx = base\nendif =\n',
    );
  });
  it('refuses names that uWSGI would take for something else', () => {
    const here = place('[uwsgi]\nbase = 1\nx = %(ba<cursor>se)\n');
    for (const name of ['processes', 'a b', '_', '12', '']) assert.ok(refusal(here, name), name);
    assert.equal(refusal(here, 'top_folder'), undefined);
  });
  it('does not rename an option', () => {
    assert.equal(renameable(place('[uwsgi]\nproc<cursor>esses = 1\n')), undefined);
  });
});

describe('semantic tokens of a uwsgi.ini', () => {
  it('mark what is filled in inside values, and the words of blocks', () => {
    const { text, ...asked } = place('[uwsgi]\n<cursor>if-env = X\nchdir = %d$(HOME)%(base)\nendif =\n');
    assert.deepEqual(
      tokens(asked)?.map(({ span, type }) => `${type} ${text.slice(span.from, span.to)}`),
      ['keyword if-env', 'macro %d', 'parameter HOME', 'variable base', 'keyword endif'],
    );
  });
});

describe('values and references that lead elsewhere', () => {
  const others = {
    'manage.py': '',
    'shop/__init__.py': '',
    'shop/wsgi.py': 'application = 1\n',
    'shop/settings.py': '',
    'conf/settings/production.py': '',
    'base.ini': '[uwsgi]\n',
    Dockerfile: 'FROM python:3.12\n',
  };
  it('offer only files that fit, and never the file itself', () => {
    assert.deepEqual(labels('[uwsgi]\ninclude = <cursor>\n', others), ['base.ini', 'conf/', 'shop/']);
    assert.deepEqual(labels('[uwsgi]\nwsgi-file = shop/<cursor>\n', others), ['__init__.py', 'settings.py', 'wsgi.py']);
    assert.deepEqual(labels('[uwsgi]\nstatic-map = /static/=<cursor>\n', others), ['conf/', 'shop/']);
  });
  it('offer the settings modules behind DJANGO_SETTINGS_MODULE', () => {
    assert.deepEqual(labels('[uwsgi]\nenv = DJANGO_SETTINGS_MODULE=<cursor>\n', others), ['conf.settings.production', 'shop.settings']);
  });
  it('offer enumerations, addresses, and Django’s plugins first', () => {
    assert.ok(labels('[uwsgi]\nloop = <cursor>\n').includes('gevent'));
    assert.ok(labels('[uwsgi]\ncheaper-algo = <cursor>\n').includes('busyness'));
    assert.ok(labels('[uwsgi]\nstats = <cursor>\n').includes('127.0.0.1:9191'));
    assert.equal(labels('[uwsgi]\nplugins = <cursor>\n')[0], 'python3');
  });
  it('offer log variables in a log format, and no key to itself', () => {
    assert.ok(labels('[uwsgi]\nlog-format = %(<cursor>\n').includes('addr'));
    assert.ok(!labels('[uwsgi]\nchdir = %(<cursor>\n').includes('chdir'));
    assert.match(shown('[uwsgi]\nlog-format = %(ms<cursor>ecs)\n'), /milliseconds/);
  });
  it('find every ini that leads to the same module', () => {
    const found = references(
      place('[uwsgi]\nmodule = shop.ws<cursor>gi:application\n', { ...others, 'dev.uwsgi.ini': '[uwsgi]\nwsgi-file = shop/wsgi.py\n' }),
      false,
    );
    assert.deepEqual(
      found.map(({ uri }) => uri.slice(root.length + 1)),
      ['uwsgi.ini', 'dev.uwsgi.ini'],
    );
  });
});
