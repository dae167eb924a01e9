import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linesAfter, linesOf } from '../../server/src/text/lines.ts';
import '../support/seed.ts';

const ends = fc.constantFrom('\n', '\r\n', '\r', '\n\r', 'a', 'bc ', '');
const text = fc.array(ends, { maxLength: 40 }).map((parts) => parts.join(''));

describe('the lines of a text', () => {
  it('are told by every kind of line end', () => {
    assert.deepEqual(linesOf('a\nb\r\nc\rd').starts, [0, 2, 5, 7]);
    assert.deepEqual(linesOf('').starts, [0]);
  });

  it('follow from those before an edit as if they were counted anew', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), (before, typed, from, length) => {
        const at = from % (before.length + 1);
        const after = before.slice(0, at) + typed + before.slice(at + (length % (before.length - at + 1)));
        assert.deepEqual(linesAfter(linesOf(before), before, after), linesOf(after));
      }),
      { numRuns: 2000 },
    );
  });
});
