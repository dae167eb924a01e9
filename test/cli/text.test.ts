import assert from 'node:assert/strict';
import { join } from 'node:path';
import { assert as holds, nat, property, string } from 'fast-check';
import { excerpt } from '../../server/src/cli/reporters/excerpt.ts';
import { uriOfPath } from '../../server/src/text/uri.ts';
import { folder, golden, inside, removeFolders, rewrite, wordRule } from './cli.ts';

const drawn = (line: string, word: string) => {
  const from = line.indexOf(word);
  const { source, before, carets } = excerpt(line, from, from + word.length);
  return `${source}\n${before}${carets}`;
};

describe('the excerpt of a problem', () => {
  it('draws carets under the range', () => assert.equal(drawn('master = ture', 'ture'), 'master = ture\n         ^^^^'));
  it('takes four cells for a tab', () => assert.equal(drawn('\tmaster\t= ture', 'ture'), '    master    = ture\n                ^^^^'));
  it('takes two cells for wide characters', () => assert.equal(drawn('日本語 = ture', 'ture'), '日本語 = ture\n         ^^^^'));
  it('takes no cell for combining marks', () => assert.equal(drawn('cafe\u0301 = ture', 'ture'), 'cafe\u0301 = ture\n       ^^^^'));
  it('takes two cells for a picture, however many characters make it', () => {
    assert.equal(drawn('👩‍👩‍👧🇩🇪 = ture', 'ture'), '👩‍👩‍👧🇩🇪 = ture\n       ^^^^');
    assert.equal(drawn('x = 🚢🚢', '🚢🚢'), 'x = 🚢🚢\n    ^^^^');
  });
  it('takes one cell for astral letters', () => assert.equal(drawn('𝒳𝒴 = ture', 'ture'), '𝒳𝒴 = ture\n     ^^^^'));
  it('marks the whole of a character that the range cuts', () => {
    const { before, carets } = excerpt('a🚢b', 2, 3);
    assert.deepEqual([before, carets], [' ', '^^']);
  });
  it('draws one caret for an empty range, also behind the end', () => {
    assert.deepEqual(excerpt('abc', 1, 1), { source: 'abc', before: ' ', carets: '^' });
    assert.deepEqual(excerpt('abc', 3, 3), { source: 'abc', before: '   ', carets: '^' });
    assert.deepEqual(excerpt('', 0, 0), { source: '', before: '', carets: '^' });
  });
  it('shows controls and direction signs as pictures, so that a file cannot forge the output', () =>
    assert.equal(drawn('\u001b[31m\u202e x = ture', 'ture'), '␛[31m\ufffd x = ture\n           ^^^^'));
  it('cuts a long line around the range', () => {
    const line = `${'a'.repeat(500)} ture ${'b'.repeat(500)}`;
    const { source, before, carets } = excerpt(line, 501, 505);
    assert.equal(source.length, 120);
    assert.equal(source.slice(before.length, before.length + carets.length), 'ture');
    assert.equal(source, `…${'a'.repeat(29)} ture ${'b'.repeat(83)}…`);
  });
  it('keeps the start of a long line when the range is there', () => {
    const { source, before } = excerpt(`ture ${'b'.repeat(500)}`, 0, 4);
    assert.equal(source, `ture ${'b'.repeat(113)}…`);
    assert.equal(before, '');
  });
  it('keeps the end of a long line when the range is there', () => {
    const { source, before, carets } = excerpt(`${'b'.repeat(500)} ture`, 501, 505);
    assert.equal(source, `…${'b'.repeat(113)} ture`);
    assert.equal(source.slice(before.length), 'ture');
    assert.equal(carets, '^^^^');
  });
  it('shows as much as fits of a range that is too long', () => {
    const { source, before, carets } = excerpt(`x = ${'c'.repeat(500)}`, 4, 504);
    assert.equal(source.length, 119);
    assert.equal(before.length + carets.length, 118);
  });
  it('is harmless and fits, whatever the line and the range', () => {
    const line = string({ unit: 'binary', maxLength: 300 }).map((text) => text.replace(/[\r\n]/g, ' '));
    holds(
      property(line, nat(300), nat(300), (text, from, length) => {
        const start = Math.min(from, text.length);
        const { source, before, carets } = excerpt(text, start, start + length);
        assert.doesNotMatch(source, /\p{Cc}|\p{Cs}/u);
        assert.match(before + carets, /^ *\^+$/);
        assert.ok(before.length + carets.length <= 121);
      }),
      { numRuns: 500 },
    );
  });
  it('never loses the range on lines of a million characters', () => {
    const { source, before, carets } = excerpt(`${'é'.repeat(1_000_000)}ture${'é'.repeat(1_000_000)}`, 1_000_000, 1_000_004);
    assert.equal(source.slice(before.length, before.length + carets.length), 'ture');
  });
});

