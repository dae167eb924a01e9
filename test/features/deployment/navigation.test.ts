// From each half of a join to the other one.
import assert from 'node:assert/strict';
import { complete } from '../../../server/src/features/complete.ts';
import { definition } from '../../../server/src/features/definition.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { references } from '../../../server/src/features/references.ts';
import { refusal, rename, renameable } from '../../../server/src/features/rename.ts';
import type { AnyParsed } from '../../../server/src/languages/language.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { lineAt, linesOf } from '../../../server/src/text/lines.ts';
import type { Location } from '../../../server/src/text/span.ts';
import { relative } from '../../../server/src/text/uri.ts';
import { readCursor } from '../../support/cursor.ts';
import { at, knowledge, projectOf, root } from '../../support/project.ts';
import { sample } from './sample.ts';

/** The sample with the caret before the first such text of a file; `more` are other files, or other texts of them. */
const placed = (path: string, before: string, more: Readonly<Record<string, string>> = {}) => {
  const files: Record<string, string> = { ...sample, ...more };
  const text = files[path] ?? '';
  assert.ok(text.includes(before), `${path} has no ${before}`);
  const caret = readCursor(text.replace(before, `<cursor>${before}`));
  const project = projectOf(files);
  const parsed = project.file(at(path))?.parsed as AnyParsed | undefined;
  assert.ok(parsed, `${path} is not read`);
  const shown = ({ uri, span }: Location): string =>
    `${relative(root, uri)}:${lineAt(linesOf(files[relative(root, uri)] ?? ''), span.from) + 1}`;
  return { place: { project, parsed, knowledge, offset: caret.offset + 1 }, shown };
};
type Asked = readonly [path: string, before: string, more?: Readonly<Record<string, string>>];
const leadsTo = (...[path, before, more]: Asked): readonly string[] => {
  const { place, shown } = placed(path, before, more);
  return definition(place).map(shown);
};
const namedBy = (...[path, before, more]: Asked): readonly string[] => {
  const { place, shown } = placed(path, before, more);
  return references(place, true).map(shown).toSorted();
};

