// Settings that take several files, or classes; and what no settings module should make us do.
import assert from 'node:assert/strict';
import { unknown } from '../../../server/src/languages/maybe.ts';
import { evaluatorIn, likenessOf, viewIn, viewOf } from '../../../server/src/project/settings/view-of.ts';
import { createWorkspace } from '../../../server/src/project/workspace.ts';
import { at, projectOf, root } from '../../support/project.ts';
import { table, viewed, x } from '../../support/settings.ts';
import { shownValue } from '../../support/shown-value.ts';

describe('the settings of several files', () => {
  const settings = { 'shop/__init__.py': '', 'shop/conf/__init__.py': '', 'shop/conf/base.py': 'X = ["a"]\n_Y = 1\nZ = 2\nimport os\n' };

  it('follow star imports, and change what they got', () => {
    const text = 'from shop.conf.base import *\nX += ["b"]\nP = os.path.join("a", "b")\n';
    const view = viewed(text, settings);
    assert.equal(shownValue(view.get('X')?.value ?? assert.fail()), '["a", "b"]');
    assert.equal(shownValue(view.get('P')?.value ?? assert.fail()), '"a/b"');
    assert.equal(view.get('_Y'), undefined);
    assert.deepEqual(view.open, []);
    assert.deepEqual(
      view.files.map((uri) => uri.slice(uri.lastIndexOf('/') + 1)),
      ['base.py', 'settings.py'],
    );
    // The module that was imported stays what it is by itself.
    const base = viewOf(projectOf({ ...settings, 'manage.py': '', 'shop/settings.py': text }), root, at('shop/conf/base.py'), 'production');
    assert.equal(shownValue(base?.get('X')?.value ?? assert.fail()), '["a"]');
  });

  it('follow named imports, modules and `__all__`', () => {
    assert.equal(x('from .conf.base import X as Y\nX = Y + ["b"]\n', settings), '["a", "b"]');
    assert.equal(x('from .conf import base\nX = base.X\n', settings), '["a"]');
    assert.equal(x('import shop.conf.base\nX = shop.conf.base.Z\n', settings), '2');
    assert.equal(x('from .conf import base\nbase.X.append("b")\nX = base.X\n', settings), '["a", "b"]');
    assert.equal(x('from .conf.base import *\n', { ...settings, 'shop/conf/base.py': '__all__ = ["Z"]\nX = 1\nZ = 2\n' }), 'missing');
  });

  it('are possible, not certain, where an import is tried', () => {
    const text = 'X = 1\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n';
    assert.equal(x(text, { 'shop/local.py': 'X = 2\nY = 3\n' }), '2 | 1');
    assert.equal(viewed(text, { 'shop/local.py': 'X = 2\nY = 3\n' }).get('Y')?.certain, false);
    const gone = viewed(text);
    assert.equal(shownValue(gone.get('X')?.value ?? assert.fail()), '1');
    assert.deepEqual(
      gone.open.map(({ why, overrides }) => [why, overrides]),
      [['.local is not here', true]],
    );
    const suppressed = 'import contextlib\nX = 1\nwith contextlib.suppress(ImportError):\n    from .local import *\n';
    assert.equal(x(suppressed, { 'shop/local.py': 'X = 2\n' }), '2 | 1');
    assert.equal(x(suppressed), '1');
    assert.equal(x('X = 1\nwith open("x"):\n    from .local import *\n'), 'unknown');
  });

  it('are open, and doubtful, behind names from elsewhere', () => {
    const view = viewed('A = 1\nfrom geonode.settings import *\nX = 1\n');
    assert.equal(shownValue(view.get('X')?.value ?? assert.fail()), '1');
    assert.equal(shownValue(view.get('A')?.value ?? assert.fail()), 'unknown');
    assert.equal(view.open.length, 1);
    for (const text of [
      'import h\nh.settings(locals())\n',
      'exec(open("x").read())\n',
      'globals()[n()] = 1\n',
      'from dynaconf import DjangoDynaconf\ns = DjangoDynaconf(__name__)\n',
      'if\n',
    ])
      assert.equal(viewed(text).open.length, 1, text);
  });

  it('include each other with split_settings', () => {
    const files = {
      'shop/parts/a.py': 'X = ["a"]\n',
      'shop/parts/b.py': 'X.append("b")\nY = list(globals().get("X", []))\nZ = list(globals().get("NONE", []))\n',
      'shop/parts/local.py': 'X = 3\n',
    };
    const text = 'from split_settings.tools import include, optional\ninclude("parts/a.py", "parts/[b].py", optional("parts/none.py"))\n';
    const view = viewed(text, files);
    assert.equal(['X', 'Y', 'Z'].map((name) => shownValue(view.get(name)?.value ?? assert.fail())).join(' '), '["a", "b"] ["a", "b"] []');
    assert.equal(x(`${text}include(optional("parts/local.py"))\n`, files), '3 | ["a", "b"]');
  });

  it('end where modules import each other', () => {
    const files = { 'shop/conf/__init__.py': '', 'shop/conf/base.py': 'from shop.settings import *\nX = 1\n' };
    const view = viewed('from shop.conf.base import *\nY = 2\n', files);
    assert.equal(shownValue(view.get('X')?.value ?? assert.fail()), '1');
    assert.equal(view.open.length, 1);
  });

  it('end where modules come to import each other one after the other', () => {
    // Each is evaluated while the other is not read yet: what is kept of them then leads in a circle.
    const text = { a: 'from shop.b import *\nA = 1\n', b: 'from shop.c import *\nB = 1\n', c: 'from shop.a import *\nC = 1\n' };
    const workspace = createWorkspace();
    const files = Object.keys(text).map((name) => at(`shop/${name}.py`));
    workspace.apply([{ type: 'list', listing: { root, files: [at('shop/__init__.py'), ...files], complete: true } }]);
    const write = (name: keyof typeof text) =>
      workspace.apply([{ type: 'write', file: { uri: at(`shop/${name}.py`), kind: 'python', version: 1, text: text[name] } }]);
    for (const name of ['c', 'b', 'a'] as const) {
      write(name);
      const project = workspace.now.project(at(`shop/${name}.py`)) ?? assert.fail();
      for (const other of files) viewOf(project, root, other, 'production');
    }
    workspace.apply([{ type: 'write', file: { uri: at('shop/d.py'), kind: 'python', version: 1, text: '' } }]);
    const last = workspace.now.project(at('shop/a.py')) ?? assert.fail();
    assert.equal(shownValue(viewOf(last, root, at('shop/a.py'), 'production')?.get('C')?.value ?? assert.fail()), '1');
  });

  it('remember what happened to a name, in order, and where', () => {
    const text = 'from .conf.base import *\nfrom lib import a\nX += ["b"]\nif a():\n    X.append("c")\n';
    const changes = viewed(text, settings).get('X')?.changes ?? assert.fail();
    assert.deepEqual(
      changes.map(({ how, by, certain, statement }) => [how, by, certain, statement.uri.slice(statement.uri.lastIndexOf('/') + 1)]),
      [
        ['assign', '=', true, 'base.py'],
        ['mutate', '+=', true, 'settings.py'],
        ['mutate', 'append', false, 'settings.py'],
      ],
    );
    const last = changes.at(-1) ?? assert.fail();
    assert.equal(text.slice(last.target.span.from, last.target.span.to), 'X');
    assert.equal(text.slice(last.statement.span.from, last.statement.span.to), 'X.append("c")');
    assert.equal(shownValue(last.value), '["a", "b", "c"]');
  });

  it('say of each value and item which text made it', () => {
    const view = viewed('from .conf.base import *\nX = X + [\n    "b" "c",\n]\n', settings);
    const value = view.get('X')?.value ?? assert.fail();
    assert.ok(value.is === 'list');
    assert.deepEqual(
      value.items.map((item) => [item.at.uri.slice(item.at.uri.lastIndexOf('/') + 1), item.at.span.from]),
      [
        ['base.py', 5],
        ['settings.py', 39],
      ],
    );
    const [, second] = value.items;
    assert.ok(second?.is === 'item' && second.value.is === 'string');
    assert.deepEqual(
      second.value.glued?.map(({ text }) => text),
      ['b', 'c'],
    );
  });
});

