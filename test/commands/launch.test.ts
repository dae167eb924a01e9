import assert from 'node:assert/strict';
import { launch } from '../../server/src/commands/launch.ts';
import { readManage } from '../../server/src/commands/manage.ts';
import { splitShell } from '../../server/src/commands/shell.ts';
import { splitWords } from '../../server/src/commands/shlex.ts';
import { unspliced } from '../../server/src/commands/spliced.ts';
import { uriOfPath } from '../../server/src/text/uri.ts';

const words = (line: string) => splitWords(unspliced(line, 0)).map(({ text, span }) => ({ text, known: true, span }));
const started = (line: string, scripts: Readonly<Record<string, string>> = {}) => {
  const found = launch(words(line), {
    lookup: () => undefined,
    lines: [],
    span: { from: 0, to: line.length },
    script: ({ text }) => {
      const script = scripts[text];
      return script === undefined ? undefined : { uri: uriOfPath(text), commands: splitShell(unspliced(script, 0)) };
    },
  });
  return {
    ...found,
    programs: found.programs.map(
      ({ words: list, behindShell, certain }) =>
        `${list.map(({ text }) => text).join(' ')}${behindShell ? ' (shell)' : ''}${certain ? '' : ' (maybe)'}`,
    ),
    at: found.programs.map(({ uri }) => uri?.replace(/^file:\/\//, '')),
  };
};

describe('what words start', () => {
  it('goes through a script to the words it was given', () => {
    const { programs, script, at } = started('/entrypoint.sh gunicorn shop.wsgi', {
      '/entrypoint.sh': 'python manage.py migrate\nexec "$@"',
    });
    assert.deepEqual(programs, ['python manage.py migrate (shell)', 'gunicorn shop.wsgi']);
    assert.deepEqual([script, ...at], [undefined, '/entrypoint.sh', undefined]);
  });

  it('puts the words behind a script where it asks for them', () => {
    assert.deepEqual(started('/a.sh x y', { '/a.sh': 'exec gunicorn "$1" --bind $2 $3' }).programs, ['gunicorn x --bind y $3']);
  });

  it('goes from script to script, and keeps the shell in front that does not hand over', () => {
    const scripts = { '/a.sh': '/b.sh', '/b.sh': 'exec uvicorn x', '/c.sh': '. /b.sh' };
    assert.deepEqual(started('/a.sh', scripts).programs, ['uvicorn x (shell)']);
    assert.deepEqual(started('/c.sh', scripts).programs, ['uvicorn x']);
    assert.deepEqual(started('bash -e /b.sh', scripts).programs, ['uvicorn x']);
  });

  describe('where a script decides by its words', () => {
    const script = [
      'case "$1" in',
      '  web|"")',
      '    exec gunicorn x',
      '    ;;',
      '  work*) exec celery -A x worker;;',
      '  *) exec "$@";;',
      'esac',
    ].join('\n');
    const ways: readonly (readonly [string, readonly string[]])[] = [
      ['/e.sh web', ['gunicorn x']],
      ['/e.sh', ['gunicorn x']],
      ['/e.sh worker', ['celery -A x worker']],
      ['/e.sh uvicorn y', ['uvicorn y']],
    ];
    for (const [line, programs] of ways) {
      it(`takes the branch of \`${line}\``, () => assert.deepEqual(started(line, { '/e.sh': script }).programs, programs));
    }

    it('takes the branch of a test, and what stands behind `else`', () => {
      const test = 'if [ "$1" = web ]; then\n exec gunicorn x\nelif [ "$1" = "" ]; then\n exec daphne x\nelse\n exec "$@"\nfi';
      assert.deepEqual(
        ['/e.sh web', '/e.sh', '/e.sh uvicorn y'].map((line) =>
          started(line, { '/e.sh': test }).programs.filter((one) => !one.startsWith('[')),
        ),
        [['gunicorn x'], ['daphne x'], ['uvicorn y']],
      );
      const bash = '[[ x ]]\nif [[ $1 == web ]]; then exec gunicorn x; fi\nexec daphne x';
      assert.deepEqual(started('/e.sh web', { '/e.sh': bash }).programs.at(-1), 'gunicorn x');
    });

    it('leaves open what depends on variables, loops and patterns that are filled in', () => {
      const open =
        'if [ "$MODE" = web ]; then exec gunicorn x; fi\nfor a in b; do case $1 in web) daphne x;; esac; done\ncase $1 in $W) uvicorn x;; esac';
      assert.deepEqual(
        started('/e.sh web', { '/e.sh': open }).programs.filter((one) => !one.startsWith('[')),
        ['gunicorn x (maybe)', 'daphne x (shell) (maybe)', 'uvicorn x (shell) (maybe)'],
      );
    });

    it('goes on with the words that a script sets, and looks at a condition once', () => {
      const sets = 'case "$1" in\nrun)\n  set -- tini -- "$@"\n  set -- gunicorn x\n  ;;\ntini) set -- daphne x;;\nesac\nexec "$@"';
      assert.deepEqual(started('/e.sh run', { '/e.sh': sets }).programs, ['gunicorn x']);
      assert.deepEqual(started('/e.sh', { '/e.sh': 'cmd="$@"\nexec ${cmd:-uvicorn y}' }).programs, ['uvicorn y']);
      assert.deepEqual(started('/e.sh daphne z', { '/e.sh': 'cmd="$@"\nexec $cmd' }).programs, ['daphne z']);
    });

    it('takes the value a variable has where it is used, and none where that is not known', () => {
      const script_ = 'P=1\na $P\nP=2\n: "${Q:=3}"\nif [ "$X" ]; then P=9; fi\nb $P ${P:-4} $Q';
      assert.deepEqual(
        started('/e.sh', { '/e.sh': script_ }).programs.filter((one) => /^[ab]/.test(one)),
        ['a 1 (shell)', 'b $P ${P:-4} 3 (shell)'],
      );
    });

    it('sees nothing behind the program that took the place of the script', () => {
      assert.deepEqual(started('/e.sh', { '/e.sh': 'exec gunicorn x\nuvicorn y' }).programs, ['gunicorn x']);
    });
  });

  it('says which script it could not read, and ends in a circle', () => {
    assert.equal(started('/gone.sh gunicorn x').script?.text, '/gone.sh');
    assert.ok(started('/a.sh', { '/a.sh': '/a.sh\n/a.sh\n/a.sh' }).programs.length <= 500);
  });
});

describe('a line that no shell reads', () => {
  it('falls apart at blanks outside quotes', () => {
    assert.deepEqual(
      splitWords(unspliced(`a "b c"d 'e\\' f\\ g "h\\"i\\n" ""`, 0)).map(({ text }) => text),
      ['a', 'b cd', 'e\\', 'f g', 'h"i\\n', ''],
    );
  });
});

describe("a command of Django's", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['python manage.py migrate --noinput', 'migrate'],
    ['exec python3 -u /app/manage.py collectstatic', 'collectstatic'],
    ['./manage.py --settings=a.b check', 'check'],
    ['django-admin collectstatic', 'collectstatic'],
    ['uv run python -m django migrate', 'migrate'],
    ['python manage.py', undefined],
    ['python script.py migrate', undefined],
  ];
  for (const [line, verb] of cases) {
    it(`is ${verb ?? 'none'} in \`${line}\``, () => {
      assert.equal(readManage(words(line))?.verb.text, verb);
    });
  }

  it('names its settings', () => {
    for (const line of ['manage.py migrate --settings=a.b', 'manage.py --settings a.b migrate']) {
      const settings = readManage(words(line))?.settings;
      assert.deepEqual([settings?.text, settings && line.slice(settings.span.from, settings.span.to)], ['a.b', 'a.b'], line);
    }
  });
});
