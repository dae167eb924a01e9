import assert from 'node:assert/strict';
import { sample } from '../features/deployment/sample.ts';
import { build, drydock, folder, golden, removeFolders } from './cli.ts';

describe('drydock describe', () => {
  before(function () {
    this.timeout(60_000);
    build();
  });
  after(removeFolders);

  it('draws each deployment for people', () => {
    const cwd = folder(sample);
    const { code, out, err } = drydock(['describe'], { cwd });
    assert.equal(err, '');
    assert.equal(code, 0);
    const found = /^ {2}found {3}--> (?:.* in its files: see `drydock check`|nothing wrong in its files)\n/m;
    assert.match(out, found);
    assert.equal(
      out.replace(found, ''),
      [
        'web compose.yaml:2, compose',
        '  image   --> Dockerfile, stage app (Dockerfile:7)',
        '  loads   --> shop.settings (Dockerfile:9)',
        '  request --> uvicorn, 4 workers, on 0.0.0.0:8000 (Dockerfile:13) --> shop.asgi:application',
        '  static  --> WhiteNoise (shop/settings.py:6) <-- collectstatic in stage build (Dockerfile:6)',
        '  probe   --> a command that asks for /healthz/ on port 8000 (compose.yaml:11)',
        '',
      ].join('\n'),
    );
  });

  it('prints JSON with the file and line of every fact, seen from where it was asked', () => {
    const cwd = folder(Object.fromEntries(Object.entries(sample).map(([path, text]) => [`site/${path}`, text])));
    const { code, out } = drydock(['describe', 'site', '--format', 'json'], { cwd });
    assert.equal(code, 0);
    const { version, deployments } = JSON.parse(out) as { version: number; deployments: Record<string, unknown>[] };
    assert.equal(version, 1);
    assert.equal(deployments.length, 1);
    assert.deepEqual(Object.keys(deployments[0] ?? {}), [
      'name',
      'declaredBy',
      'purpose',
      'role',
      'at',
      'dockerfile',
      'stage',
      'settings',
      'user',
      'server',
      'static',
      'ports',
      'probes',
      'proxies',
    ]);
    assert.deepEqual(deployments[0]?.['dockerfile'], { value: 'site/Dockerfile', at: { path: 'site/Dockerfile', line: 7 } });
  });

  it('says that there is nothing, and how a folder is named', () => {
    const cwd = folder({ 'notes.txt': '', 'uwsgi.ini': '[uwsgi]\n' });
    const nothing = drydock(['describe'], { cwd });
    assert.deepEqual([nothing.code, nothing.out], [0, '']);
    assert.match(nothing.err, /nothing in `\.` starts Django/);
    assert.deepEqual(JSON.parse(drydock(['describe', '--format=json'], { cwd }).out), { version: 1, deployments: [] });
    const file = drydock(['describe', 'notes.txt'], { cwd });
    assert.equal(file.code, 2);
    assert.match(file.err, /`notes\.txt` is a file/);
    assert.match(drydock(['describe', 'nowhere'], { cwd }).err, /there is no folder `nowhere`/);
  });

  it('explains itself', () => golden('help-describe.txt', drydock(['describe', '--help'], { cwd: '/' }).out));
});
