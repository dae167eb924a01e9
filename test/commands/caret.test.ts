import assert from 'node:assert/strict';
import { shellCaret } from '../../server/src/commands/caret.ts';
import { placeIn, splice, unspliced } from '../../server/src/commands/spliced.ts';
import { readCursor } from '../support/cursor.ts';

interface Found {
  readonly typed: string;
  readonly quoted: boolean;
  readonly text: string;
  readonly from: number;
  readonly words?: readonly string[];
  readonly at?: number;
  readonly name?: string;
}
const ask = (marked: string): Found | undefined => {
  const { text, offset } = readCursor(marked);
  const found = shellCaret(unspliced(text, 100), 100 + offset);
  if (!found) return undefined;
  const { typed, quoted, spliced } = found.word;
  const place = { typed, quoted, text: spliced.text, from: placeIn(spliced, 0) - 100 };
  return found.on === 'word' ? { ...place, words: found.words.map((word) => word.text), at: found.at } : { ...place, name: found.name };
};

describe('the caret in a shell line', () => {
  it('is in a word, with what is typed of it', () => {
    assert.deepEqual(ask('pip ins<cursor>tall x'), {
      typed: 'ins',
      quoted: false,
      text: 'install',
      from: 4,
      words: ['pip', 'install', 'x'],
      at: 1,
    });
  });
  it('begins a new word behind a blank', () => {
    assert.deepEqual(ask('pip <cursor> x'), { typed: '', quoted: false, text: '', from: 4, words: ['pip', '', 'x'], at: 1 });
  });
  it('begins a new command behind an operator', () => {
    for (const sign of ['&&', '||', ';', '|', '&', '\n']) {
      assert.deepEqual(ask(`a b ${sign} <cursor>`)?.words, [''], sign);
      assert.deepEqual(ask(`a b ${sign} <cursor> c`)?.words, ['', 'c'], sign);
    }
  });
  it('knows quotes, closed or not', () => {
    assert.deepEqual(ask('a "b c<cursor>"'), { typed: 'b c', quoted: true, text: 'b c', from: 3, words: ['a', 'b c'], at: 1 });
    assert.deepEqual(ask("a 'b<cursor>")?.typed, 'b');
    assert.deepEqual(ask('a --x="b<cursor>"')?.typed, '--x=b');
  });
  it('looks into substitutions and groups', () => {
    assert.deepEqual(ask('a "$(pip <cursor>)" b')?.words, ['pip', '']);
    assert.deepEqual(ask('(cd x && pip <cursor>)')?.words, ['pip', '']);
    assert.deepEqual(ask('if a; then pip <cursor>; fi')?.words, ['pip', '']);
  });
  it('tells the value of an assignment apart', () => {
    assert.deepEqual(ask('A=1 B=x<cursor>y run'), { typed: 'x', quoted: false, text: 'xy', from: 6, name: 'B' });
  });
  it('is nowhere in comments and redirections', () => {
    assert.equal(ask('a # b <cursor>'), undefined);
    assert.equal(ask('a > <cursor>'), undefined);
  });
  it('finds its way back over joined lines', () => {
    const text = splice(unspliced('pip install ', 10), unspliced('dja', 40));
    const found = shellCaret(text, 43);
    assert.equal(found?.word.typed, 'dja');
    assert.equal(found && placeIn(found.word.spliced, 0), 40);
    assert.deepEqual(shellCaret(text, 30)?.word.typed, '', 'between the lines a word of its own begins');
  });
});