describe('definition across files', () => {
  it('leads from an application to its line, wherever it is started', () => {
    assert.deepEqual(leadsTo('Dockerfile', 'shop.asgi:application'), ['shop/asgi.py:3']);
    const compose = `${sample['compose.yaml']}    command: ["uvicorn", "shop.asgi:application"]\n`;
    assert.deepEqual(leadsTo('compose.yaml', 'shop.asgi:application', { 'compose.yaml': compose }), ['shop/asgi.py:3']);
  });

  it('leads from a build of Compose to the Dockerfile and to the stage', () => {
    assert.deepEqual(leadsTo('compose.yaml', '.\n'), ['Dockerfile:1']);
    assert.deepEqual(leadsTo('compose.yaml', 'Dockerfile\n'), ['Dockerfile:1']);
    assert.deepEqual(leadsTo('compose.yaml', 'app\n'), ['Dockerfile:7']);
  });

  it('leads from what builds an image to the Dockerfile and to the stage, in every kind of file that does', () => {
    const asked = (path: string, text: string, before: string) => leadsTo(path, before, { [path]: text });
    const action = (more: string) =>
      `jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n${more}`;
    assert.deepEqual(asked('.github/workflows/ci.yml', action('          target: app\n'), 'app\n'), ['Dockerfile:7']);
    assert.deepEqual(asked('.github/workflows/ci.yml', action('          file: ./Dockerfile\n'), './Dockerfile'), ['Dockerfile:1']);
    const run = (line: string) => `jobs:\n  a:\n    steps:\n      - run: ${line}\n`;
    assert.deepEqual(asked('.github/workflows/ci.yml', run('docker build --target app .'), 'app .'), ['Dockerfile:7']);
    assert.deepEqual(asked('docker-bake.hcl', 'target "web" {\n  context = "."\n  target = "build"\n}\n', 'build"'), ['Dockerfile:1']);
    assert.deepEqual(asked('Makefile', 'image:\n\tdocker build --target=app -t shop .\n', 'app -t'), ['Dockerfile:7']);
    assert.deepEqual(asked('build.sh', '#!/bin/sh\ndocker build -f Dockerfile --target app .\n', 'app .'), ['Dockerfile:7']);
    assert.deepEqual(asked('build.sh', '#!/bin/sh\ndocker build -f Dockerfile --target app .\n', 'Dockerfile'), ['Dockerfile:1']);
    assert.deepEqual(asked('build.sh', '#!/bin/sh\ndocker build --target nothing .\n', 'nothing'), []);
  });

  it('leads from a part of a build that another file completes', () => {
    const more = { 'compose.override.yaml': 'services:\n  web:\n    build:\n      target: build\n' };
    assert.deepEqual(leadsTo('compose.override.yaml', 'build\n', more), ['Dockerfile:1']);
    assert.deepEqual(leadsTo('compose.yaml', 'app\n', more), ['Dockerfile:7']);
    assert.deepEqual(leadsTo('compose.yaml', 'Dockerfile\n', more), ['Dockerfile:1']);
  });

  it('leads from the name of an image that the project builds to what it is built from', () => {
    const named = sample['compose.yaml'].replace('    build:', '    image: shop/web:1\n    build:');
    const worker = `${named}  worker:\n    image: "shop/web:1"\n`;
    const from = (path: string, before: string, text: string) => leadsTo(path, before, { 'compose.yaml': named, [path]: text });
    assert.deepEqual(from('compose.yaml', 'shop/web:1', worker), ['Dockerfile:7']);
    assert.deepEqual(from('compose.yaml', 'shop/web:1"', worker), ['Dockerfile:7']);
    const pod = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n';
    assert.deepEqual(from('k8s/web.yaml', 'shop/web:2', `${pod}        - name: web\n          image: shop/web:2\n`), ['Dockerfile:7']);
    assert.deepEqual(from('k8s/web.yaml', 'nginx:1', `${pod}        - name: web\n          image: nginx:1\n`), []);
    assert.deepEqual(from('docker/jobs/Dockerfile', 'shop/web:1', 'FROM shop/web:1\nCMD ["celery"]\n'), ['Dockerfile:7']);
    assert.deepEqual(from('run.sh', 'shop/web:1', '#!/bin/sh\ndocker run --rm shop/web:1 true\n'), ['Dockerfile:7']);
  });

  it('leads from a settings module to its file, wherever it is named', () => {
    assert.deepEqual(leadsTo('Dockerfile', 'shop.settings'), ['shop/settings.py:1']);
    assert.deepEqual(leadsTo('manage.py', 'shop.settings'), ['shop/settings.py:1']);
    const compose = sample['compose.yaml'].replace('SECRET_KEY: $', 'DJANGO_SETTINGS_MODULE: shop.settings\n      SECRET_KEY: $');
    assert.deepEqual(leadsTo('compose.yaml', 'shop.settings', { 'compose.yaml': compose }), ['shop/settings.py:1']);
  });

  it('leads from a variable that is set to the settings that read it, and back', () => {
    assert.deepEqual(leadsTo('compose.yaml', 'SECRET_KEY:'), ['shop/settings.py:4']);
    assert.deepEqual(leadsTo('shop/settings.py', 'SECRET_KEY"]'), ['compose.yaml:8']);
    const image = sample.Dockerfile.replace('ENV ', 'ENV SECRET_KEY=x ');
    assert.deepEqual(leadsTo('Dockerfile', 'SECRET_KEY=x', { Dockerfile: image }), ['shop/settings.py:4']);
  });

  it('leads from a port to the server that listens on it', () => {
    assert.deepEqual(leadsTo('compose.yaml', '8000"\n'), ['Dockerfile:13']);
    assert.deepEqual(leadsTo('Dockerfile', '8000\nUSER'), ['Dockerfile:13']);
  });

  it('leads from a command to the script and the files it names, by the paths of the image', () => {
    const image = [
      'FROM python:3.13-slim AS app',
      'WORKDIR /app',
      'COPY docker/requirements.txt ./',
      'RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt',
      'COPY docker/start.sh /usr/local/bin/start',
      'COPY . .',
      'ENTRYPOINT ["start"]',
      'CMD ["gunicorn", "-c", "/app/conf/gunicorn.py", "shop.wsgi"]',
      '',
    ].join('\n');
    const more: Record<string, string> = {
      Dockerfile: image,
      'docker/start.sh': '#!/bin/sh\n. /app/docker/wait.sh\npython manage.py migrate\nexec "$@"\n',
      'docker/wait.sh': '#!/bin/sh\n',
      'docker/requirements.txt': 'gunicorn\n',
      'conf/gunicorn.py': 'workers = 2\n',
      'shop/celery.py': 'app = 1\n',
    };
    const from = (path: string, before: string, text = more[path] ?? '') => leadsTo(path, before, { ...more, [path]: text });
    assert.deepEqual(from('Dockerfile', 'start"'), ['docker/start.sh:1']);
    assert.deepEqual(from('Dockerfile', '/app/conf'), ['conf/gunicorn.py:1']);
    assert.deepEqual(from('Dockerfile', 'requirements.txt\nCOPY'), ['docker/requirements.txt:1']);
    assert.deepEqual(from('docker/start.sh', '/app/docker'), ['docker/wait.sh:1']);
    assert.deepEqual(from('docker/start.sh', 'manage.py'), ['manage.py:1']);
    const service = (lines: string) => `services:\n  web:\n    build: .\n    volumes: ["./docker:/hooks"]\n${lines}`;
    assert.deepEqual(from('compose.yaml', '/hooks/wait', service('    command: /hooks/wait.sh\n')), ['docker/wait.sh:1']);
    assert.deepEqual(from('compose.yaml', 'start -x', service('    command: start -x\n')), ['docker/start.sh:1']);
    assert.deepEqual(from('compose.yaml', '/app/conf', service('    command: sh -c "gunicorn -c /app/conf/gunicorn.py shop.wsgi"\n')), [
      'conf/gunicorn.py:1',
    ]);
    assert.deepEqual(from('compose.yaml', 'shop worker', service('    command: celery -A shop worker\n')), ['shop/celery.py:1']);
    assert.deepEqual(from('compose.yaml', '/etc/other', service('    command: cat /etc/other.conf\n')), []);
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: elsewhere/x:1\n';
    assert.deepEqual(from('k8s/pod.yaml', '/srv/docker', `${pod}      command: ["/srv/docker/start.sh"]\n`), ['docker/start.sh:1']);
  });

  it('leads nowhere from what is not in the workspace', () => {
    assert.deepEqual(
      leadsTo('Dockerfile', 'other.settings', { Dockerfile: sample.Dockerfile.replace('shop.settings', 'other.settings') }),
      [],
    );
    assert.deepEqual(leadsTo('compose.yaml', 'services'), []);
  });
});

