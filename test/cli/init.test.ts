import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, drydockInTerminal, drydockUnprivileged, folder, golden, inside, removeFolders } from './cli.ts';

const manage =
  "import os\n\nfrom django.core.management import execute_from_command_line\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n";
const settings = `from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = 'django-insecure-x'  # keep it
DEBUG = True
ALLOWED_HOSTS = []
ROOT_URLCONF = 'shop.urls'
INSTALLED_APPS = ['django.contrib.staticfiles']
MIDDLEWARE = [
    'django.middleware.security.SecurityMiddleware',
    'django.middleware.common.CommonMiddleware',
]
STATIC_URL = 'static/'
`;
const project = (more: Readonly<Record<string, string>> = {}): string =>
  folder({
    'manage.py': manage,
    'shop/__init__.py': '',
    'shop/settings.py': settings,
    'shop/urls.py': 'from django.urls import path\n\nurlpatterns = []\n',
    'shop/asgi.py': 'application = None\n',
    'shop/wsgi.py': 'application = None\n',
    'requirements.txt': 'django==6.1.3\n',
    ...more,
  });
const read = (at: string, path: string): string => readFileSync(join(at, path), 'utf8');
/** Every file below a folder with its text. */
const all = (at: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (readdirSync(at, { recursive: true, withFileTypes: true }) as { isFile(): boolean; parentPath: string; name: string }[])
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(at.length + 1), readFileSync(path, 'utf8')]),
  );

