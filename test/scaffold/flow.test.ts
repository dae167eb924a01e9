import assert from 'node:assert/strict';
import type { Project } from '../../server/src/project/project.ts';
import { nextStep } from '../../server/src/scaffold/flow/flow.ts';
import type { Given, Plan, Question, Step } from '../../server/src/scaffold/flow/step.ts';
import { briefOf } from '../../server/src/scaffold/plan.ts';
import { at, knowledge, projectOf } from '../support/project.ts';

type Files = Readonly<Record<string, string>>;

const manage = (module = 'shop.settings') =>
  `import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '${module}')\n`;
const settings = `from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = 'x'
DEBUG = True
ROOT_URLCONF = 'shop.urls'
INSTALLED_APPS = ['django.contrib.staticfiles']
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware']
STATIC_URL = 'static/'
`;
const shop: Files = {
  'manage.py': manage(),
  'shop/__init__.py': '',
  'shop/settings.py': settings,
  'shop/urls.py': 'urlpatterns = []\n',
  'shop/asgi.py': 'application = None\n',
  'requirements.txt': 'django==6.1.3\n',
};

const step = (files: Files, given: Partial<Given> = {}, near?: string): Step => {
  const project = projectOf(files);
  const code = Object.entries(files)
    .filter(([path, text]) => path.endsWith('.py') && text.includes('uwsgi'))
    .map(([path, text]) => ({ path, text }));
  return nextStep(
    [project],
    { kind: 'init', answers: {}, replace: new Set(), ...given },
    near === undefined ? undefined : at(near),
    knowledge,
    () => (path) => files[path],
    () => code,
  );
};
const asked = (one: Step): Question => {
  assert.equal(one.is, 'question', JSON.stringify(one));
  return one as Question;
};
const made = (one: Step): Plan => {
  assert.equal(one.is, 'plan', one.is === 'refused' ? one.sentence : one.is);
  return one as Plan;
};
/** Answers every question by what is detected; the names of the questions, then the plan. */
const through = (files: Files, kind: Given['kind'], own: Readonly<Record<string, readonly string[]>> = {}, near?: string) => {
  const answers: Record<string, readonly string[]> = {};
  for (;;) {
    const now = step(files, { kind, answers }, near);
    if (now.is !== 'question') return { names: Object.keys(answers), step: now };
    assert.equal(now.number, Object.keys(answers).filter((name) => name !== 'project').length + 1);
    const { name, detected, many } = now.asked;
    answers[name] = own[name] ?? (many ? [] : [detected]);
  }
};
const listed = ({ files }: Plan) => files.map((file) => `${file.path}: ${briefOf(file)}`);

