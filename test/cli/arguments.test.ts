import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { version } from '../../server/src/product.ts';
import { folder, golden, inside, removeFolders } from './cli.ts';

const misuse = async (words: readonly string[], sentence: string) => {
  const { code, out, err } = await inside(words, { cwd: folder({ 'deploy/uwsgi.ini': '[uwsgi]\n' }) });
  assert.equal(err.split('\n')[0], `drydock: ${sentence}`);
  assert.match(err.split('\n')[1] ?? '', /^See `drydock.* --help`\.$/);
  assert.equal(out, '');
  assert.equal(code, 2);
};

describe('the command line', () => {
  afterEach(removeFolders);

  it('offers the nearest command', () => misuse(['chekc'], 'there is no command `chekc`; did you mean `check`?'));
  it('says how to check when a file stands where a command should', () =>
    misuse(['deploy'], 'to check a file or folder, write `drydock check deploy`'));
  it('says that a word means nothing when nothing is near', () => misuse(['frobnicate'], 'there is no command `frobnicate`'));
  it('offers the nearest flag', () =>
    misuse(['check', '--frmat', 'json'], '`drydock check` has no flag `--frmat`; did you mean `--format`?'));
  it('knows no flag before the command but version and help', () => misuse(['--fix'], '`drydock` has no flag `--fix`'));
  it('refuses an unknown short flag', () => misuse(['check', '-x'], '`drydock check` has no flag `-x`'));
  it('wants a value behind --format', () => misuse(['check', '--format'], '`--format` needs a value: `text` or `json`'));
  it('does not take the next flag for a value', () => misuse(['check', '--format', '--fix'], '`--format` needs a value: `text` or `json`'));
  it('wants a value behind --stdin-filename=', () => misuse(['check', '--stdin-filename='], '`--stdin-filename` needs a value: NAME'));
  it('offers the nearest format', () =>
    misuse(['check', '--format=jsn'], '`--format` is `text` or `json`, not `jsn`; did you mean `json`?'));
  it('refuses a value where none belongs', () => misuse(['check', '--fix=yes'], '`--fix` takes no value, but got `yes`'));
  it('refuses a flag that is given twice', () =>
    misuse(['check', '--format', 'text', '--format', 'json'], '`--format` is given twice; give it once'));
  it('refuses --diff without --fix', () => misuse(['check', '--diff'], '`--diff` shows what `--fix` would write; give both'));
  it('refuses --diff as JSON', () =>
    misuse(['check', '--fix', '--diff', '--format', 'json'], '`--diff` prints a diff, so it does not go with `--format json`'));
  it('refuses a nameless standard input', () =>
    misuse(['check', '-'], '`-` is standard input; say what file it stands for with `--stdin-filename NAME`'));
  it('refuses an empty path', () => misuse(['check', ''], 'a PATH is empty; write `.` for the current folder'));
  it('refuses to fix standard input and files together', () =>
    misuse(['check', '--fix', '--stdin-filename', 'uwsgi.ini', 'deploy'], '`--fix` takes either standard input or PATHs'));
  it('refuses words behind a command that takes none', () =>
    misuse(['rules', 'uwsgi'], '`drydock rules` takes nothing behind it, but got `uwsgi`'));
  it('refuses more than one rule to explain', () =>
    misuse(['explain', 'a/b', 'c/d'], '`drydock explain` takes one RULE, but got `a/b c/d`'));
  it('wants a rule to explain', () => misuse(['explain'], '`drydock explain` needs a RULE; `drydock rules` lists them'));
  it('offers the nearest rule', () =>
    misuse(['explain', 'project/unused-ignor'], 'there is no rule `project/unused-ignor`; did you mean `project/unused-ignore`?'));
  it('offers the rule whose last part was written', () =>
    misuse(['explain', 'unused-ignore'], 'there is no rule `unused-ignore`; did you mean `project/unused-ignore`?'));
  it('serves over standard input and output only', () =>
    misuse(['serve'], 'the server speaks over standard input and output only; write `drydock serve --stdio`'));
  it('takes words behind -- for paths', async () => {
    const { code, err } = await inside(['check', '--', '--fix'], { cwd: folder({}) });
    assert.equal(err, 'drydock: `--fix` cannot be checked: there is no such file or folder\n');
    assert.equal(code, 2);
  });

  it('prints its help on standard error when it is called without a word', async () => {
    const { code, out, err } = await inside([], { cwd: folder({}) });
    assert.match(err, /^Drydock checks .*Usage: drydock COMMAND/s);
    assert.deepEqual([code, out], [2, '']);
  });
  for (const [words, file] of [
    [['--help'], 'help.txt'],
    [['-h'], 'help.txt'],
    [['help'], 'help.txt'],
    [['check', '--help'], 'help-check.txt'],
    [['help', 'check'], 'help-check.txt'],
    [['explain', '--help', 'a', 'b'], 'help-explain.txt'],
    [['serve', '-h'], 'help-serve.txt'],
  ] as const) {
    it(`answers ${words.join(' ')} with the help, on standard output`, async () => {
      const { code, out, err } = await inside(words, { cwd: folder({}) });
      golden(file, out);
      assert.deepEqual([code, err], [0, '']);
    });
  }
  it('prints the version of package.json', async () => {
    const manifest: { version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    assert.equal(version, manifest.version);
    for (const word of ['--version', '-V']) {
      const { code, out } = await inside([word], { cwd: folder({}) });
      assert.deepEqual([code, out], [0, `drydock ${manifest.version}\n`]);
    }
  });
});