describe('references across files', () => {
  const everywhere = ['Dockerfile:11', 'Dockerfile:13', 'compose.yaml:10', 'compose.yaml:12'];
  it('list every place that names a port', () => {
    assert.deepEqual(namedBy('compose.yaml', '8000"\n'), everywhere);
    assert.deepEqual(namedBy('Dockerfile', '8000"'), everywhere);
  });

  it('list who builds a stage, from the stage and from each of them', () => {
    const more = { 'build.sh': '#!/bin/sh\ndocker build --target app .\n' };
    const places = ['Dockerfile:7', 'build.sh:2', 'compose.yaml:6'];
    assert.deepEqual(namedBy('Dockerfile', 'app\nWORKDIR', more), places);
    assert.deepEqual(namedBy('compose.yaml', 'app\n', more), places);
  });

  it('list every place that names a settings module', () => {
    assert.deepEqual(namedBy('manage.py', 'shop.settings'), ['Dockerfile:9', 'manage.py:3']);
  });

  it('list who sets and who reads a variable', () => {
    assert.deepEqual(namedBy('compose.yaml', 'SECRET_KEY:'), ['compose.yaml:8', 'shop/settings.py:4']);
  });
});

describe('hover across files', () => {
  const lines = [
    '- **web** ([compose.yaml:2](file:///project/compose.yaml#L2)) runs uvicorn ([Dockerfile:13](file:///project/Dockerfile#L13)), loads `shop.settings`, listens on 0.0.0.0:8000',
    '- Static files are collected in stage build ([Dockerfile:6](file:///project/Dockerfile#L6)), served by WhiteNoise ([shop/settings.py:6](file:///project/shop/settings.py#L6))',
    '- Probed with a command that asks for /healthz/ on port 8000 ([compose.yaml:11](file:///project/compose.yaml#L11))',
  ].join('\n');
  const said = (...[path, before]: Asked): string => hover(placed(path, before).place)?.markdown ?? '';

  it('shows the deployment in three lines on a port', () => assert.equal(said('compose.yaml', '8000"\n'), lines));

  for (const [path, before] of [
    ['Dockerfile', 'uvicorn"'],
    ['Dockerfile', '8000"'],
    ['shop/settings.py', 'STATIC_ROOT'],
    ['manage.py', 'shop.settings'],
    ['Dockerfile', 'shop.settings'],
  ] as const)
    it(`adds it to what is said of ${before} in ${path}`, () => assert.ok(said(path, before).endsWith(lines), said(path, before)));

  it('shows what is built where a stage or an image is named', () => {
    const stage = [
      '**`app`** · stage 1',
      '- On `python:3.13-slim-trixie`\n- Works in `/app`\n- Runs as `1000`\n- Python 3.13, security fixes until 2029-10-31\n- Debian 13 (trixie), security fixes until 2030-06-30\n- Slim: no compiler, no headers, no curl or git\n- Starts as `root`; packages with `apt`\n- The tag gets patch releases',
      'Built from [Dockerfile:7](file:///project/Dockerfile#L7)',
    ].join('\n\n');
    assert.equal(said('compose.yaml', 'app\n'), stage);
    const more = { 'build.sh': '#!/bin/sh\ndocker build --target app -t shop:1 .\n', 'run.sh': '#!/bin/sh\ndocker run shop:1\n' };
    const [place] = [placed('run.sh', 'shop:1', more).place];
    assert.equal(hover(place)?.markdown, stage);
  });

  it('shows where the settings read a variable that nobody else knows', () => {
    const settings = `${sample['shop/settings.py']}MAPS = os.environ["MAPS_KEY"]\n`;
    const compose = sample['compose.yaml'].replace('SECRET_KEY: $', 'MAPS_KEY: x\n      SECRET_KEY: $');
    const { place } = placed('compose.yaml', 'MAPS_KEY', { 'compose.yaml': compose, 'shop/settings.py': settings });
    assert.equal(
      hover(place)?.markdown,
      '**`MAPS_KEY`** · read by the settings\n\n- [shop/settings.py:9](file:///project/shop/settings.py#L9)',
    );
  });

  it('says nothing of it on a setting that has nothing to do with it', () => {
    assert.doesNotMatch(said('shop/settings.py', 'INSTALLED_APPS'), /listens on/);
  });
});

