import assert from 'node:assert/strict';
import { startedBy } from '../../../server/src/project/dockerfile/started.ts';
import { baseName } from '../../../server/src/text/uri.ts';
import { projectOf } from '../../support/project.ts';

type Files = Readonly<Record<string, string>>;
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
const from = 'FROM python:3.13-slim-trixie';

/** The programs that are started, with the file each stands in, and the script that could not be read. */
const started = (files: Files) => {
  const project = projectOf(files);
  const facts = project.all.dockerfile[0]?.facts;
  assert.ok(facts?.final);
  const found = startedBy(project, facts, facts.final);
  return (
    found && [
      ...found.programs.map(({ words, uri }) => `${words.map(({ text }) => text).join(' ')} (${uri ? baseName(uri) : 'here'})`),
      ...(found.script ? [`? ${found.script.text}`] : []),
    ]
  );
};

describe('what a container starts', () => {
  const script = { 'docker/entrypoint.sh': '#!/bin/sh\nset -e\npython manage.py migrate\nexec "$@"\n' };

  it('is followed through an entrypoint that the workspace has', () => {
    const Dockerfile = lines(from, 'COPY docker/entrypoint.sh /', 'ENTRYPOINT ["/entrypoint.sh"]', 'CMD ["gunicorn", "shop.wsgi"]');
    assert.deepEqual(started({ Dockerfile, ...script }), [
      'set -e (entrypoint.sh)',
      'python manage.py migrate (entrypoint.sh)',
      'gunicorn shop.wsgi (here)',
    ]);
    assert.deepEqual(started({ Dockerfile }), [
      '/entrypoint.sh gunicorn shop.wsgi (here)',
      'gunicorn shop.wsgi (here)',
      '? /entrypoint.sh',
    ]);
  });

  it('is found by PATH, in the folder of WORKDIR, behind tini and in another stage', () => {
    const start = { start: '#!/bin/bash\nexec uvicorn shop.asgi:application\n' };
    const uvicorn = ['uvicorn shop.asgi:application (start)'];
    const ways = [
      [from, 'COPY start /usr/local/bin/', 'CMD ["start"]'],
      [from, 'ENV PATH=/opt/bin:$PATH', 'COPY start /opt/bin/start', 'CMD ["start"]'],
      [from, 'WORKDIR /app', 'COPY . .', 'CMD ["./start"]'],
      [from, 'WORKDIR /app', 'COPY . .', 'ENTRYPOINT ["tini", "--"]', 'CMD bash start'],
      ['FROM scratch AS files', 'COPY . /f', from, 'COPY --from=files /f /f', 'CMD ["/f/start"]'],
    ];
    for (const way of ways) assert.deepEqual(started({ Dockerfile: lines(...way), ...start }), uvicorn, way.join(' ; '));
  });

  it('is what the Dockerfile says where no script stands in front', () => {
    assert.deepEqual(started({ Dockerfile: lines(from, 'CMD ["daphne", "shop.asgi:application"]') }), [
      'daphne shop.asgi:application (here)',
    ]);
    assert.equal(started({ Dockerfile: lines(from, 'RUN x') }), undefined);
  });
});
