import assert from 'node:assert/strict';
import { drawing } from '../../../server/src/features/deployment/drawing.ts';
import { tell } from '../../../server/src/features/deployment/told.ts';
import { relative } from '../../../server/src/text/uri.ts';
import { projectOf, root } from '../../support/project.ts';
import { sample } from './sample.ts';

const told = (files: Readonly<Record<string, string>>) => tell(projectOf(files), (uri) => relative(root, uri));

describe('deployments in words', () => {
  it('say every fact with its file and line', () => {
    const [web, ...others] = told(sample);
    assert.equal(others.length, 0);
    assert.deepEqual(web, {
      name: 'web',
      declaredBy: 'compose',
      purpose: 'unknown',
      role: 'web',
      at: { path: 'compose.yaml', line: 2 },
      dockerfile: { value: 'Dockerfile', at: { path: 'Dockerfile', line: 7 } },
      stage: { value: 'app', at: { path: 'Dockerfile', line: 7 } },
      settings: { value: 'shop.settings', at: { path: 'Dockerfile', line: 9 } },
      user: { value: '1000', at: { path: 'Dockerfile', line: 12 } },
      server: {
        kind: { value: 'uvicorn', at: { path: 'Dockerfile', line: 13 } },
        target: { value: 'shop.asgi:application', at: { path: 'Dockerfile', line: 13 } },
        host: { value: '0.0.0.0', at: { path: 'Dockerfile', line: 13 } },
        port: { value: 8000, at: { path: 'Dockerfile', line: 13 } },
        socket: null,
        workers: { value: 4, at: { path: 'Dockerfile', line: 13 } },
      },
      static: {
        url: { value: '/static/', at: { path: 'shop/settings.py', line: 7 } },
        root: { value: '/app/staticfiles', at: { path: 'shop/settings.py', line: 8 } },
        collectedBy: [{ value: 'build', stage: 'build', at: { path: 'Dockerfile', line: 6 } }],
        servedBy: [{ value: 'whitenoise', prefix: null, folder: null, at: { path: 'shop/settings.py', line: 6 } }],
      },
      ports: [
        { value: 8000, role: 'published', outside: 8080, at: { path: 'compose.yaml', line: 10 } },
        { value: 8000, role: 'expose', outside: null, at: { path: 'Dockerfile', line: 11 } },
        { value: 8000, role: 'listen', outside: null, at: { path: 'Dockerfile', line: 13 } },
        { value: 8000, role: 'healthcheck', outside: null, at: { path: 'compose.yaml', line: 12 } },
      ],
      probes: [
        { value: 'command', by: 'compose', path: '/healthz/', port: 8000, host: 'localhost', at: { path: 'compose.yaml', line: 11 } },
      ],
      proxies: [],
    });
  });

  it('are drawn as the ways of a request, a static file and a probe', () => {
    const [web] = told(sample);
    assert.deepEqual(web && drawing(web), [
      'request --> uvicorn, 4 workers, on 0.0.0.0:8000 (Dockerfile:13) --> shop.asgi:application',
      'static  --> WhiteNoise (shop/settings.py:6) <-- collectstatic in stage build (Dockerfile:6)',
      'probe   --> a command that asks for /healthz/ on port 8000 (compose.yaml:11)',
    ]);
  });

  it('say that a value is decided at run time, and leave out what nobody says', () => {
    const [web] = told({
      ...sample,
      Dockerfile: sample.Dockerfile.replace('"--workers", "4"', '"--workers", "$WORKERS"').replace(
        /CMD \[(.*)\]/,
        (_, words: string) => `CMD ${words.replaceAll(/[",]/g, '')}`,
      ),
      'compose.yaml': 'services:\n  web:\n    build: .\n',
    });
    assert.deepEqual(web?.server?.workers, { value: null, at: { path: 'Dockerfile', line: 13 } });
    assert.deepEqual(web?.probes, []);
    assert.equal(web?.static.collectedBy.length, 1);
  });

  it('are none for a project that starts nothing', () => {
    assert.deepEqual(told({ 'manage.py': sample['manage.py'], 'requirements.txt': 'django\n' }), []);
  });
});
