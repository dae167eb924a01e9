// Which variables of an image what is known of a deployment hangs on: those that somebody asked for.
import assert from 'node:assert/strict';
import type { Deployment } from '../../../server/src/project/deployment/deployment.ts';
import { deploymentsOf } from '../../../server/src/project/deployment/deployments.ts';
import type { Project } from '../../../server/src/project/project.ts';
import { at } from '../../support/project.ts';
import { opened, put } from '../../support/reopened.ts';

const dockerfile = (lines: string) =>
  `FROM python:3.13-slim\nWORKDIR /app\nRUN pip install django gunicorn\nCOPY . .\n${lines}CMD ["sh", "-c", "gunicorn shop.wsgi -b :$BIND"]\n`;

const files = {
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
  'shop/__init__.py': '',
  'shop/wsgi.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = 1\n',
  'shop/settings.py': 'import os\nCACHE = os.environ.get("CACHE_HOST")\n',
};

/** A project whose Dockerfile says one thing after the other, all in one workspace; `look` is done with each deployment. */
const through = (texts: readonly string[], look: (deployment: Deployment) => unknown): readonly Deployment[] => {
  const workspace = opened(new Map(Object.entries({ ...files, Dockerfile: texts[0] ?? '' })));
  return texts.map((text, version) => {
    workspace.apply([put('Dockerfile', text, version + 1)]);
    const [only, ...more] = deploymentsOf(workspace.now.project(at('Dockerfile')) as Project);
    assert.ok(only && more.length === 0);
    look(only);
    return only;
  });
};
const isSaidTheSame = ([one, other]: readonly Deployment[]): boolean => one?.said === other?.said;

describe('variables of an image', () => {
  const all = ({ view, server }: Deployment) => [view?.get('CACHE'), server?.listens];

  it('count where somebody asked for them: settings, a command, rules', () => {
    for (const name of ['CACHE_HOST', 'BIND', 'DJANGO_SETTINGS_MODULE'])
      assert.ok(!isSaidTheSame(through([dockerfile(`ENV ${name}=a\n`), dockerfile(`ENV ${name}=b\n`)], all)), name);
    const asking = ({ environment }: Deployment) => environment.get('OTHER');
    assert.ok(!isSaidTheSame(through([dockerfile(''), dockerfile('ENV OTHER=b\n')], asking)));
    assert.ok(!isSaidTheSame(through([dockerfile('ENV OTHER=b\n'), dockerfile('')], asking)));
  });

  it('do not count where nobody did, nor where they say the same at another place', () => {
    assert.ok(isSaidTheSame(through([dockerfile(''), dockerfile('ENV OTHER=b\n')], all)));
    assert.ok(isSaidTheSame(through([dockerfile('ENV OTHER=a\n'), dockerfile('ENV OTHER=b\n')], all)));
    assert.ok(isSaidTheSame(through([dockerfile('ENV CACHE_HOST=a\n'), dockerfile('ENV OTHER=b CACHE_HOST=a\n')], all)));
    assert.ok(isSaidTheSame(through([dockerfile(''), dockerfile('ARG CACHE_HOST=b\n')], all)));
  });

  it('that the settings read count for all deployments that set the same, and are read as they are now', () => {
    const seen: unknown[] = [];
    const look = (deployment: Deployment) => seen.push(deployment.view?.get('CACHE')?.value);
    through(['ENV CACHE_HOST=a\n', '', 'ENV CACHE_HOST=b\n', 'ENV CACHE_HOST=a\n'].map(dockerfile), look);
    assert.deepEqual(
      seen.map((value) => JSON.stringify(value)).map((text) => /"([ab])"/.exec(text ?? '')?.[1]),
      ['a', undefined, 'b', 'a'],
    );
    // The same world a second time.
    const [first, second, third] = through(
      [dockerfile('ENV CACHE_HOST=a\n'), dockerfile('ENV CACHE_HOST=b\n'), dockerfile('ENV CACHE_HOST=a\n')],
      all,
    );
    assert.ok(first?.said !== second?.said && second?.said !== third?.said);
  });
});