describe('settings in classes', () => {
  const text = `from configurations import Configuration, values
class Base(Configuration):
    APPS = ["a"]
    DEBUG = values.BooleanValue(False)
    HOSTS = values.ListValue([])
    SECRET_KEY = values.SecretValue()
    NAME = values.Value("n", environ_name="N", environ_prefix=None)
class Mixin:
    APPS = Base.APPS + ["b"]
class Prod(Mixin, Base):
    ROOT = "/r"
    @property
    def LATE(self): return 1
`;

  it('are those of django-configurations, by the class that runs', () => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/settings.py': text };
    const view = viewOf(projectOf(files), root, at('shop/settings.py'), 'production', 'Prod') ?? assert.fail();
    const all = Object.fromEntries(view.names().map((name) => [name, shownValue(view.get(name)?.value ?? assert.fail())]));
    assert.deepEqual(all, {
      ROOT: '"/r"',
      LATE: 'unknown',
      APPS: '["a", "b"]',
      DEBUG: '$DJANGO_DEBUG as boolean by django-configurations, else False',
      HOSTS: '$DJANGO_HOSTS as list at "," by django-configurations, else []',
      SECRET_KEY: '$DJANGO_SECRET_KEY as string by django-configurations, else an exception',
      NAME: '$N as string by django-configurations, else "n"',
    });
    assert.equal(view.class, 'Prod');
    assert.deepEqual(view.open, []);
  });

  it('are fields of a pydantic class', () =>
    table({
      'from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    debug: bool = False\n    class Config:\n        env_prefix = "shop_"\nX = S().debug':
        '$SHOP_DEBUG as boolean by pydantic, else False',
      'from pydantic_settings import BaseSettings, SettingsConfigDict\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="P_")\n    key: str\ns = S()\nX = s.key':
        '$P_KEY as string by pydantic, else an exception',
    }));
});

