import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readTolerantly } from '../../../server/src/languages/requirements/tolerant.ts';
import { readToml } from '../../../server/src/languages/requirements/toml.ts';
import type { Entry } from '../../../server/src/languages/requirements/value.ts';

const texts = (text: string) => {
  const { tables, whole } = readToml(text);
  const shown = (entries: readonly Entry[]): readonly string[] =>
    entries.map(({ key, value, span }) => `${key.join('/')} ${value.is} ${text.slice(span.from, span.to)}`);
  return {
    whole,
    tables: tables.map(({ path, header, entries }) => [
      path.join('/'),
      header ? text.slice(header.from, header.to) : '',
      ...shown(entries),
    ]),
  };
};

describe('TOML', () => {
  it('is read with the place of everything', () => {
    assert.deepEqual(texts('\ufeffa = 1\n[ b . "c d" ] # x\ne.f = {g = "h"}\n[[i]]\nj = [\n  \'k\',\n]\nl = 2026-11-29\n'), {
      whole: true,
      tables: [
        ['', '', 'a word a = 1'],
        ['b/c d', '[ b . "c d" ]', 'e/f table e.f = {g = "h"}'],
        ['i', '[[i]]', "j list j = [\n  'k',\n]", 'l word l = 2026-11-29'],
      ],
    });
    const [top] = readToml('a = """\nb \\\n  c"""\nd = "\\u00e9"\n').tables;
    assert.deepEqual(
      top?.entries.map(({ value }) => value.is === 'string' && [value.text, value.inner]),
      [
        ['b c', { from: 7, to: 15 }],
        ['é', { from: 24, to: 30 }],
      ],
    );
  });

  it('that is half-typed keeps what can be read, and says that it is not all', () => {
    const typed = (text: string) => {
      const { whole, tables } = texts(text);
      return [whole, ...tables.map((table) => table.join(' ; '))];
    };
    assert.deepEqual(typed('[a]\nb = [\n "c",\n "d\n]\ne = 1\n')[0], false);
    assert.deepEqual(
      typed('[a]\nb =\n[c]\nd = 1\n'),
      [false, '', 'a ; [a]', 'c ; [c] ; d word d = 1'].map((row) => (row === '' ? ' ; ' : row)),
    );
    assert.deepEqual(typed('a = 1\na = 2\n')[0], false);
  });

  it('is understood by the tolerant reader as by the library, in the forms that lock files have', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
    const text = fc.stringMatching(/^[ -!#-[\]-~é🚢]{0,12}$/u).map((inner) => `"${inner}"`);
    const plain = fc.oneof(
      text,
      fc.integer().map(String),
      fc.boolean().map(String),
      fc.stringMatching(/^[ -&(-~]{0,9}$/).map((inner) => `'${inner}'`),
    );
    const inline = fc
      .uniqueArray(fc.tuple(word, plain), { selector: ([key]) => key, maxLength: 4 })
      .map((rows) => `{ ${rows.map(([key, value]) => `${key} = ${value}`).join(', ')} }`);
    const list = fc
      .array(fc.oneof(plain, inline), { maxLength: 5 })
      .chain((items) => fc.constantFrom(`[${items.join(', ')}]`, `[\n${items.map((item) => `    ${item},\n`).join('')}]`));
    const entries = fc
      .uniqueArray(fc.tuple(word, fc.oneof(plain, inline, list)), { selector: ([key]) => key, maxLength: 5 })
      .map((rows) => rows.map(([key, value]) => `${key} = ${value}\n`).join(''));
    const tables = fc
      .array(fc.tuple(fc.constantFrom('[[package]]', '[[metadata.files]]'), entries), { maxLength: 5 })
      .map((rows) => rows.map(([header, body]) => `${header}\n${body}\n`).join(''));
    fc.assert(
      fc.property(entries, tables, (first, rest) => {
        const whole = `# made by a tool\n${first}\n${rest}`;
        const read = readToml(whole);
        assert.equal(read.whole, true, whole);
        assert.deepEqual(readTolerantly(whole), { tables: read.tables, broken: [] }, whole);
      }),
    );
  });
});
