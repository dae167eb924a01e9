import assert from 'node:assert/strict';
import { array, constantFrom, assert as holds, property, tuple } from 'fast-check';
import { diff } from '../../server/src/cli/reporters/diff.ts';

const body = (before: string, after: string) => diff('x', before, after).split('\n').slice(2).join('\n');

/** Applies a unified diff as `patch` does: every kept and removed line must be where it says. */
const applied = (text: string, patch: string): string => {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const out: string[] = [];
  let at = 0;
  for (const hunk of patch.split(/^(?=@@ )/m).slice(1)) {
    const [head = '', ...rest] = hunk.split('\n');
    const [, first, length] = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@$/.exec(head) ?? [];
    const start = Number(first) - (length === '0' ? 0 : 1);
    out.push(...lines.slice(at, start));
    at = start;
    rest.slice(0, -1).forEach((row, i) => {
      if (row.startsWith('\\')) return;
      const line = rest[i + 1]?.startsWith('\\') ? row.slice(1) : `${row.slice(1)}\n`;
      if (row[0] !== '+') assert.equal(lines[at++], line);
      if (row[0] !== '-') out.push(line);
    });
  }
  return out.concat(lines.slice(at)).join('');
};

describe('a unified diff', () => {
  it('is empty between equal texts', () => assert.equal(diff('x', 'a\n', 'a\n'), ''));
  it('names the file as git does', () =>
    assert.equal(diff('deploy/uwsgi.ini', 'a\n', 'b\n'), '--- a/deploy/uwsgi.ini\n+++ b/deploy/uwsgi.ini\n@@ -1 +1 @@\n-a\n+b\n'));
  it('ends a name that holds a blank with a tab', () =>
    assert.match(diff('my file', 'a\n', 'b\n'), /^--- a\/my file\t\n\+\+\+ b\/my file\t\n/));
  it('keeps three lines around a change', () =>
    assert.equal(body('1\n2\n3\n4\n5\n6\n7\n8\n9\n', '1\n2\n3\n4\nx\n6\n7\n8\n9\n'), '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n'));
  it('joins changes whose surroundings touch', () =>
    assert.equal(body('1\n2\n3\n4\n5\n6\n7\n8\n', 'x\n2\n3\n4\n5\n6\n7\ny\n').match(/^@@/gm)?.length, 1));
  it('parts changes that lie further away', () =>
    assert.equal(body('1\n2\n3\n4\n5\n6\n7\n8\n9\n', 'x\n2\n3\n4\n5\n6\n7\n8\ny\n').match(/^@@/gm)?.length, 2));
  it('counts from the line before when it only inserts', () => assert.equal(body('', 'a\n'), '@@ -0,0 +1 @@\n+a\n'));
  it('counts from the line before when it only removes', () => assert.equal(body('a\n', ''), '@@ -1 +0,0 @@\n-a\n'));
  it('says where the last line has no end', () => assert.equal(body('a', 'a\n'), '@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n'));
  it('keeps carriage returns', () => assert.equal(body('a\r\nb\r\n', 'a\r\nc\r\n'), '@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n'));
  it('makes the one text of the other, whatever they are', () => {
    const text = tuple(array(constantFrom('a', 'b', 'c', '', '\r')), constantFrom('', '\n')).map(([lines, end]) => lines.join('\n') + end);
    holds(
      property(text, text, (before, after) => applied(before, diff('x', before, after)) === after),
      { numRuns: 500 },
    );
  });
  it('changes as few lines as possible', () =>
    assert.equal(body('a\nb\nc\na\nb\nb\na\n', 'c\nb\na\nb\na\nc\n').match(/^[-+]/gm)?.length, 5));
});