describe('rename across files', () => {
  const more = { 'build.sh': '#!/bin/sh\ndocker build --target app .\ndocker build --target 1 .\ndocker build --target "$STAGE" .\n' };
  const renamed = (...[path, before]: Asked): Readonly<Record<string, string>> => {
    const { place } = placed(path, before, more);
    const files: Record<string, string> = { ...sample, ...more };
    return Object.fromEntries(
      [...rename(place, 'runtime')].map(([uri, edits]) => [relative(root, uri), applyEdits(files[relative(root, uri)] ?? '', edits)]),
    );
  };
  const after = {
    Dockerfile: sample.Dockerfile.replace('AS app', 'AS runtime'),
    'build.sh': more['build.sh'].replace('app', 'runtime'),
    'compose.yaml': sample['compose.yaml'].replace('target: app', 'target: runtime'),
  };
  it('takes a stage along to those who build it', () => assert.deepEqual(renamed('Dockerfile', 'app\nWORKDIR'), after));
  it('begins where a stage is built, too', () => {
    assert.deepEqual(renamed('compose.yaml', 'app\n'), after);
    const { place } = placed('compose.yaml', 'app\n');
    assert.match(refusal(place, 'build') ?? '', /another stage/);
    assert.equal(renameable(place)?.name, 'app');
    assert.equal(renameable(placed('compose.yaml', 'Dockerfile\n').place), undefined);
  });
});

describe('completion of what is built', () => {
  it('offers Dockerfiles and stages in a workflow', () => {
    const labels = (path: string, text: string) => {
      const from = text.indexOf('|');
      const project = projectOf({ ...sample, [path]: text.replace('|', '') });
      const parsed = project.file(at(path))?.parsed as AnyParsed | undefined;
      assert.ok(parsed);
      return complete({ project, parsed, knowledge, offset: from }).map(({ label }) => label);
    };
    const step = (more: string) => `jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n${more}`;
    assert.deepEqual(labels('.github/workflows/ci.yml', step('          context: .\n          target: |\n')), ['build', 'app']);
    assert.deepEqual(
      labels('.github/workflows/ci.yml', step('          file: Dock|\n')).filter((label) => !label.endsWith('/')),
      ['Dockerfile'],
    );
    assert.deepEqual(labels('.github/workflows/ci.yml', step('          push: |\n')), []);
  });
});
