import assert from 'node:assert/strict';
import type { Cursor } from '../../../server/src/languages/language.ts';
import { languages } from '../../../server/src/languages/languages.ts';
import { readCursor } from '../../support/cursor.ts';
import { at } from '../../support/project.ts';

const under = (marked: string): Cursor => {
  const { text, offset } = readCursor(marked);
  return languages.uwsgi.cursor(languages.uwsgi.parse({ uri: at('uwsgi.ini'), kind: 'uwsgi', version: 1, text }), offset);
};

describe('the caret in a uwsgi.ini', () => {
  it('is on a name from its first to its last character', () => {
    for (const marked of ['<cursor>master = 1', 'mas<cursor>ter = 1', 'master<cursor> = 1', 'master <cursor>= 1']) {
      const cursor = under(marked);
      assert.equal(cursor.on, 'name', marked);
      assert.equal(cursor.on === 'name' && cursor.text, 'master', marked);
    }
  });
  it('is on an empty name on a blank line and at the end of the text', () => {
    for (const marked of ['[uwsgi]\n<cursor>\nmaster = 1', '[uwsgi]\n<cursor>', '<cursor>', '[uwsgi]\n  <cursor>']) {
      const cursor = under(marked);
      assert.equal(cursor.on === 'name' && cursor.text, '', marked);
    }
  });
  it('is on a value behind the equals sign, with or without text', () => {
    assert.deepEqual(under('a = b<cursor>c'), {
      on: 'value',
      of: 'uwsgi-option',
      owner: 'a',
      text: 'bc',
      span: { from: 4, to: 6 },
      typed: 'b',
    });
    assert.deepEqual(under('a =<cursor>'), { on: 'value', of: 'uwsgi-option', owner: 'a', text: '', span: { from: 3, to: 3 }, typed: '' });
  });
  it('is on a magic variable, also a half-typed one', () => {
    assert.equal(under('a = %d<cursor>x').on, 'magic');
    const half = under('a = b%<cursor>');
    assert.equal(half.on === 'magic' && half.letter, '');
  });
  it('is on a key inside a placeholder, also an open one', () => {
    const inside = under('a = %(ba<cursor>se + 1)');
    assert.equal(inside.on === 'reference' && `${inside.to} ${inside.text}`, 'placeholder base');
    const open = under('a = %(ba<cursor>');
    assert.equal(open.on === 'reference' && `${open.to} ${open.text}`, 'placeholder ba');
  });
  it('is on an environment variable', () => {
    const cursor = under('a = $(HO<cursor>ME)');
    assert.equal(cursor.on === 'reference' && `${cursor.to} ${cursor.text}`, 'environment HOME');
  });
  it('is on nothing in a comment', () => {
    assert.equal(under('# mas<cursor>ter').on, 'nothing');
  });
  it('is on a header', () => {
    assert.equal(under('[uw<cursor>sgi]').on, 'header');
  });
});
