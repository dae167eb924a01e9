import assert from 'node:assert/strict';
import { readArchive, readRequirement } from '../../server/src/commands/distribution.ts';
import { readInstallation } from '../../server/src/commands/installs.ts';
import { resolveWords, withAssignments } from '../../server/src/commands/resolve.ts';
import { splitShell } from '../../server/src/commands/shell.ts';
import { unspliced } from '../../server/src/commands/spliced.ts';

const read = (text: string, known: Readonly<Record<string, string>> = {}) => {
  const commands = splitShell(unspliced(text, 0));
  const lookup = withAssignments(commands, (name) => (Object.hasOwn(known, name) ? known[name] : undefined));
  return commands.flatMap((command) => readInstallation(resolveWords(command.words, lookup), command.span) ?? []);
};
const packages = (text: string, known?: Readonly<Record<string, string>>) =>
  read(text, known).flatMap((one) =>
    one.packages.map(
      ({ name, version, specifier }) => `${one.tool} ${name}${version ? ` =${version}` : ''}${specifier ? ` (${specifier})` : ''}`,
    ),
  );

describe('an installing command', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      'apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev=15.1-1 git:amd64 python3/bookworm',
      ['apt gcc', 'apt libpq-dev =15.1-1 (=15.1-1)', 'apt git', 'apt python3 (/bookworm)'],
    ],
    ['apt-get -y -o Dpkg::Options::=x -t trixie install uwsgi-core', ['apt uwsgi-core']],
    ['apt install ./local.deb curl', ['apt curl']],
    [
      'apk add --no-cache --virtual .build-deps gcc musl-dev uwsgi=2.0.28-r0 "pcre>8"',
      ['apk gcc', 'apk musl-dev', 'apk uwsgi =2.0.28-r0 (=2.0.28-r0)', 'apk pcre (>8)'],
    ],
    [
      'pip install --no-cache-dir -r requirements.txt uWSGI==2.0.28 "Django>=5,<6" psycopg[binary,pool]~=3.2',
      ['pip uwsgi =2.0.28 (==2.0.28)', 'pip django (>=5,<6)', 'pip psycopg (~=3.2)'],
    ],
    ['python3 -m pip install -U pip setuptools', ['pip pip', 'pip setuptools']],
    ['/venv/bin/pip3.12 install --index-url https://x/simple pyuwsgi==2.0.27.post1', ['pip pyuwsgi =2.0.27.post1 (==2.0.27.post1)']],
    ['uv pip install --system "uwsgi == 2.0.28"', ['pip uwsgi =2.0.28 (== 2.0.28)']],
    ['uv add --group web uwsgi==2.0.28', ['uv uwsgi =2.0.28 (==2.0.28)']],
    ['uv tool install ruff', ['uv ruff']],
    ['uv pip install --python-preference system --index-strategy unsafe-best-match --requirements requirements.txt redis', ['pip redis']],
    ['uv pip install -P redis -b build.txt -p 3.12 --overrides o.txt django', ['pip django']],
    ['uv sync --python-preference only-system --no-binary-package lxml', []],
    ['poetry add uwsgi@2.0.28 celery@^5.4', ['poetry uwsgi =2.0.28 (@2.0.28)', 'poetry celery (@^5.4)']],
    ['pipenv install --deploy gunicorn', ['pipenv gunicorn']],
    ['pdm add -G web uvicorn==0.30', ['pdm uvicorn =0.30 (==0.30)']],
    ['conda install -c conda-forge -y uwsgi=2.0.28 python', ['conda uwsgi =2.0.28 (=2.0.28)', 'conda python']],
    [
      'pip install . ./wheels/uWSGI-2.0.28-cp312-cp312-linux_x86_64.whl git+https://x/y.git#egg=My_App',
      ['pip uwsgi =2.0.28', 'pip my-app'],
    ],
    ['sudo -u root env A=1 apt-get install curl', ['apt curl']],
    ['pip --no-input freeze; apt-get purge gcc; uv run x; poetry export; pip uninstall y; echo pip install z', []],
    ['python manage.py pip install x', []],
    ['pip install --target /x --prefix=/y django==5.2.1', ['pip django =5.2.1 (==5.2.1)']],
  ];
  for (const [text, expected] of cases) it(`is read: ${text}`, () => assert.deepEqual(packages(text), expected));

  it('names the files it reads, and what they are to it', () => {
    const [one] = read('pip install -rbase.txt --requirement=prod.txt -c c.txt -e ./lib . "$X"');
    assert.deepEqual(
      one?.files.map(({ path, as }) => [path, as]),
      [
        ['base.txt', 'requirements'],
        ['prod.txt', 'requirements'],
        ['c.txt', 'constraint'],
        ['./lib', 'editable'],
        ['.', 'path'],
      ],
    );
    assert.equal(one?.complete, false);
  });

  it('fills in variables, and lets a list of names fall apart', () => {
    assert.deepEqual(packages('pip install uwsgi==${V} "$A"', { V: '2.0.28', A: 'django' }), [
      'pip uwsgi =2.0.28 (==2.0.28)',
      'pip django',
    ]);
    assert.deepEqual(packages('deps="gcc  make" && apt-get install -y $deps'), ['apt gcc', 'apt make']);
    assert.deepEqual(packages('apt-get install $DEPS', { DEPS: '\n a \n b ' }), ['apt a', 'apt b']);
  });

  it('keeps the name where only the version is decided later', () => {
    const [one] = read('pip install uwsgi==$V');
    assert.deepEqual(
      one?.packages.map(({ name, version }) => [name, version]),
      [['uwsgi', undefined]],
    );
  });

  it('does not trust a variable that was set under a condition', () => {
    assert.equal(read('if x; then p=gcc; fi; apt-get install $p')[0]?.complete, false);
  });
});

describe('a requirement', () => {
  const exact = (text: string) => readRequirement(text)?.exact;

  it('is pinned only by == and === without a wildcard', () => {
    assert.deepEqual(['a==1.2', 'a ===1.2', 'a == 1.2.post1', 'a==1.*', 'a>=1', 'a', 'a~=1.2', 'a==1,!=2', 'a (==1.2)'].map(exact), [
      '1.2',
      '1.2',
      '1.2.post1',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      '1.2',
    ]);
  });

  it('has a normal name, extras and a marker', () => {
    const one = readRequirement('Zope.Interface_x[Test_A, b] >=1 ; python_version < "3.12"');
    assert.deepEqual(
      [one?.name, one?.extras, one?.specifier, one?.marker],
      ['zope-interface-x', ['test-a', 'b'], '>=1', 'python_version < "3.12"'],
    );
  });

  it('may be fetched from a place', () => {
    const one = readRequirement('app @ git+https://x/y.git@main ; extra == "z"');
    assert.deepEqual([one?.url, one?.marker, one?.exact], ['git+https://x/y.git@main', 'extra == "z"', undefined]);
  });

  it('is not read from what is none', () => {
    assert.deepEqual(
      ['./path', '-r x', '', 'a b', 'a >= ', 'a=1', '$X'].map((text) => readRequirement(text)),
      Array(7).fill(undefined),
    );
  });

  it('can be told from the name of an archive', () => {
    assert.deepEqual(readArchive('https://x/uWSGI-2.0.28.tar.gz#sha256=1'), { name: 'uwsgi', version: '2.0.28' });
    assert.deepEqual(readArchive('dist/my_app-1.0-py3-none-any.whl'), { name: 'my-app', version: '1.0' });
    assert.equal(readArchive('README.txt'), undefined);
  });
});