describe('the flow of a scaffold', () => {
  it('asks five questions, one at a time, and ends with the plan', () => {
    const { names, step: end } = through(shop, 'init');
    assert.deepEqual(names, ['server', 'static', 'manager', 'database', 'extras']);
    assert.deepEqual(listed(made(end)), [
      'Dockerfile: new',
      '.dockerignore: new',
      'compose.yaml: new',
      'requirements.txt: exists: 2 lines are added',
      'shop/settings.py: exists: changed in 4 places',
      'shop/urls.py: exists: changed in one place',
    ]);
  });

  it('says which answer the project gives, and why', () => {
    const files = { ...shop, 'uv.lock': 'version = 1\n' };
    const { asked: question, number, of } = asked(step(files, { answers: { server: ['uvicorn'], static: ['whitenoise'] } }));
    assert.deepEqual([question.name, question.detected, question.because, number, of], ['manager', 'uv', 'there is uv.lock', 3, 5]);
  });

  it('offers only what makes sense with the answers before', () => {
    const values = (server: string) => asked(step(shop, { answers: { server: [server] } })).asked.choices.map(({ value }) => value);
    assert.ok(!values('uvicorn').includes('supervisord'));
    assert.ok(values('uwsgi').includes('supervisord'));
  });

  it('asks again what was answered with something that cannot be chosen', () => {
    assert.equal(asked(step(shop, { answers: { server: ['nothing'] } })).asked.name, 'server');
    assert.equal(asked(step(shop, { answers: { server: ['uvicorn'], static: ['supervisord'] } })).asked.name, 'static');
    assert.equal(asked(step(shop, { answers: { server: ['uvicorn', 'daphne'] } })).asked.name, 'server');
  });

  it('replaces a file only when its text is given up', () => {
    const files = { ...shop, Dockerfile: 'FROM mine\n' };
    const answers = { server: ['uvicorn'], static: ['whitenoise'], manager: ['pip'], database: ['none'], extras: [] };
    assert.equal(listed(made(step(files, { answers })))[0], 'Dockerfile.new: Dockerfile exists and stays as it is');
    const replaced = made(step(files, { answers, replace: new Set(['Dockerfile']) }));
    assert.equal(listed(replaced)[0], 'Dockerfile: exists: its text is replaced');
  });

  it('asks for the settings module where nothing tells which one production loads, and then edits that', () => {
    const { 'shop/settings.py': _, ...others } = shop;
    const files = {
      ...others,
      'manage.py': manage('shop.settings.local'),
      'shop/settings/__init__.py': '',
      'shop/settings/base.py': settings,
      'shop/settings/local.py': 'from .base import *\n',
      'shop/settings/site.py': 'from .base import *\nDEBUG = False\n',
    };
    const { names, step: end } = through(files, 'init', { settings: ['shop.settings.site'] });
    assert.deepEqual(names, ['settings', 'server', 'static', 'database', 'extras']);
    const plan = made(end);
    assert.ok(listed(plan).some((line) => line.startsWith('shop/settings/site.py: exists')));
    assert.match(plan.files[0]?.after ?? '', /DJANGO_SETTINGS_MODULE=shop\.settings\.site$/m);
  });

  it('asks which project is meant where there are several, and knows the one of the open file', () => {
    const moved = (folder: string) => Object.fromEntries(Object.entries(shop).map(([path, text]) => [`${folder}/${path}`, text]));
    const files = { ...moved('front'), ...moved('back') };
    const { asked: question } = asked(step(files, {}, 'front/shop/urls.py'));
    assert.deepEqual([question.title, question.choices.map(({ label }) => label).sort()], ['Which Django project?', ['back/', 'front/']]);
    assert.deepEqual([question.detected, question.because], [at('front'), 'the open file is in it']);
    const { step: end } = through(files, 'init', {}, 'back/manage.py');
    assert.ok(listed(made(end)).some((line) => line.startsWith('back/shop/settings.py: ')));
  });
});

describe('the flow for static files alone', () => {
  it('asks about a CDN and the package manager, and writes settings and requirements', () => {
    const { names, step: end } = through(shop, 'static');
    assert.deepEqual(names, ['static', 'manager']);
    const plan = made(end);
    assert.deepEqual(listed(plan), ['requirements.txt: exists: 1 line is added', 'shop/settings.py: exists: changed in 2 places']);
    assert.match(plan.files[1]?.after ?? '', /WhiteNoiseMiddleware/);
    assert.match(plan.files[1]?.after ?? '', /^SECRET_KEY = 'x'$/m);
  });

  it('has nothing to write the second time', () => {
    const first = made(through(shop, 'static').step);
    const files = { ...shop, ...Object.fromEntries(first.files.map(({ path, after }) => [path, after])) };
    assert.deepEqual(made(through(files, 'static').step).files, []);
  });
});

