// Proof that a move is real: the sample test/samples/old-shop is served by the real uWSGI and nginx, moved by one command, and
// served again by the real uvicorn, or gunicorn, and nginx. All are asked the same, and the answers are compared. `moved.ts image`
// builds the moved Dockerfile instead, and runs its container.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { targets } from '../../../server/src/knowledge/moving/tables.ts';
import { parse } from '../../../server/src/languages/dockerfile/parse.ts';
import type { SourceFile } from '../../../server/src/text/file.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';
import { endAll as endContainers, images, unable as noImages, start as startImage } from './container.ts';
import { environment, run } from './project.ts';

const root = join(fileURLToPath(import.meta.url), '../../../..');
const scratch = join(tmpdir(), 'drydock-proof');
const sample = join(root, 'test/samples/old-shop');

/** The newest release with wheels, and the Django that the sample pins. */
const before = ['django==5.2.8', 'pyuwsgi==2.0.30.post1'];

/** Why this machine cannot do it; undefined when it can. nginx is installed with apt-get where we are root. */
const unable = (): string | undefined => {
  if (process.platform === 'win32') return 'uWSGI does not run on Windows';
  const works = (program: string, ...words: readonly string[]) =>
    spawnSync(program, words, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  if (!works('nginx', '-v') && process.platform === 'linux' && process.getuid?.() === 0 && works('apt-get', '--version')) {
    const install = () => works('apt-get', 'install', '-y', '-q', '--no-install-recommends', 'nginx-light');
    if (!install() && works('apt-get', 'update', '-q')) install();
  }
  if (!works('nginx', '-v')) return 'nginx is not installed, and could not be installed';
  return works('python3', '--version') ? undefined : 'there is no python3';
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Question {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const ask = (port: number, { path, method = 'GET', headers = {}, body }: Question): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, path, method, headers: { host: 'localhost', ...headers }, timeout: 20_000 },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString('latin1') }),
        );
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer to ${path}`)));
    call.on('error', reject);
    call.end(body);
  });

const questions: Readonly<Record<string, Question>> = {
  'the page': { path: '/' },
  'the page by HEAD': { path: '/', method: 'HEAD' },
  'a page with a query': { path: '/about/?from=b%C3%A9ta&x=1' },
  'a slash that Django appends': { path: '/about' },
  'a redirect of Django': { path: '/old-page/' },
  'a redirect to an absolute address': { path: '/to-home/' },
  'a redirect of nginx': { path: '/very-old/' },
  'a page that is not there': { path: '/nowhere/' },
  'a page that breaks': { path: '/broken/' },
  'a host that is not allowed': { path: '/', headers: { host: 'evil.example' } },
  'what Django sees': { path: '/seen/?a=1&b=%2F', headers: { 'user-agent': 'proof', 'accept-language': 'nl' } },
  'what Django sees of HTTPS at a load balancer': { path: '/seen/', headers: { 'x-forwarded-proto': 'https' } },
  'a path with letters of its own': { path: '/caf%C3%A9/' },
  'a form': {
    path: '/send/',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'name=Anna&town=Delft',
  },
  'a large body': { path: '/send/', method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: 'x'.repeat(1_000_000) },
  'a body larger than nginx takes': {
    path: '/send/',
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: 'x'.repeat(6_000_000),
  },
  'many headers': { path: '/seen/', headers: { cookie: `long=${'c'.repeat(6000)}` } },
  'an answer in pieces': { path: '/stream/' },
  'a session': { path: '/visits/' },
  'an upload': { path: '/media/cover.txt' },
  'an upload that is not there': { path: '/media/none.txt' },
  'a static file': { path: '/static/pages/site.css' },
  'a static file by HEAD': { path: '/static/pages/site.css', method: 'HEAD' },
  'another static file': { path: '/static/pages/logo.svg' },
  'a static file that is not there': { path: '/static/pages/none.css' },
};

/** Headers that carry no promise: the moment, the program, the connection. */
const passing = /^(?:date|server|connection|keep-alive|transfer-encoding|content-length|etag|expires|last-modified)$/;

/** What must be the same; a session is signed with the moment. */
const comparable = ({ status, headers, body }: Answer) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !passing.test(name))
      .map(([name, value]) => [
        name,
        name === 'set-cookie'
          ? String(value)
              .replace(/=[^;]*/, '=…')
              .replace(/expires=[^;]*/, 'expires=…')
          : String(value),
      ]),
  ),
  // The stylesheet has its hash in its name now: that is how it is kept for good.
  body: body.replace(/(\/static\/pages\/\w+)\.[0-9a-f]{12}\./g, '$1.'),
});

const processes: ChildProcess[] = [];

/** Starts a program; what it prints is told when it ends before it is told to. */
const start = (program: string, words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): { output(): string } => {
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr.on('data', (part: Buffer) => (output += part.toString()));
  child.on('error', (error) => (output += String(error)));
  processes.push(child);
  return { output: () => output };
};

/** Ends all that was started; gives their exit codes. */
const endAll = async (): Promise<readonly (number | string | null)[]> =>
  Promise.all(
    processes.splice(0).map(
      (child) =>
        new Promise<number | string | null>((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode ?? child.signalCode);
          const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
          child.on('exit', (code, signal) => {
            clearTimeout(late);
            resolve(code ?? signal);
          });
          child.kill('SIGTERM');
        }),
    ),
  );

interface Site {
  /** The folder of the project, which stands for /app. */
  readonly folder: string;
  readonly bin: string;
  readonly app: number;
  readonly front: number;
}

/** Paths and ports of the containers as they are on this machine. */
const here = ({ folder, app, front }: Site, text: string): string =>
  text
    .replaceAll('/etc/shop/', `${folder}/deploy/`)
    .replaceAll('/srv/media/', `${folder}/media/`)
    .replaceAll('/app', folder)
    .replaceAll('app:3031', `127.0.0.1:${app}`)
    .replaceAll('0.0.0.0:3031', `127.0.0.1:${app}`)
    .replace('listen 80;', `listen 127.0.0.1:${front};`);

/** What the image of the Dockerfile does: its variables, the commands that are Python's, and the command it starts. */
const imageOf = (site: Site): { readonly env: NodeJS.ProcessEnv; readonly builds: readonly string[]; readonly cmd: readonly string[] } => {
  const text = readFileSync(join(site.folder, 'Dockerfile'), 'utf8');
  const file: SourceFile = { uri: uriOfPath('/Dockerfile'), kind: 'dockerfile', version: 1, text };
  const env: NodeJS.ProcessEnv = {};
  const builds: string[] = [];
  let cmd: readonly string[] = [];
  for (const { name, pairs, command, line, body } of parse(file).tree.instructions) {
    if (name === 'ENV') for (const pair of pairs) env[pair.name.text] = pair.value?.text ?? '';
    const own = line.text.slice(body.from, body.to);
    if (name === 'RUN' && own.includes('manage.py')) builds.push(own);
    if (name === 'CMD' && command?.form === 'exec') cmd = command.words.map((word) => word.text);
  }
  return { env, builds, cmd };
};

/** Builds and starts what the files of a folder say, and asks everything. */
const serve = async (site: Site): Promise<Readonly<Record<string, Answer>>> => {
  const { folder, bin, app, front } = site;
  const image = imageOf(site);
  const env = {
    ...process.env,
    ...image.env,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    SECRET_KEY: 'only-for-this-proof-0123456789',
    ALLOWED_HOSTS: 'localhost',
  };
  for (const line of image.builds) run('sh', ['-c', line], { cwd: folder, env });
  const ini = join(folder, 'deploy/uwsgi.ini');
  if (existsSync(ini)) writeFileSync(ini, here(site, readFileSync(ini, 'utf8')));
  const [program = '', ...words] = image.cmd.map((word) => (word === '3031' ? String(app) : here(site, word)));
  const server = start(program, words, folder, env);
  const conf = join(folder, 'nginx');
  mkdirSync(conf, { recursive: true });
  const params = ['/etc/nginx/uwsgi_params', '/usr/local/etc/nginx/uwsgi_params', '/opt/homebrew/etc/nginx/uwsgi_params'].find(existsSync);
  if (params) copyFileSync(params, join(conf, 'uwsgi_params'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${conf}/${name};`).join('\n');
  writeFileSync(
    join(conf, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;\n' : ''}daemon off;\npid ${conf}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\n  types { text/css css; text/plain txt; image/svg+xml svg; }\n  access_log off;\n${temporary}\n${here(site, readFileSync(join(folder, 'deploy/nginx/default.conf'), 'utf8'))}\n}\n`,
  );
  const proxy = start('nginx', ['-c', join(conf, 'nginx.conf'), '-p', conf, '-e', 'stderr'], folder, env);
  for (let tries = 0; ; tries++) {
    const found = await ask(front, { path: '/' }).catch(() => undefined);
    if (found?.status === 200) break;
    if (tries > 150) throw new Error(`nothing serves in ${folder}:\n${server.output()}\n${proxy.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const answers: Record<string, Answer> = {};
  for (const [name, question] of Object.entries(questions)) answers[name] = await ask(front, question);
  // The same file by the name that the page gives it, and only if it is newer than it is.
  const named = /href="([^"]+\.css)"/.exec(answers['the page']?.body ?? '')?.[1] ?? '';
  answers['the stylesheet of the page'] = await ask(front, { path: named });
  const modified = answers['a static file']?.headers['last-modified'];
  answers['a static file that is known'] = await ask(front, {
    path: '/static/pages/site.css',
    headers: { 'if-modified-since': modified ?? '' },
  });
  return answers;
};

const isStatic = (name: string): boolean => /static|stylesheet/.test(name);
const secondsOf = ({ headers }: Answer): number => Number(/max-age=(\d+)/.exec(String(headers['cache-control']))?.[1] ?? Number.NaN);
/** How long browsers may keep an answer of uWSGI, which says it by the moment it ends. */
const lastsFor = ({ headers }: Answer): number => (Date.parse(String(headers.expires)) - Date.parse(String(headers.date))) / 1000;

let passed = 0;
let failed = 0;
const judge = (name: string, test: () => void): void => {
  try {
    test();
    passed++;
  } catch (error) {
    failed++;
    console.log(`  ✘ ${name}\n${error instanceof Error ? error.message : String(error)}`);
  }
};

const compare = (to: string, old: Readonly<Record<string, Answer>>, now: Readonly<Record<string, Answer>>): void => {
  const check = (name: string, test: () => void) => judge(`${to}: ${name}`, test);
  for (const [name, answer] of Object.entries(old)) {
    const other = now[name];
    if (!other) {
      check(name, () => assert.fail('it was not asked afterwards'));
      continue;
    }
    if (!isStatic(name) || answer.status === 404) check(name, () => assert.deepEqual(comparable(other), comparable(answer)));
    else if (answer.status !== 200) check(name, () => assert.deepEqual([other.status, other.body], [answer.status, answer.body]));
    else
      check(name, () => {
        assert.equal(other.status, 200);
        assert.equal(other.body.replace(/logo\.[0-9a-f]{12}\./g, 'logo.'), answer.body, 'the same bytes, but for names with a hash');
        assert.equal(String(other.headers['content-type']).split(';')[0], String(answer.headers['content-type']).split(';')[0]);
        assert.ok(other.headers['last-modified'], 'it says when it was changed');
      });
  }
  const file = (answers: Readonly<Record<string, Answer>>, name: string): Answer => answers[name] as Answer;
  check('static files are kept as long as before', () => {
    assert.equal(lastsFor(file(old, 'a static file')), 3600);
    assert.equal(secondsOf(file(now, 'a static file')), 3600);
  });
  check('what the page names is kept for good', () => {
    assert.match(String(file(now, 'the stylesheet of the page').headers['cache-control']), /max-age=315360000, public, immutable/);
  });
};

/** Builds the Dockerfile of the moved sample and runs its container; the base is the one that the other proofs have. */
const inContainer = async (folder: string): Promise<void> => {
  const why = noImages();
  if (why !== undefined) {
    console.error(`SKIPPED, the container of the moved set-up: ${why}`);
    console.log('0 passed, 0 failed, 1 skipped');
    return;
  }
  cpSync(sample, folder, { recursive: true });
  const file = join(folder, 'Dockerfile');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^FROM python:3\.12-alpine3\.20/, 'FROM python:3.13-alpine'));
  run(process.execPath, ['--import', 'tsx', join(root, 'server/src/cli/bin.ts'), 'migrate', '--yes', folder], { cwd: root });
  images('base', '3.13', 'trixie');
  images('build', 'localhost/proof-moved:latest', folder);
  try {
    const container = startImage('localhost/proof-moved:latest', {
      SECRET_KEY: 'only-for-this-proof-0123456789',
      ALLOWED_HOSTS: 'localhost',
    });
    for (let tries = 0; tries < 100 && !(await ask(3031, { path: '/' }).catch(() => undefined)); tries++)
      await new Promise((resolve) => setTimeout(resolve, 200));
    const page = await ask(3031, { path: '/' });
    judge('the page of the container', () => assert.equal(page.status, 200, container.logs()));
    const css = await ask(3031, { path: '/static/pages/site.css' });
    judge('static files of the container', () => assert.match(String(css.headers['cache-control']), /max-age=3600/));
    judge('its health check', () => assert.equal(container.health(), 0));
    const { code, milliseconds } = container.stop(20);
    judge('its end', () => assert.ok(code === 0 && milliseconds < 15_000, `${code} after ${milliseconds} ms\n${container.logs()}`));
  } finally {
    endContainers();
  }
  console.log(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
};

const main = async (): Promise<void> => {
  const why = unable();
  const count = targets.length * (Object.keys(questions).length + 5);
  if (why !== undefined) {
    console.error(`SKIPPED, the old set-up before and after its move: ${why}`);
    console.log(`0 passed, 0 failed, ${count} skipped`);
    return;
  }
  const from = performance.now();
  const bin = environment(join(scratch, 'moved'), 'python3', [...before, 'uvicorn[standard]', 'gunicorn', 'whitenoise[brotli]']);
  const folder = mkdtempSync(join(tmpdir(), 'drydock-moved-'));
  try {
    const ports = { app: await freePort(), front: await freePort() };
    const old: Site = { folder: join(folder, 'uwsgi'), bin, ...ports };
    cpSync(sample, old.folder, { recursive: true });
    const first = await serve(old);
    await endAll();
    for (const to of targets) {
      const now: Site = { folder: join(folder, to), bin, ...ports };
      cpSync(sample, now.folder, { recursive: true });
      const words = ['migrate', '--yes', '--to', to, '--report', join(folder, `${to}.md`), now.folder];
      run(process.execPath, ['--import', 'tsx', join(root, 'server/src/cli/bin.ts'), ...words], { cwd: root });
      // The files of uWSGI may go, as the report says.
      for (const name of ['uwsgi.ini', 'base.ini']) rmSync(join(now.folder, 'deploy', name));
      run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', join(now.folder, 'requirements.txt')]);
      compare(to, first, await serve(now));
      const [server] = await endAll();
      judge(`${to}: it ends when it is told to`, () => assert.equal(server, 0));
    }
    console.log(
      `${Object.keys(first).length} answers of uWSGI compared with ${targets.join(' and ')} in ${((performance.now() - from) / 1000).toFixed(1)} s`,
    );
  } finally {
    await endAll();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
};

if (process.argv[2] === 'image') {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-moved-'));
  await inContainer(join(folder, 'shop')).finally(() => rmSync(folder, { recursive: true, force: true }));
} else await main();
