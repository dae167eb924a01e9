// A tree that is made from the one before must be the one that is made from nothing.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseIni } from '../../../server/src/languages/uwsgi/parse.ts';
import { sameEnds } from '../../../server/src/text/ends.ts';

const piece = fc.constantFrom(
  '\n',
  '\r\n',
  '%',
  '%%',
  '%(',
  ')',
  '=',
  '[',
  ']',
  ';',
  '#',
  ' ',
  'a',
  'b=%d',
  'x = 1\n',
  '[uwsgi]\n',
  '\ufeff',
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

describe('a uwsgi.ini that is edited', () => {
  it('has the tree of its new text, whatever was typed where', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat({ max: 12 }), text, (before, place, length, typed) => {
        const at = place % (before.length + 1);
        const after = before.slice(0, at) + typed + before.slice(at + length);
        assert.deepEqual(parseIni(after, parseIni(before)), parseIni(after));
      }),
      { numRuns: 2000 },
    );
  });
  it('keeps the lines above an edit, and what the lines below it say', () => {
    const before = parseIni('[uwsgi]\nmaster = true\nvacuum = true\nuid = %(user)\n');
    const after = parseIni('[uwsgi]\nmaster = true\nvacuum = no\nuid = %(user)\n', before);
    const said = (line: (typeof before.lines)[number] | undefined) => (line?.is === 'assignment' ? line.shape : undefined);
    assert.equal(after.lines[1], before.lines[1]);
    assert.ok(said(after.lines[3]));
    assert.equal(said(after.lines[3]), said(before.lines[3]));
    assert.notEqual(said(after.lines[2]), said(before.lines[2]));
  });
  it('is compared with what it was up to the last character, however long it is', () => {
    for (const length of [0, 1, 1023, 1024, 1025, 5000]) {
      const same = 'x'.repeat(length);
      assert.deepEqual(sameEnds(`${same}a`, `${same}b`), { head: length, tail: 0 }, `${length} before`);
      assert.deepEqual(sameEnds(`a${same}`, `b${same}`), { head: 0, tail: length }, `${length} behind`);
      assert.deepEqual(sameEnds(same, `${same}x`), { head: length, tail: 0 }, `${length} in all`);
    }
  });
});