describe('the report for people', () => {
  afterEach(removeFolders);
  const rules = [
    wordRule('awful', 'error', (at) => ({
      related: [
        { at: { uri: at.uri, span: { from: 0, to: 7 } }, message: 'The section begins here' },
        {
          at: { uri: uriOfPath(join(at.uri.slice('file://'.length), '../other_uwsgi.ini')), span: { from: 8, to: 9 } },
          message: 'It is right here',
        },
      ],
      ...rewrite('lawful')(at),
    })),
    wordRule('poor', 'warning', rewrite('pure', false)),
    wordRule('meh', 'info'),
    wordRule('psst', 'hint'),
    wordRule('two\nlines', 'warning'),
  ];
  const files = {
    'deploy/uwsgi.ini': '[uwsgi]\nmaster = true\n\n; これは 🚢\n\tname = 日本語 awful\nthreads = poor ; psst\n; meh two\nlines\n',
    'deploy/other_uwsgi.ini': '[uwsgi]\nname = poor\n',
    'clean_uwsgi.ini': '[uwsgi]\nmaster = true\n',
  };

  it('shows each problem with its line, carets, related places and fixes, and sums up', async () => {
    const { code, out, err } = await inside(['check', '.'], { cwd: folder(files), rules });
    golden('report.txt', out);
    assert.deepEqual([code, err], [1, '']);
  });
  it('shows hints when asked to', async () => {
    const { out } = await inside(['check', '--verbose'], { cwd: folder(files), rules });
    golden('report-verbose.txt', out);
  });
  it('is coloured on a terminal', async () => {
    const { out } = await inside(['check', '.'], { cwd: folder(files), rules, isTTY: true });
    golden('report-coloured.txt', out);
  });
  it('writes paths as seen from the current folder', async () => {
    const { out } = await inside(['check', '../clean_uwsgi.ini', 'other_uwsgi.ini'], { cwd: join(folder(files), 'deploy'), rules });
    assert.match(out, /^other_uwsgi\.ini:2:8: warning: `poor` is no good here \[uwsgi\/poor\]$/m);
    const { out: above } = await inside(['check', '../deploy/other_uwsgi.ini'], { cwd: join(folder({ ...files, 'x/y': '' }), 'x'), rules });
    assert.match(above, /^\.\.\/deploy\/other_uwsgi\.ini:2:8: /);
  });
  it('counts one and many', async () => {
    const cwd = folder(files);
    assert.equal((await inside(['check', 'clean_uwsgi.ini'], { cwd, rules })).out, 'No problems in 1 file\n');
    assert.match((await inside(['check', 'deploy/other_uwsgi.ini'], { cwd, rules })).out, /\n1 problem \(1 warning\) in 1 file\n$/);
  });
  it('names hints that it does not show', async () => {
    const { code, out } = await inside(['check'], { cwd: folder({ 'uwsgi.ini': '[uwsgi]\n; psst\n' }), rules });
    assert.equal(out, 'No problems in 1 file; 1 hint more with --verbose\n');
    assert.equal(code, 0);
  });
  it('ends with 0 when there is nothing above info', async () => {
    const { code, out } = await inside(['check'], { cwd: folder({ 'uwsgi.ini': '[uwsgi]\n; meh\n' }), rules });
    assert.match(out, /1 problem \(1 info\) in 1 file\n$/);
    assert.equal(code, 0);
  });

  const colour = async (env: Record<string, string>, isTTY: boolean) =>
    (await inside(['check'], { cwd: folder(files), rules, env, isTTY })).out.includes('\u001b[');
  it('is plain in a pipe', async () => assert.equal(await colour({}, false), false));
  it('is plain under NO_COLOR', async () => assert.equal(await colour({ NO_COLOR: '1' }, true), false));
  it('takes an empty NO_COLOR for none', async () => assert.equal(await colour({ NO_COLOR: '' }, true), true));
  it('is plain on a dumb terminal', async () => assert.equal(await colour({ TERM: 'dumb' }, true), false));
  it('is coloured in a pipe under FORCE_COLOR', async () => assert.equal(await colour({ FORCE_COLOR: '1' }, false), true));
  it('is plain under FORCE_COLOR=0', async () => assert.equal(await colour({ FORCE_COLOR: '0' }, true), false));
  it('lets NO_COLOR win over FORCE_COLOR', async () => assert.equal(await colour({ NO_COLOR: '1', FORCE_COLOR: '1' }, true), false));
});
