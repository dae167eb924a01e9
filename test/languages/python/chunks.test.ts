import assert from 'node:assert/strict';
import { chance } from '../../../scripts/bench/numbers.ts';
import { cutChunks, recut } from '../../../server/src/languages/python/chunks.ts';

const chunks = (text: string): readonly string[] => cutChunks(text).map(({ at, to }) => text.slice(at, to));

describe('a Python text in chunks', () => {
  it('is cut at the statements of its top level, and nothing is lost', () => {
    const parts = [
      '# top\nimport os\n\n',
      'X = [\n  1,\n]  # end\n# about Y\n',
      'Y = 2; Z = 3\n',
      'class A:\n\n    B = 1\n# note\n    C = 2\n',
      'D = 1',
    ];
    assert.deepEqual(chunks(parts.join('')), parts);
    assert.deepEqual(chunks(''), ['']);
  });

  it('keeps together what belongs together', () => {
    for (const text of [
      'if a:\n  x = 1\nelif b:\n  x = 2\nelse:\n  x = 3\n',
      'try:\n    pass\nexcept A, B:\n    pass\nfinally:\n    pass\n',
      '@a\n@b(1)\n# why\ndef f():\n    pass\n',
      'x = """\na\n"b" \'c\n""" \\\n+ \'d\'\n',
      "x = {\n'a': 1,\nb: '}',  # }\n}\n",
      'x = f"{a["b"]}" + \'#\'\n',
    ])
      assert.deepEqual(chunks(text), [text]);
  });

  it('ends an open bracket at the next line that surely begins a statement', () => {
    assert.deepEqual(chunks('A = [\n  "x",\nB = 1\nC = (2,\n  3)\n'), ['A = [\n  "x",\n', 'B = 1\n', 'C = (2,\n  3)\n']);
    assert.deepEqual(chunks('A = f(\nfrom .base import *\nB = 1\n'), ['A = f(\n', 'from .base import *\n', 'B = 1\n']);
    // Keywords of a call at the margin are no reason to end it while its bracket closes.
    assert.deepEqual(chunks('A = dict(\nB=1,\nC=2,\n)\nD = 1\n'), ['A = dict(\nB=1,\nC=2,\n)\n', 'D = 1\n']);
  });

  it('ends a string that is not closed with its line', () => {
    assert.deepEqual(chunks("A = 'x\nB = 1\n"), ["A = 'x\n", 'B = 1\n']);
  });

  it('takes line ends of all kinds, and leaves a byte order mark out', () => {
    assert.deepEqual(chunks('\ufeffA = 1\r\nB = (\r\n 2)\r\nC = 3\rD = 4'), ['A = 1\r\n', 'B = (\r\n 2)\r\n', 'C = 3\r', 'D = 4']);
  });

  it('takes time in proportion to a text that never closes anything', () => {
    const text = 'a = (\n'.repeat(40_000);
    const from = performance.now();
    assert.equal(chunks(text).length, 40_000);
    assert.ok(performance.now() - from < 2000);
  });

  it('is cut after any edit as it would be at once', () => {
    const dice = chance(7);
    const below = (most: number): number => Math.floor(dice() * most);
    const pieces = [
      ...['(', ')', '[', ']', '{', '}', '"', "'", '"""', '#', '\\', '\n', '\r', '\r\n', ' ', '\n    ', '\n\n', '\ufeff', '@a\n', 'x', '='],
      ...[
        'A = (\n',
        ')\n',
        'B = 1\n',
        'else:\n',
        'except E:\n',
        'if a:\n    b = 1\n',
        'def f():\n',
        'C = dict(\na=1,\n)\n',
        'D = [\n  1,\n]\n',
      ],
    ];
    for (let round = 0; round < 60; round++) {
      let text = Array.from({ length: below(14) }, () => pieces[below(pieces.length)]).join('');
      let cuts = cutChunks(text);
      for (let i = 0; i < 60; i++) {
        const from = below(text.length + 1);
        const gone = below(3) > 0 ? 0 : below(10);
        const next = text.slice(0, from) + (below(4) > 0 ? pieces[below(pieces.length)] : '') + text.slice(from + gone);
        const { front, cuts: between, back } = recut(next, text, cuts);
        const by = next.length - text.length;
        const behind = cuts.slice(cuts.length - back).map((cut) => ({ ...cut, at: cut.at + by, to: cut.to + by }));
        const typed = [...cuts.slice(0, front), ...between, ...behind];
        const fresh = cutChunks(next);
        assert.deepEqual(typed, fresh, JSON.stringify([text, next]));
        [text, cuts] = [next, fresh];
      }
    }
  });
});
