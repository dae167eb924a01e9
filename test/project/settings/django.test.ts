// Which settings modules a workspace has, and which of them run.
import assert from 'node:assert/strict';
import { kindOf } from '../../../server/src/languages/languages.ts';
import { djangoProjects } from '../../../server/src/project/settings/django.ts';
import { atLeast, boundsOf } from '../../../server/src/project/settings/release.ts';
import type { DjangoProject } from '../../../server/src/project/settings/view.ts';
import { createWorkspace } from '../../../server/src/project/workspace.ts';
import { relative } from '../../../server/src/text/uri.ts';
import { at, projectOf, root } from '../../support/project.ts';

const manage = (module: string) => `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")\n`;
const only = (files: Readonly<Record<string, string>>): DjangoProject => djangoProjects(projectOf(files))[0] ?? assert.fail('no project');
const path = (project: DjangoProject, role: 'production' | 'development'): string | undefined => {
  const view = project[role];
  return view && `${relative(root, view.uri)}${view.class ? ` ${view.class}` : ''}`;
};
const both = (files: Readonly<Record<string, string>>) => {
  const project = only(files);
  return [path(project, 'production'), path(project, 'development')];
};

const packaged = {
  'manage.py': manage('config.settings.local'),
  'config/__init__.py': '',
  'config/settings/__init__.py': '',
  'config/settings/base.py': 'A = 1\n',
  'config/settings/local.py': 'from .base import *\nDEBUG = True\n',
  'config/settings/production.py': 'from .base import *\nDEBUG = False\n',
  'config/settings/test.py': 'from .base import *\n',
  'config/urls.py': 'X = 1\n',
};

