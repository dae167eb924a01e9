import assert from 'node:assert/strict';
import { dockerfile } from '../../../server/src/languages/dockerfile/index.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';

const launch = (...lines: readonly string[]) => {
  const text = ['FROM a', ...lines].join('\n');
  const found = dockerfile.facts(dockerfile.parse({ uri: uriOfPath('/project/Dockerfile'), kind: 'dockerfile', version: 1, text })).final
    ?.launch;
  return found && { ...found, text };
};
const programs = (...lines: readonly string[]) =>
  launch(...lines)?.programs.map(
    ({ words, behindShell, certain }) =>
      `${words.map(({ text }) => text).join(' ')}${behindShell ? ' (shell)' : ''}${certain ? '' : ' (maybe)'}`,
  );

describe('what a container starts', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['the exec form of CMD', ['CMD ["gunicorn", "x"]'], ['gunicorn x']],
    [
      'the shell form, behind its shell',
      ['CMD python manage.py migrate && gunicorn x'],
      ['python manage.py migrate (shell)', 'gunicorn x (shell)'],
    ],
    ['a shell form that hands over', ['CMD a; exec gunicorn x'], ['a (shell)', 'gunicorn x']],
    ['a shell line in an exec form', ['CMD ["sh", "-c", "exec gunicorn x"]'], ['gunicorn x']],
    ['ENTRYPOINT with the words of CMD behind it', ['ENTRYPOINT ["gunicorn"]', 'CMD ["x"]'], ['gunicorn x']],
    ['CMD through an init', ['ENTRYPOINT ["/usr/bin/tini", "--"]', 'CMD ["gunicorn", "x"]'], ['gunicorn x']],
    ['a shell CMD through an init', ['ENTRYPOINT ["tini", "--"]', 'CMD exec gunicorn x'], ['gunicorn x']],
    [
      'CMD through a script that may do anything',
      ['ENTRYPOINT ["/entrypoint.sh"]', 'CMD ["uwsgi", "x.ini"]'],
      ['/entrypoint.sh uwsgi x.ini', 'uwsgi x.ini (maybe)'],
    ],
    ['a script alone', ['CMD ["bash", "./start.sh"]'], ['bash ./start.sh']],
    ['no CMD behind a shell ENTRYPOINT that does not ask for it', ['ENTRYPOINT gunicorn x', 'CMD ["y"]'], ['gunicorn x (shell)']],
    [
      'CMD behind a shell ENTRYPOINT that passes it on',
      ['ENTRYPOINT exec run.sh "$0" "$@"', 'CMD ["gunicorn", "x"]'],
      ['run.sh gunicorn x', 'gunicorn x (maybe)'],
    ],
    ['the words behind a shell line', ['ENTRYPOINT ["sh", "-c", "exec \\"$@\\"", "--"]', 'CMD ["gunicorn", "x"]'], ['gunicorn x']],
    [
      'what a condition decides',
      ['CMD if x; then gunicorn a; else uvicorn b:c; fi'],
      ['x (shell) (maybe)', 'gunicorn a (shell) (maybe)', 'uvicorn b:c (shell) (maybe)'],
    ],
  ];
  for (const [title, lines, expected] of cases) it(`is ${title}`, () => assert.deepEqual(programs(...lines), expected));

  it('is nothing when neither ENTRYPOINT nor CMD is written', () => assert.equal(launch('RUN x'), undefined));

  it('names the server, with variables of the image filled in', () => {
    const found = launch('ENV PORT=8080 W=3', 'CMD exec gunicorn --bind 0.0.0.0:$PORT --workers ${W:-2} x.wsgi') ?? assert.fail();
    assert.deepEqual(
      found.server?.listens.map(({ host, port }) => [host, port]),
      [['0.0.0.0', 8080]],
    );
    assert.equal(found.server?.options.find(({ name }) => name === 'workers')?.value?.text, '3');
  });

  it('takes assignments in front of the server for its variables', () => {
    assert.equal(launch('CMD WEB_CONCURRENCY=5 gunicorn x')?.server?.options[0]?.value?.text, '5');
  });

  it('leaves a variable alone in an exec form, where no shell fills it in', () => {
    const found = launch('ENV PORT=1', 'CMD ["gunicorn", "-b", ":$PORT", "x"]') ?? assert.fail();
    assert.equal(found.server?.options[0]?.value?.text, ':$PORT');
  });

  it('knows where its words stand', () => {
    const found = launch('ENTRYPOINT ["tini", "--"]', 'CMD ["sh", "-c", "exec gunicorn \\"x.wsgi\\""]') ?? assert.fail();
    const span = found.server?.target?.span ?? assert.fail();
    assert.equal(found.text.slice(span.from, span.to), '\\"x.wsgi\\"');
    assert.deepEqual(found.through, ['tini']);
  });
});
