import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, golden, inside, removeFolders } from './cli.ts';

const manage = "import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n";
const project = (more: Readonly<Record<string, string>> = {}): string =>
  folder({
    'manage.py': manage,
    'shop/__init__.py': '',
    'shop/settings.py':
      "MIDDLEWARE = [\n    'django.middleware.security.SecurityMiddleware',\n]\nROOT_URLCONF = 'shop.urls'\nSTATIC_URL = '/static/'\n",
    'shop/wsgi.py': 'application = None\n',
    'requirements.txt': 'django==5.2.8\nuwsgi==2.0.28\n',
    'uwsgi.ini':
      '[uwsgi]\nmodule = shop.wsgi:application\nhttp-socket = :8000\nprocesses = 4\nharakiri = 30\nstatic-map = /static=/app/static\n',
    Dockerfile:
      'FROM python:3.12-alpine\nRUN apk add --no-cache gcc musl-dev linux-headers\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["uwsgi", "uwsgi.ini"]\n',
    ...more,
  });
const read = (at: string, path: string): string => readFileSync(join(at, path), 'utf8');
const all = (at: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(at, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(at.length + 1), readFileSync(path, 'utf8')]),
  );

describe('drydock migrate', () => {
  afterEach(removeFolders);

  it('moves a project with one command, and says what it did and what is left', async () => {
    const at = project();
    const { code, out } = await inside(['migrate', '--yes', '--report', 'moved.md'], { cwd: at });
    assert.equal(code, 0);
    assert.match(out, /^changed {3}Dockerfile$/m);
    assert.match(out, /^new {7}shop\/asgi\.py$/m);
    assert.match(read(at, 'Dockerfile'), /^FROM python:3\.12-slim-trixie\nWORKDIR \/app\n/);
    assert.match(read(at, 'Dockerfile'), /^CMD \["uvicorn", "shop\.asgi:application"/m);
    assert.match(read(at, 'Dockerfile'), /^RUN .*python manage\.py collectstatic --noinput$/m);
    assert.equal(read(at, 'requirements.txt'), 'django==5.2.8\nuvicorn[standard]\nwhitenoise[brotli]\n');
    assert.match(read(at, 'shop/settings.py'), /SecurityMiddleware',\n {4}'whitenoise\.middleware\.WhiteNoiseMiddleware',\n/);
    assert.match(read(at, 'shop/asgi.py'), /get_asgi_application\(\)/);
    const report = read(at, 'moved.md');
    assert.match(report, /^# From uWSGI to uvicorn$/m);
    for (const option of ['module', 'http-socket', 'processes', 'harakiri', 'static-map'])
      assert.match(report, new RegExp(`^\\| \`${option} = [^|]*\` \\| uwsgi\\.ini:\\d+ \\| \\S`, 'm'), option);
  });

  it('edits the settings of the project that is named', async () => {
    const second = {
      'shop2/manage.py': manage.replace('shop.', 'second.'),
      'shop2/second/__init__.py': '',
      'shop2/second/settings.py': "MIDDLEWARE = [\n    'django.middleware.security.SecurityMiddleware',\n]\nSTATIC_URL = '/static/'\n",
      'shop2/second/wsgi.py': 'application = None\n',
    };
    const at = project({
      ...second,
      'uwsgi.ini': '[uwsgi]\nchdir = /app/shop2\nmodule = second.wsgi:application\nhttp-socket = :8000\nstatic-map = /static=/app/static\n',
    });
    const before = read(at, 'shop/settings.py');
    const { code } = await inside(['migrate', '--yes', '--project', './shop2/'], { cwd: at });
    assert.equal(code, 0);
    assert.equal(read(at, 'shop/settings.py'), before);
    assert.match(read(at, 'shop2/second/settings.py'), /WhiteNoiseMiddleware/);
    assert.match(read(at, 'Dockerfile'), /second\.asgi:application/);
    const none = await inside(['migrate', '--yes', '--project', 'elsewhere'], { cwd: at });
    assert.deepEqual([none.code, /no manage\.py in `elsewhere`/.test(none.err)], [2, true]);
  });

  it('has nothing more to do the second time', async () => {
    const at = project();
    await inside(['migrate', '--yes'], { cwd: at });
    const before = all(at);
    const again = await inside(['migrate', '--yes'], { cwd: at });
    assert.equal(again.code, 0);
    assert.deepEqual(all(at), before);
  });

  it('prints the difference with --dry-run, and writes nothing but the report', async () => {
    const at = project();
    const before = all(at);
    const { code, out } = await inside(['migrate', '--dry-run', '--report', 'r.md'], { cwd: at });
    assert.equal(code, 0);
    assert.match(out, /^-FROM python:3\.12-alpine$/m);
    const { 'r.md': report, ...rest } = all(at);
    assert.deepEqual(rest, before);
    assert.match(report ?? '', /^# From uWSGI to uvicorn/);
  });

  it('stops where code calls uWSGI, with every place, and writes nothing', async () => {
    const at = project({
      'shop/tasks.py': 'import uwsgi\n\nuwsgi.log("x")\n',
      'shop/jobs.py': 'from uwsgidecorators import timer, spool\n',
      'shop/maybe.py': 'try:\n    import uwsgi\nexcept ImportError:\n    uwsgi = None\n',
      'shop/words.py': '# import uwsgi\ntext = "import uwsgi"\n',
    });
    const before = all(at);
    const { code, out, err } = await inside(['migrate', '--yes'], { cwd: at });
    assert.equal(code, 1);
    assert.equal(out, 'shop/jobs.py:1: from uwsgidecorators import timer, spool\nshop/tasks.py:1: import uwsgi\n');
    assert.match(err, /calls uWSGI itself/);
    assert.deepEqual(all(at), before);
  });

  it('names code that does without uWSGI in the report, and goes on', async () => {
    const at = project({ 'shop/maybe.py': 'try:\n    import uwsgi\nexcept ImportError:\n    uwsgi = None\n' });
    const { code } = await inside(['migrate', '--yes', '--report', 'r.md'], { cwd: at });
    assert.equal(code, 0);
    assert.match(read(at, 'r.md'), /^- shop\/maybe\.py:2: `import uwsgi`$/m);
  });

  it('asks one question in a terminal, and an empty line takes the answer in brackets', async () => {
    const at = project();
    const { code, err } = await inside(['migrate'], { cwd: at, isTTY: true, input: '2\n\n' });
    assert.equal(code, 0);
    assert.equal(err.match(/\?$/gm)?.length, 1);
    assert.match(read(at, 'Dockerfile'), /^CMD \["gunicorn", "shop\.wsgi:application"/m);
    assert.ok(!existsSync(join(at, 'shop/asgi.py')), 'WSGI needs no asgi.py');
  });

  it('shows what it would write before it does', async () => {
    const at = project();
    const before = all(at);
    const seen = await inside(['migrate', '--report', 'r.md'], { cwd: at, isTTY: true, input: '\nd\nn\n' });
    assert.equal(seen.code, 0);
    assert.match(seen.err, /^ {2}Dockerfile +exists: changed in \d+ places$/m);
    assert.match(seen.out, /^.*-FROM python:3\.12-alpine/m);
    assert.deepEqual(all(at), before);
    const ended = await inside(['migrate'], { cwd: at, isTTY: true, input: '1\n' });
    assert.equal(ended.code, 2);
    assert.deepEqual(all(at), before);
  });

  it('tells in a sentence what it cannot do, and writes nothing', async () => {
    const none = folder({ 'manage.py': manage, 'requirements.txt': 'django\n' });
    const without = await inside(['migrate', '--yes'], { cwd: none });
    assert.deepEqual([without.code, without.out], [2, '']);
    assert.match(without.err, /nothing to move was found/);
    const old = project({ 'requirements.txt': 'django==2.2.28\nuwsgi\n' });
    const asgi = await inside(['migrate', '--yes', '--to', 'uvicorn'], { cwd: old });
    assert.equal(asgi.code, 2);
    assert.match(asgi.err, /no ASGI, which came with 3\.0: move to gunicorn/);
    const detected = await inside(['migrate', '--yes'], { cwd: old });
    assert.equal(detected.code, 0);
    assert.match(read(old, 'Dockerfile'), /"gunicorn"/);
    const at = project({ 'notes.md': 'mine\n' });
    const before = all(at);
    const nobody = await inside(['migrate'], { cwd: at });
    assert.equal(nobody.code, 2);
    assert.match(nobody.err, /nobody to ask: add `--yes`/);
    const taken = await inside(['migrate', '--yes', '--report', 'notes.md'], { cwd: at });
    assert.equal(taken.code, 2);
    assert.match(taken.err, /`notes\.md` exists and is no report of ours/);
    const nowhere = await inside(['migrate', '--yes', '--report', 'no/where.md'], { cwd: at });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.err, /there is no folder for `no\/where\.md`/);
    const daphne = await inside(['migrate', '--yes', '--from', 'daphne'], { cwd: at });
    assert.equal(daphne.code, 2);
    assert.match(daphne.err, /nothing of Daphne was found/);
    assert.equal((await inside(['migrate', '--yes', 'nowhere'], { cwd: at })).code, 2);
    assert.deepEqual(all(at), before);
  });

  it('leaves a Dockerfile that it does not understand as it is, and writes one beside it', async () => {
    const theirs = 'FROM alpine:3.20\nRUN apk add --no-cache python3 py3-pip\nCOPY . /app\nWORKDIR /app\nCMD ["uwsgi", "uwsgi.ini"]\n';
    const at = project({ Dockerfile: theirs });
    const { code, out } = await inside(['migrate', '--yes'], { cwd: at });
    assert.equal(code, 0);
    assert.equal(read(at, 'Dockerfile'), theirs);
    assert.match(out, /^beside {4}Dockerfile\.new {2}\(Dockerfile stays as it is\)$/m);
    assert.match(out, /Dockerfile stayed as it is, because its base `alpine:3\.20` is Alpine, but no image of Python/);
    assert.match(read(at, 'Dockerfile.new'), /^CMD \["uvicorn"/m);
  });

  it('writes a report over one of its own', async () => {
    const at = project();
    writeFileSync(join(at, 'r.md'), '# From uWSGI to gunicorn\n\nold\n');
    const { code } = await inside(['migrate', '--yes', '--report', 'r.md'], { cwd: at });
    assert.equal(code, 0);
    assert.match(read(at, 'r.md'), /^# From uWSGI to uvicorn/);
  });

  it('explains itself', async () => {
    const { code, out } = await inside(['migrate', '--help'], { cwd: project() });
    assert.equal(code, 0);
    golden('help-migrate.txt', out);
  });
});