describe('which settings module runs', () => {
  it('is the only one there is', () => {
    const files = { 'manage.py': manage('shop.settings'), 'shop/__init__.py': '', 'shop/settings.py': 'A = 1\n' };
    assert.deepEqual(both(files), ['shop/settings.py', 'shop/settings.py']);
    assert.equal(only(files).production?.role, 'production');
    assert.equal(only(files).development?.role, 'development');
  });

  it('is told by names where nothing else tells', () => {
    assert.deepEqual(both(packaged), ['config/settings/production.py', 'config/settings/local.py']);
    assert.deepEqual(
      only(packaged).modules.map((one) => `${one.module} ${one.for}`),
      [
        'config.settings.local development',
        'config.settings.base base',
        'config.settings.production production',
        'config.settings.test test',
      ],
    );
  });

  it('is what a deployment names, in the order of weight', () => {
    const more = { ...packaged, 'config/settings/a.py': 'A = 1\n', 'config/settings/b.py': 'A = 1\n', 'config/settings/c.py': 'A = 1\n' };
    const wsgi = { 'config/wsgi.py': `from django.core.wsgi import x\n${manage('config.settings.a')}` };
    const image = { Dockerfile: 'FROM python:3.13\nENV DJANGO_SETTINGS_MODULE=config.settings.b\n' };
    const compose = {
      'compose.yaml': 'services:\n  web:\n    image: a\n    environment:\n      DJANGO_SETTINGS_MODULE: config.settings.c\n',
    };
    const kept = Object.fromEntries(Object.entries(more).filter(([name]) => !name.endsWith('production.py')));
    assert.equal(path(only({ ...kept, ...wsgi }), 'production'), 'config/settings/a.py');
    assert.equal(path(only({ ...kept, ...wsgi, ...image }), 'production'), 'config/settings/b.py');
    assert.equal(path(only({ ...kept, ...wsgi, ...image, ...compose }), 'production'), 'config/settings/c.py');
    assert.equal(
      path(only({ ...more, ...compose, 'drydock.yaml': 'settings-module: config.settings.a\n' }), 'production'),
      'config/settings/a.py',
    );
  });

  it('is not what is named for developers or tests', () => {
    const local = {
      'local.yml': 'services:\n  web:\n    image: a\n    environment:\n      - DJANGO_SETTINGS_MODULE=config.settings.test\n',
    };
    const dev = { 'Dockerfile.dev': 'FROM python:3.13\nENV DJANGO_SETTINGS_MODULE config.settings.local\n' };
    assert.equal(path(only({ ...packaged, ...local, ...dev }), 'production'), 'config/settings/production.py');
    const two = {
      ...packaged,
      'manage.py': `import os, sys\nif "test" in sys.argv:\n    ${manage('config.settings.test').split('\n')[1]}\nelse:\n    ${manage('config.settings.local').split('\n')[1]}\n`,
    };
    assert.deepEqual(both(two), ['config/settings/production.py', 'config/settings/local.py']);
  });

  it('is told by uwsgi, unit files, Procfiles and scripts', () => {
    const kept = {
      ...packaged,
      'config/settings/production.py': '',
      'config/settings/live.py': 'A = 1\n',
      'config/settings/x.py': 'A = 1\n',
    };
    for (const [name, text] of Object.entries({
      'uwsgi.ini': '[uwsgi]\nenv = DJANGO_SETTINGS_MODULE=config.settings.x\n',
      'shop.service': '[Service]\nEnvironment=DJANGO_SETTINGS_MODULE=config.settings.x\nExecStart=/usr/bin/gunicorn a\n',
      Procfile: 'web: python manage.py runserver --settings=config.settings.x\n',
      'entrypoint.sh': '#!/bin/sh\nexport DJANGO_SETTINGS_MODULE=config.settings.x\nexec gunicorn a\n',
    }))
      assert.equal(path(only({ ...kept, [name]: text }), 'production'), 'config/settings/x.py', name);
  });

  it('is not known where only modules for developers are', () => {
    const files = {
      'manage.py': manage('shop.settings.dev'),
      'shop/settings/__init__.py': '',
      'shop/settings/dev.py': 'A = 1\n',
      'shop/settings/base.py': 'A = 1\n',
    };
    assert.deepEqual(both(files), [undefined, 'shop/settings/dev.py']);
  });

  it('is found in a src folder, and beside manage.py in a package', () => {
    assert.deepEqual(
      both({ 'manage.py': manage('shop.settings'), 'src/shop/__init__.py': '', 'src/shop/settings.py': 'A = 1\n' })[0],
      'src/shop/settings.py',
    );
    assert.deepEqual(
      both({ 'shop/manage.py': manage('shop.settings'), 'shop/__init__.py': '', 'shop/settings.py': 'A = 1\n' })[0],
      'shop/settings.py',
    );
  });

  it('is a class of its module with django-configurations', () => {
    const text =
      'from configurations import Configuration\nclass Base(Configuration):\n    A = 1\nclass Development(Base):\n    pass\nclass Staging(Base):\n    pass\nclass Production(Base):\n    pass\n';
    const files = {
      'manage.py': `${manage('shop.settings')}os.environ.setdefault("DJANGO_CONFIGURATION", "Development")\n`,
      'shop/__init__.py': '',
      'shop/settings.py': text,
    };
    assert.deepEqual(both(files), ['shop/settings.py Production', 'shop/settings.py Development']);
    const image = { Dockerfile: 'FROM python:3.13\nENV DJANGO_CONFIGURATION=Staging\n' };
    assert.deepEqual(both({ ...files, ...image }), ['shop/settings.py Staging', 'shop/settings.py Development']);
    const shop = (classes: string, named = '') => ({
      'manage.py': manage('shop.settings') + (named && `os.environ.setdefault("DJANGO_CONFIGURATION", "${named}")\n`),
      'shop/__init__.py': '',
      'shop/settings.py': `from configurations import Configuration\n${classes}`,
    });
    // Where nothing says which class runs, none is taken for it: the last one of the file may well be that of the tests.
    const unclear = 'class Base(Configuration):\n    A = 1\nclass Server(Base):\n    pass\nclass Test(Base):\n    pass\n';
    assert.deepEqual(both(shop(unclear)), [undefined, undefined]);
    assert.deepEqual(both(shop(unclear, 'Base')), ['shop/settings.py Base', 'shop/settings.py Base']);
    assert.deepEqual(both(shop(unclear, 'Test')), [undefined, 'shop/settings.py Test']);
    assert.deepEqual(both(shop('class Base(Configuration):\n    A = 1\n')), ['shop/settings.py Base', 'shop/settings.py Base']);
  });
});

describe('the Django projects of a workspace', () => {
  it('are one for each manage.py, each with its own modules', () => {
    const one = (name: string) => ({
      [`${name}/manage.py`]: manage('shop.settings'),
      [`${name}/shop/__init__.py`]: '',
      [`${name}/shop/settings.py`]: `NAME = "${name}"\n`,
      [`${name}/requirements.txt`]: `Django==${name === 'a' ? '4.2.1' : '5.2.1'}\n`,
    });
    const projects = djangoProjects(projectOf({ ...one('a'), ...one('b') }));
    assert.deepEqual(
      projects.map((project) => [relative(root, project.root), path(project, 'production'), project.release('django').exact]),
      [
        ['a', 'a/shop/settings.py', '4.2.1'],
        ['b', 'b/shop/settings.py', '5.2.1'],
      ],
    );
  });

  it('are not made of views called settings, tests, or a manage.py of something else', () => {
    const files = {
      'manage.py': manage('shop.settings'),
      'shop/__init__.py': '',
      'shop/settings.py': 'A = 1\n',
      'shop/views/settings.py': 'def settings(request): pass\n',
      'app/settings.py': 'DEFAULTS = {}\n',
      'tests/manage.py': manage('tests.settings'),
      'tests/settings.py': 'A = 1\n',
      'tools/manage.py': 'print("hello")\n',
    };
    const projects = djangoProjects(projectOf(files));
    assert.equal(projects.length, 1);
    assert.deepEqual(
      projects[0]?.modules.map((one) => `${one.module} ${one.for}`),
      ['shop.settings unknown', 'tests.settings test'],
    );
    assert.deepEqual(djangoProjects(projectOf({ 'shop/settings.py': 'A = 1\n' })), []);
  });
});

