// A tree that is made from the one before must be the one that is made from nothing.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type IniTree, parseIni } from '../../../server/src/languages/uwsgi/parse.ts';
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

/** What a tree says and where; how its lines are laid together is its own business. */
const shown = ({ text: all, lines, mark }: IniTree) => ({
  all,
  mark,
  lines: lines.map(({ is, span, swallows, shape }) => ({ is, span, swallows, shape })),
});

/** A text of many lines, blocks among them, so that it has several stretches. */
const long = Array.from({ length: 400 }, (_, i) =>
  i % 97 === 0 ? `[part-${i}]` : i % 31 === 0 ? 'if-env = A' : i % 31 === 9 ? 'endif =' : `key-${i} = ${i}`,
).join('\n');

describe('a uwsgi.ini that is edited', () => {
  it('has the tree of its new text, whatever was typed where', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat({ max: 12 }), text, (before, place, length, typed) => {
        const at = place % (before.length + 1);
        const after = before.slice(0, at) + typed + before.slice(at + length);
        assert.deepEqual(shown(parseIni(after, parseIni(before))), shown(parseIni(after)));
      }),
      { numRuns: 2000 },
    );
  });
  it('has it in a long file too, after one edit and another', () => {
    const edit = fc.tuple(fc.nat(), fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 3000 })), text);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        let now = long;
        let tree = parseIni(now);
        for (const [place, length, typed] of edits) {
          const at = place % (now.length + 1);
          now = now.slice(0, at) + typed + now.slice(at + length);
          tree = parseIni(now, tree);
          assert.deepEqual(shown(tree), shown(parseIni(now)));
          for (const { lines } of tree.stretches)
            assert.ok(
              lines.slice(1).every(({ is }) => is !== 'header'),
              'a header begins a stretch',
            );
        }
      }),
      { numRuns: 200 },
    );
  });
  it('gives its stretches to one text that follows it; another one is read from nothing', () => {
    const before = parseIni(long);
    const first = parseIni(`# one\n${long}`, before);
    const second = parseIni(`# another\n${long}`, before);
    assert.deepEqual(shown(first), shown(parseIni(`# one\n${long}`)));
    assert.deepEqual(shown(second), shown(parseIni(`# another\n${long}`)));
  });
  it('keeps the lines above an edit, and what the lines below it say', () => {
    const before = parseIni('[uwsgi]\nmaster = true\nvacuum = true\nuid = %(user)\n');
    const after = parseIni('[uwsgi]\nmaster = true\nvacuum = no\nuid = %(user)\n', before);
    const said = (line: (typeof before.lines)[number] | undefined) => (line?.is === 'assignment' ? line.shape : undefined);
    assert.equal(after.lines[1]?.shape, before.lines[1]?.shape);
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