describe('drydock init', () => {
  before(function () {
    this.timeout(60_000);
    build();
  });
  afterEach(removeFolders);

  it('writes container files, edits settings and URLs in place, and says what it did', async () => {
    const at = project();
    const { code, out } = await inside(['init', '--yes'], { cwd: at });
    assert.equal(code, 0);
    assert.match(out, /^new {7}Dockerfile$/m);
    assert.match(out, /^extended {2}requirements\.txt$/m);
    assert.match(out, /^changed {3}shop\/settings\.py$/m);
    assert.match(read(at, 'Dockerfile'), /^CMD \["uvicorn", "shop\.asgi:application"/m);
    assert.equal(read(at, 'requirements.txt'), 'django==6.1.3\n\nuvicorn[standard]\nwhitenoise[brotli]\n');
    const after = read(at, 'shop/settings.py');
    assert.match(after, /^SECRET_KEY = os\.environ\['SECRET_KEY'\] {2}# keep it$/m);
    assert.match(after, /SecurityMiddleware',\n {4}'whitenoise\.middleware\.WhiteNoiseMiddleware',\n/);
    assert.match(after, /^STATIC_URL = 'static\/'\nSTATIC_ROOT = BASE_DIR \/ 'staticfiles'\n/m);
    assert.match(read(at, 'shop/urls.py'), /urlpatterns = \[path\('healthz\/', healthz\)\]/);
  });

  it('finds nothing to complain about in what it wrote, and nothing more to do the second time', async () => {
    const at = project();
    await inside(['init', '--yes'], { cwd: at });
    const before = all(at);
    const { out } = await inside(['check', '.'], { cwd: at });
    assert.match(out, /^No problems/m);
    const again = await inside(['init', '--yes'], { cwd: at });
    assert.equal(again.code, 0);
    assert.deepEqual(all(at), before);
  });

  it('writes nothing with --dry-run', async () => {
    const at = project();
    const before = all(at);
    const { code, out } = await inside(['init', '--dry-run'], { cwd: at });
    assert.equal(code, 0);
    assert.match(out, /^\+FROM python:/m);
    assert.match(out, /^-DEBUG = True$/m);
    assert.deepEqual(all(at), before);
  });

  it('puts its file beside one that exists, and replaces it only when told to', async () => {
    const at = project({ Dockerfile: 'FROM mine\n' });
    const first = await inside(['init', '--yes'], { cwd: at });
    assert.match(first.out, /^beside {4}Dockerfile\.new {2}\(Dockerfile stays as it is\)$/m);
    assert.equal(read(at, 'Dockerfile'), 'FROM mine\n');
    const second = await inside(['init', '--yes', '--replace'], { cwd: at });
    assert.equal(second.code, 0);
    assert.match(read(at, 'Dockerfile'), /^FROM python:/m);
  });

  it('asks at most five questions, and an empty line takes the answer in brackets', async () => {
    const at = project();
    const { code, err } = await inside(['init'], { cwd: at, isTTY: true, input: '3\n\n\n2\n1\n\n' });
    assert.equal(code, 0);
    assert.equal(err.match(/\?$/gm)?.length, 5);
    assert.match(read(at, 'Dockerfile'), /^CMD \["gunicorn", "shop\.wsgi:application"/m);
    assert.match(read(at, 'compose.yaml'), /image: postgres:/);
    assert.ok(existsSync(join(at, 'deploy/kubernetes/app.yaml')));
  });

  it('shows what it would write before it does, and every line when asked', async () => {
    const at = project();
    const before = all(at);
    const seen = await inside(['init'], { cwd: at, isTTY: true, input: '\n\n\n\n\nwhat\nd\nq\n' });
    assert.equal(seen.code, 0);
    assert.match(seen.err, /^ {2}Dockerfile +new$/m);
    assert.match(seen.err, /^ {2}shop\/settings\.py +exists: changed in \d+ places$/m);
    assert.match(seen.err, /^.*nothing was written$/m);
    assert.match(seen.out, /^.*\+FROM python:/m);
    assert.deepEqual(all(at), before);
  });

  it('ends by itself in a real terminal', async () => {
    const at = project();
    const run = await drydockInTerminal(['init', at], '\n\n\n\n\n\n');
    assert.ok(run, 'script is needed to make a terminal');
    assert.equal(run.code, 0, run.out);
    assert.match(run.out, /new {7}Dockerfile/);
  }).timeout(30_000);

  it('writes nothing when the input ends before everything is answered', async () => {
    const at = project();
    const before = all(at);
    for (const input of ['', '\n\n', '\n\n\n\n\n']) {
      const { code, err } = await inside(['init'], { cwd: at, isTTY: true, input });
      assert.equal(code, 2);
      assert.match(err, /the input ended before everything was answered; nothing was written\n$/);
    }
    assert.deepEqual(all(at), before);
  });

  it('keeps what is no plain UTF-8 as it is: marks at the beginning stay, other texts stop it in a sentence', async () => {
    const marked = project({ 'shop/settings.py': `\ufeff${settings}` });
    assert.equal((await inside(['init', '--yes'], { cwd: marked })).code, 0);
    assert.match(read(marked, 'shop/settings.py'), /^\ufefffrom pathlib import Path\n/);
    assert.match(read(marked, 'shop/settings.py'), /SECRET_KEY = os\.environ/);
    const wide = project();
    writeFileSync(join(wide, 'requirements.txt'), Buffer.from('\ufeffdjango\r\n', 'utf16le'));
    const before = all(wide);
    const refused = await inside(['init', '--yes'], { cwd: wide });
    assert.equal(refused.code, 2);
    assert.match(refused.err, /`requirements\.txt` cannot be read: it is UTF-16 text; save it as UTF-8; nothing was written\n$/);
    assert.deepEqual(all(wide), before);
    const latin = project();
    const urls = Buffer.from('# caf\xe9\nurlpatterns = []\n', 'latin1');
    writeFileSync(join(latin, 'shop/urls.py'), urls);
    const { out, err } = await inside(['init', '--yes'], { cwd: latin });
    assert.match(err, /`shop\/urls\.py` cannot be checked: it is not UTF-8: line 1/);
    assert.match(out, /Add a view for \/healthz\/ .* the URLs of the project could not be read/);
    assert.deepEqual(readFileSync(join(latin, 'shop/urls.py')), urls);
  });

  it('says what stands where a file should go', async () => {
    const taken = project({ 'Dockerfile/notes.txt': '' });
    const first = await inside(['init', '--yes'], { cwd: taken });
    assert.deepEqual([first.code, /Dockerfile: There is a folder of that name; nothing was written/.test(first.err)], [2, true]);
    const file = project({ deploy: 'mine\n' });
    const second = await inside(['init', '--yes', '--kubernetes'], { cwd: file });
    assert.match(second.err, /deploy\/kubernetes\/app\.yaml: A file stands where its folder would be; nothing was written/);
    assert.ok(!existsSync(join(file, 'Dockerfile')));
  });

  it('serves static files alone with --only-static', async () => {
    const at = project();
    const { code } = await inside(['init', '--yes', '--only-static'], { cwd: at });
    assert.equal(code, 0);
    assert.ok(!existsSync(join(at, 'Dockerfile')));
    assert.match(read(at, 'shop/settings.py'), /WhiteNoiseMiddleware/);
    assert.match(read(at, 'shop/settings.py'), /^DEBUG = True$/m);
  });

  it('edits the settings module that is named', async () => {
    const at = folder({
      'manage.py': manage,
      'shop/__init__.py': '',
      'shop/settings.py': settings,
      'shop/settings_live.py': 'from .settings import *\nDEBUG = False\n',
    });
    const { code } = await inside(['init', '--yes', '--settings', 'shop.settings_live'], { cwd: at });
    assert.equal(code, 0);
    assert.match(read(at, 'Dockerfile'), /DJANGO_SETTINGS_MODULE=shop\.settings_live/);
    assert.match(read(at, 'shop/settings_live.py'), /WHITENOISE_MAX_AGE/);
    const wrong = await inside(['init', '--yes', '--settings', 'shop.live'], { cwd: at });
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /no settings module `shop\.live`; there are .*shop\.settings_live/);
  });

  it('tells in a sentence what it cannot do, and writes nothing', async () => {
    const none = folder({ 'readme.txt': '' });
    const without = await inside(['init', '--yes'], { cwd: none });
    assert.deepEqual([without.code, without.out], [2, '']);
    assert.match(without.err, /no manage\.py was found/);
    const two = folder({ 'a/manage.py': manage, 'b/manage.py': manage, 'a/shop/settings.py': settings, 'b/shop/settings.py': settings });
    const several = await inside(['init', '--yes'], { cwd: two });
    assert.equal(several.code, 2);
    assert.match(several.err, /several Django projects \(a, b\).*--project/);
    const elsewhere = await inside(['init', '--yes', '--project', 'c'], { cwd: two });
    assert.match(elsewhere.err, /no manage\.py in `c`; there is one in a, b\n/);
    const at = project();
    const before = all(at);
    const senseless = await inside(['init', '--yes', '--server', 'waitress', '--static', 'supervisord'], { cwd: at });
    assert.equal(senseless.code, 2);
    assert.match(senseless.err, /are for uWSGI/);
    const nobody = await inside(['init'], { cwd: at });
    assert.equal(nobody.code, 2);
    assert.match(nobody.err, /nobody to ask: add `--yes`/);
    for (const [flag, value] of [
      ['--port', '99999'],
      ['--port', '80.5'],
      ['--port', '8e3'],
      ['--python', '2.7'],
    ] as const) {
      const wrong = await inside(['init', '--yes', flag, value], { cwd: at });
      assert.equal(wrong.code, 2, flag);
    }
    assert.equal((await inside(['init', '--yes', 'nowhere'], { cwd: at })).code, 2);
    assert.deepEqual(all(at), before);
  });

  it('leaves settings that Python would refuse as they are, and says what is left to do', async () => {
    const at = project({ 'shop/settings.py': 'MIDDLEWARE = [\n' });
    const { code, out } = await inside(['init', '--yes'], { cwd: at });
    assert.equal(code, 0);
    assert.match(out, /Left to do:\n- The settings were left as they are: line 2 of shop\/settings\.py is no valid Python\./);
    assert.equal(read(at, 'shop/settings.py'), 'MIDDLEWARE = [\n');
  });

  it('takes everything back when a file cannot be written', () => {
    const at = project();
    mkdirSync(join(at, 'deploy'));
    chmodSync(join(at, 'shop/settings.py'), 0o444);
    for (const path of ['', 'shop', 'deploy']) chmodSync(join(at, path), 0o777);
    for (const path of ['shop/urls.py', 'requirements.txt']) chmodSync(join(at, path), 0o666);
    const before = all(at);
    const run = drydockUnprivileged(['init', '--yes', '--kubernetes', at], at);
    assert.ok(run, 'setpriv is needed to become another user');
    assert.equal(run.code, 2);
    assert.match(run.err, /shop\/settings\.py: It is read-only; nothing was written/);
    assert.deepEqual(all(at), before);
  });

  it('notices a file that has appeared meanwhile', async () => {
    const at = project();
    const { applyPlan } = await import('../../server/src/cli/apply.ts');
    writeFileSync(join(at, 'b'), 'theirs');
    const failed = await applyPlan(at, [
      { path: 'new/a', state: 'new', before: undefined, after: 'ours' },
      { path: 'b', state: 'new', before: undefined, after: 'ours' },
    ]);
    assert.match(failed ?? '', /^b: It has appeared meanwhile; .*nothing was written$/);
    assert.ok(!existsSync(join(at, 'new')));
    assert.equal(read(at, 'b'), 'theirs');
  });

  it('explains itself', async () => {
    const { code, out } = await inside(['init', '--help'], { cwd: project() });
    assert.equal(code, 0);
    golden('help-init.txt', out);
  });
});