describe('files that settings lead to', () => {
  const files: Readonly<Record<string, string>> = {
    'manage.py': 'from shop.setup import setup_env\nsetup_env()\n# execute_from_command_line\n',
    'shop/__init__.py': '',
    'shop/setup.py': manage('shop.conf.prod'),
    'shop/conf/__init__.py': '',
    'shop/conf/prod.py': 'from .base import *\nfrom shop.tools import name\nA = name\n',
    'shop/conf/base.py': 'B = 1\n',
    'shop/tools.py': 'name = "x"\n',
    'shop/models.py': 'C = 1\n',
  };

  it('are wanted one after the other, and none besides', () => {
    const workspace = createWorkspace();
    workspace.apply([{ type: 'list', listing: { root, files: Object.keys(files).map(at), complete: true } }]);
    const read = (name: string) => {
      const text = files[name] ?? assert.fail(name);
      workspace.apply([{ type: 'write', file: { uri: at(name), kind: kindOf(at(name), text) ?? 'python', version: 1, text } }]);
    };
    const wanted = () =>
      workspace.now
        .wanted()
        .map((uri) => relative(root, uri))
        .sort();
    read('manage.py');
    assert.deepEqual(wanted(), ['shop/setup.py']);
    read('shop/setup.py');
    assert.deepEqual(wanted(), ['shop/conf/__init__.py', 'shop/conf/base.py', 'shop/conf/prod.py']);
    for (const name of ['shop/conf/__init__.py', 'shop/conf/base.py', 'shop/conf/prod.py']) read(name);
    assert.deepEqual(wanted(), ['shop/tools.py']);
    read('shop/tools.py');
    assert.deepEqual(wanted(), []);
  });

  it('are wanted when they hold a class that settings name', () => {
    const workspace = createWorkspace();
    const texts = {
      'manage.py': manage('shop.settings'),
      'shop/__init__.py': '',
      'shop/settings.py':
        'MIDDLEWARE = ["shop.above.A", "library.above.B", "whitenoise.middleware.WhiteNoiseMiddleware", "shop.below.C"]\n',
    };
    workspace.apply([
      { type: 'list', listing: { root, files: [...Object.keys(texts), 'shop/above.py', 'shop/below.py'].map(at), complete: true } },
      ...Object.entries(texts).map(([name, text]) => ({
        type: 'write' as const,
        file: { uri: at(name), kind: 'python' as const, version: 1, text },
      })),
    ]);
    assert.deepEqual(
      workspace.now.wanted().map((uri) => relative(root, uri)),
      ['shop/above.py', 'shop/below.py'],
    );
  });
});

describe('the release of a distribution', () => {
  it('is bounded by the specifiers of pip and Poetry', () => {
    for (const [specifier, bounds] of Object.entries({
      '==4.2.1': ['4.2.1', undefined, undefined],
      '>=4.2,<5.0': [undefined, '4.2', '5.0'],
      '~=4.2': [undefined, '4.2', '5'],
      '~=4.2.3': [undefined, '4.2.3', '4.3'],
      '==4.2.*': [undefined, '4.2', '4.3'],
      '^4.2': [undefined, '4.2', '5'],
      '~4.2': [undefined, '4.2', '4.3'],
      '<=5.1': [undefined, undefined, '5.2'],
      '>3,!=4.0': [undefined, '3', undefined],
      '': [undefined, undefined, undefined],
    })) {
      const { exact, least, below } = boundsOf(specifier);
      assert.deepEqual([exact, least, below], bounds, specifier);
    }
  });

  it('is the locked one rather than the asked for, and unsure where files disagree', () => {
    const files = {
      'manage.py': manage('shop.settings'),
      'shop/settings.py': 'A = 1\n',
      'requirements.in': 'Django>=4.2\n',
      'requirements.txt': 'django==5.1.4\n',
      'requirements-dev.txt': 'django==4.2.0\n',
    };
    assert.equal(only(files).release('django').exact, '5.1.4');
    assert.deepEqual(only({ 'manage.py': manage('shop.settings') }).release('django').at, undefined);
    const two = only({ ...files, 'constraints.txt': 'django==5.0.1\n' }).release('django');
    assert.deepEqual([two.exact, two.least], [undefined, '5.0.1']);
  });

  it('answers whether it is a given one or newer only when it is sure', () => {
    const release = (specifier: string) => ({ ...boundsOf(specifier), at: undefined });
    assert.equal(atLeast(release('==5.1.2'), '5.1'), true);
    assert.equal(atLeast(release('==5.0'), '5.1'), false);
    assert.equal(atLeast(release('>=5.1'), '5.1'), true);
    assert.equal(typeof atLeast(release('>=4.2'), '5.1'), 'symbol');
    assert.equal(atLeast(release('>=4.2,<5.1'), '5.1'), false);
  });
});
