// The real nginx against what our rules say of it: which location answers, which file is looked for, which host is sent.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nginx } from '../../../server/src/languages/nginx/index.ts';
import { locationFor } from '../../../server/src/rules/reading/nginx-locations.ts';
import { at } from '../../support/project.ts';

let passed = 0;
let failed = 0;
const expect = (what: string, found: string, wanted: string): void => {
  if (found === wanted) passed++;
  else {
    failed++;
    console.error(`${what}: nginx says «${found}», we say «${wanted}»`);
  }
};

/** Sets of locations; each answers with its number. */
const sets: readonly (readonly string[])[] = [
  ['/', '/static/'],
  ['/', '/static/', '/static/admin/'],
  ['/', '/static'],
  ['/static/', '= /static/a.css', '/'],
  ['/', '^~ /static/', '~ \\.css$'],
  ['/', '/static/', '~ \\.css$'],
  ['/', '/static/', '~* \\.CSS$', '~ ^/other/'],
  ['/', '~ ^/(?:static|media)/', '/static/'],
  ['/', '~ "^/static/(?<file>.+\\.[0-9a-f]{12}\\.[^/]+)$"', '/static/'],
  ['/api/'],
];
const paths = ['/', '/static/a.css', '/static/admin/x.js', '/static', '/statica.css', '/other/a.css', '/static/a.0123456789ab.css'];

const get = (port: number, path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> =>
  new Promise((done, wrong) => {
    request({ port, path, headers, host: '127.0.0.1' }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => {
        text += part.toString();
      });
      answer.on('end', () => done(answer.statusCode === 200 ? text.trim() : String(answer.statusCode)));
    })
      .on('error', wrong)
      .end();
  });

const main = async (): Promise<void> => {
  const version = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  if (version.error) {
    console.log(`nginx was not asked: ${version.error.message}`);
    console.log(`0 passed, 0 failed, ${sets.length * paths.length + 7} skipped`);
    return;
  }
  const home = mkdtempSync(join(tmpdir(), 'drydock-nginx-'));
  // The workers of nginx run as another user.
  chmodSync(home, 0o755);
  mkdirSync(join(home, 'static'));
  writeFileSync(join(home, 'static/a.css'), 'style');
  writeFileSync(join(home, 'beside.txt'), 'beside');
  const behind = createServer((asked, answer) => answer.end(asked.headers.host ?? '')).listen(0, '127.0.0.1');
  await new Promise((done) => behind.once('listening', done));
  const app = (behind.address() as AddressInfo).port;
  const first = 21_000 + Math.floor(Math.random() * 20_000);
  const texts = sets.map((set, i) => {
    const locations = set.map((one, number) => `  location ${one} { default_type text/plain; return 200 "${number}"; }`);
    return `server {\n  listen 127.0.0.1:${first + i};\n  root ${home}/none;\n${locations.join('\n')}\n}\n`;
  });
  const last = first + sets.length;
  const places = `server {
  listen 127.0.0.1:${last};
  location /open/ { alias ${home}/static; }
  location /shut/ { alias ${home}/static/; }
  location /wide { alias ${home}/static/; }
  location /static/ { root ${home}/static; }
  location /static/fine/ { alias ${home}/static/; }
  location /named/ { proxy_pass http://app_server; }
  location /told/ { proxy_set_header Host $http_host; proxy_pass http://app_server; }
}`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home}/${name};`).join(' ');
  writeFileSync(
    join(home, 'nginx.conf'),
    `daemon off; pid ${home}/pid; error_log ${home}/error.log;\nevents {}\nhttp { access_log off; ${temporary}\nupstream app_server { server 127.0.0.1:${app}; }\n${texts.join('')}${places}\n}\n`,
  );
  const server = spawn('nginx', ['-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')], { stdio: 'inherit' });
  try {
    for (let tries = 0; tries < 50; tries++) {
      const up = await get(last, '/').then(
        () => true,
        () => false,
      );
      if (up) break;
      await new Promise((done) => setTimeout(done, 100));
    }
    for (const [i, set] of sets.entries()) {
      const parsed = nginx.parse({ uri: at('nginx.conf'), kind: 'nginx', version: 1, text: texts[i] ?? '' });
      const [block] = nginx.facts(parsed).servers;
      for (const path of paths) {
        const found = block && locationFor(block, path);
        const answer = await get(first + i, path);
        // Where we do not know, nothing is claimed; but then an expression has to be there, or no location at all.
        if (!found) {
          const maybe = set.some((one) => one.startsWith('~')) || answer === '404';
          expect(`${set.join(' | ')} for ${path} is not known`, maybe ? 'open' : answer, 'open');
        } else expect(`${set.join(' | ')} for ${path}`, answer, String(block.locations.indexOf(found)));
      }
    }
    expect('an alias without a slash', await get(last, '/open/a.css'), '404');
    expect('an alias with a slash', await get(last, '/shut/a.css'), 'style');
    expect('a location without a slash gives away what lies beside', await get(last, '/wide../beside.txt'), 'beside');
    expect('root has the path behind it', await get(last, '/static/a.css'), '404');
    expect('alias in its place', await get(last, '/static/fine/a.css'), 'style');
    expect('the host of proxy_pass', await get(last, '/named/', { host: 'www.example.com' }), 'app_server');
    expect('the host that was asked for', await get(last, '/told/', { host: 'www.example.com:81' }), 'www.example.com:81');
  } finally {
    server.kill();
    behind.close();
    rmSync(home, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
};

await main();
