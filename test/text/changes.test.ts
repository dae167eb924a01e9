import assert from 'node:assert/strict';
import { array, constantFrom, assert as holds, property } from 'fast-check';
import { editsBetween, takenBack } from '../../server/src/text/changes.ts';
import { applyEdits } from '../../server/src/text/edit.ts';

const before = 'a\nb\nc\nd\n';
const after = 'a\nB\nc\nd\nnew 1\nnew 2\n';

describe('edits between two texts', () => {
  it('are whole lines, and only those that differ', () =>
    assert.deepEqual(editsBetween(before, after), [
      { span: { from: 2, to: 4 }, text: 'B\n' },
      { span: { from: 8, to: 8 }, text: 'new 1\nnew 2\n' },
    ]));

  it('make the one of the other, whatever they are', () => {
    const text = array(constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd')).map((lines) => lines.join(''));
    holds(property(text, text, (one, other) => assert.equal(applyEdits(one, editsBetween(one, other)), other)));
  });
});

describe('a change that is taken back', () => {
  it('leaves the text as it was, when nothing happened since', () => assert.equal(takenBack(before, after, after), before));

  it('keeps what was changed elsewhere since', () => {
    assert.equal(takenBack(before, after, 'mine\na\nB\nc\nD\nnew 1\nnew 2\n'), 'mine\na\nb\nc\nD\n');
    assert.equal(takenBack(before, after, `${after}mine\n`), `${before}mine\n`);
  });

  it('is refused when one of its lines is another by now', () => {
    assert.equal(takenBack(before, after, 'a\nBB\nc\nd\nnew 1\nnew 2\n'), undefined);
    assert.equal(takenBack(before, after, 'a\nB\nc\nd\nnew 1\nbetween\nnew 2\n'), undefined);
    assert.equal(takenBack(before, after, ''), undefined);
  });

  it('is refused where two insertions would meet, because nobody knows their order', () =>
    assert.equal(takenBack('a\ngone\nb\n', 'a\nb\n', 'a\nmine\nb\n'), undefined));

  it('never loses a line that was written since', () => {
    const line = constantFrom('a\n', 'b\n', 'c\n');
    const text = array(line).map((lines) => lines.join(''));
    holds(
      property(text, text, array(line), (one, other, more) => {
        const now = other + more.map((each) => each.toUpperCase()).join('');
        const back = takenBack(one, other, now);
        if (back !== undefined) assert.equal(back, one + now.slice(other.length));
      }),
    );
  });
});