describe('the flow of a move', () => {
  const old = {
    ...shop,
    'requirements.txt': 'django==6.1.3\nuwsgi==2.0.31\n',
    'uwsgi.ini': '[uwsgi]\nmodule = shop.wsgi\nhttp-socket = :8000\nmaster = true\nprocesses = 4\n',
    Dockerfile:
      'FROM python:3.13-slim-trixie\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nUSER 1000\nCMD ["uwsgi", "--ini", "uwsgi.ini"]\n',
  };

  it('asks where to, and ends with the plan and its report', () => {
    const { names, step: end } = through(old, 'migrate');
    assert.deepEqual(names, ['to']);
    const plan = made(end);
    assert.deepEqual([plan.replaces, plan.page?.button], [false, 'Show Report']);
    assert.match(plan.page?.markdown ?? '', /^# From uWSGI to uvicorn/);
    assert.match(plan.files.find(({ path }) => path === 'Dockerfile')?.after ?? '', /CMD \["uvicorn", "shop\.asgi:application"/);
  });

  it('goes to gunicorn where that was chosen', () => {
    const plan = made(through(old, 'migrate', { to: ['gunicorn'] }).step);
    assert.match(plan.files.find(({ path }) => path === 'Dockerfile')?.after ?? '', /CMD \["gunicorn", "shop\.wsgi/);
  });

  it('moves from Daphne without a question', () => {
    const files = {
      ...shop,
      'requirements.txt': 'django==6.1.3\ndaphne==4.2.1\n',
      Dockerfile: old.Dockerfile.replace(
        '["uwsgi", "--ini", "uwsgi.ini"]',
        '["daphne", "-b", "0.0.0.0", "-p", "8000", "shop.asgi:application"]',
      ),
    };
    const { names, step: end } = through(files, 'daphne');
    assert.deepEqual(names, []);
    assert.match(
      made(end).files.find(({ path }) => path === 'Dockerfile')?.after ?? '',
      /CMD \["uvicorn", "shop\.asgi:application", "--host", "0\.0\.0\.0"/,
    );
  });

  it('stops at code that calls uWSGI, and names the places', () => {
    const end = through({ ...old, 'shop/jobs.py': 'import os\nimport uwsgi\n' }, 'migrate').step;
    assert.equal(end.is, 'refused');
    assert.deepEqual(end.is === 'refused' && end.places?.all.map(({ path, line }) => [path, line]), [['shop/jobs.py', 2]]);
  });

  it('is refused where there is nothing to move from', () => {
    for (const [kind, sentence] of [
      ['migrate', /^Nothing of uWSGI was found/],
      ['daphne', /^Nothing of Daphne was found/],
    ] as const) {
      const end = step(shop, { kind });
      assert.match(end.is === 'refused' ? end.sentence : '', sentence);
    }
  });
});

describe('a flow over what it cannot work with', () => {
  const refused = (files: Files): string => {
    const now = step(files);
    return now.is === 'refused' ? now.sentence : assert.fail(now.is);
  };

  it('says so when there is no manage.py', () => assert.match(refused({ 'requirements.txt': 'django\n' }), /^No manage\.py was found/));

  it('says so when there is no project at all', () => {
    const now = nextStep(
      [],
      { kind: 'init', answers: {}, replace: new Set() },
      undefined,
      knowledge,
      (_: Project) => () => undefined,
      () => [],
    );
    assert.equal(now.is, 'refused');
  });

  it('leaves settings that are no Python as they are, and says where they break', () => {
    for (const broken of ["MIDDLEWARE = [\n    'x',\nDEBUG = True\n", 'DEBUG = = True\n', 'if DEBUG\n    X = 1\n']) {
      const plan = made(through({ ...shop, 'shop/settings.py': settings + broken }, 'static').step);
      assert.ok(!plan.files.some(({ path }) => path === 'shop/settings.py'), broken);
      assert.match(plan.notes.join('\n'), /line \d+ of shop\/settings\.py is no valid Python/);
    }
  });

  it('leaves broken URLs as they are, and edits the settings all the same', () => {
    const plan = made(through({ ...shop, 'shop/urls.py': 'urlpatterns = []\nx = (\n' }, 'init').step);
    assert.ok(!plan.files.some(({ path }) => path === 'shop/urls.py'));
    assert.ok(plan.files.some(({ path }) => path === 'shop/settings.py'));
    assert.match(plan.notes.join('\n'), /line \d+ of shop\/urls\.py is no valid Python/);
  });
});