describe('hostile settings', () => {
  it('are given up on, in time', () => {
    const from = performance.now();
    assert.equal(x('for i in range(1000):\n    for j in range(1000):\n        for k in range(1000):\n            X = i\n'), 'unknown?');
    assert.match(x(`X = "a"\n${'X = X + X\n'.repeat(200)}`), /^unknown$|^"a+"$/);
    assert.equal(x(`A = ["a"]\n${'A = A + A\n'.repeat(60)}X = 1\n`), '1');
    assert.match(x('def f(): return [f(), f()]\nX = f()\n'), /^\[+unknown/);
    assert.ok(performance.now() - from < 5000);
  });
});

describe('worlds that answer alike', () => {
  const text = 'import os\nfrom .base import *\nA = os.environ.get("A", "b")\nif os.environ.get("DEBUG") == "1":\n    B = 1\n';
  const files = {
    'manage.py': '',
    'shop/__init__.py': '',
    'shop/base.py': 'import os\nC = os.environ.get("C", "d")\n',
    'shop/settings.py': text,
  };
  const variables: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['nothing', {}],
    ['what it does not ask', { Z: 'z' }],
    ['its own variable', { A: 'x' }],
    ['one of what it imports', { C: 'x' }],
    ['both', { A: 'x', C: 'y' }],
  ];
  const shown = (project: ReturnType<typeof projectOf>, role: 'production' | 'development', given: Readonly<Record<string, string>>) => {
    const like = likenessOf(project, root);
    const release = () => ({ exact: undefined, least: undefined, below: undefined, at: undefined });
    const world = { role, name: JSON.stringify([role, given]), environment: (name: string) => given[name] ?? unknown, release, like };
    const view = viewIn(evaluatorIn(project, world), at('shop/settings.py'), role) ?? assert.fail();
    return view.names().map((name) => `${name}=${shownValue(view.get(name)?.value ?? assert.fail())}`);
  };

  it('share what was made of a module, and no others do', () => {
    const project = projectOf(files);
    for (const role of ['production', 'development', 'production'] as const)
      for (const [name, given] of [...variables, ...variables])
        assert.deepEqual(shown(project, role, given), shown(projectOf(files), role, given), `${role} with ${name}`);
    assert.match(shown(project, 'production', { A: 'x' }).join(), /A="x"/);
    assert.match(shown(project, 'production', {}).join(), /A=\$A/);
  });
});
