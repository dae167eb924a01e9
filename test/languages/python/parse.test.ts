import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Parsed } from '../../../server/src/languages/language.ts';
import { python } from '../../../server/src/languages/python/index.ts';
import { bodyOf, parse } from '../../../server/src/languages/python/parse.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';
import { shapeOf, shapesOf } from '../../oracle/python/shape.ts';

const read = (text: string, before?: Parsed<'python'>) =>
  parse({ uri: uriOfPath('/project/m.py'), kind: 'python', version: 1, text }, before);

describe('Python as statements', () => {
  it('reads newer syntax than its grammar knows', () => {
    assert.equal(shapeOf('try:\n  x = 1\nexcept A, B:\n  x = 2\n'), '(try {(= x (i 1) -)} (except [A B] {(= x (i 2) -)}) {} {})');
    assert.equal(shapeOf('x = t"a{b}"\ny = 1\n'), '(= x (s "a" (fill b - plain)) -) (= y (i 1) -)');
    assert.equal(shapeOf('type X[T] = list[T]\ndef f[T](a: T): pass\n'), 'other (def f [a] {other} )');
    assert.match(shapeOf('with (open(a) as f, open(b) as g):\n    x = 1\ny = 2\n'), /\(= x \(i 1\) -\).*\(= y \(i 2\) -\)$/);
  });

  it('puts `not` back in its place', () => {
    assert.equal(shapeOf('x = a and not b or c'), '(= x (or (and a (unot b)) c) -)');
    assert.equal(shapeOf('x = not a and b'), '(= x (and (unot a) b) -)');
  });

  it('confines what is broken to the statement it lies in', () => {
    assert.equal(shapeOf('A = [1,\nB = 2\n'), '(= A broken -) (= B (i 2) -)');
    assert.equal(shapeOf('A = f(a b)\nB = x.\nC = 3\n'), '(= A broken -) (= B broken -) (= C (i 3) -)');
    assert.equal(shapeOf('from .base import\nB = 2\n'), 'broken (= B (i 2) -)');
    assert.equal(shapeOf('if x\nB = 2\n'), 'broken (= B (i 2) -)');
    assert.equal(shapeOf('A = 1 B = 2\nC = 3\n'), 'broken broken (= C (i 3) -)');
  });

  it('says which names a broken statement holds', () => {
    const names = read('A B = c\n').tree.chunks.flatMap(({ chunk }) =>
      bodyOf(chunk).flatMap((one) => (one.is === 'broken' ? one.names : [])),
    );
    assert.deepEqual(names, ['A', 'B', 'c']);
  });

  it('gives up on what is nested too deeply instead of falling over', () => {
    for (const text of [
      `x = ${'['.repeat(5000)}${']'.repeat(5000)}`,
      `x = ${'not '.repeat(5000)}a`,
      `x = ${'('.repeat(3000)}1`,
      `x = ${'-'.repeat(5000)}1`,
    ])
      assert.match(shapeOf(`${text}\n`), /broken/);
    assert.match(shapeOf(`x = ${'a + '.repeat(300)}a\n`), /^\(= x \(\+ /);
    assert.match(shapeOf(`x = ${'a and '.repeat(300)}a\n`), /^\(= x \(and a a /);
  });

  it('keeps the chunks an edit did not touch', () => {
    const before = read('A = 1\nB = [2,\n 3]\nC = 4\n');
    const after = read('A = 1\nB = [2,\n 33]\nC = 4\n', before);
    const [a, b, c] = before.tree.chunks;
    const [d, e, f] = after.tree.chunks;
    assert.equal(d?.chunk, a?.chunk);
    assert.notEqual(e?.chunk, b?.chunk);
    assert.equal(f?.chunk, c?.chunk);
    assert.equal(f?.at, (c?.at ?? 0) + 1);
  });

  it('reads the same after any edits as it does at once', () => {
    const long = `X = {\n${Array.from({ length: 70 }, (_, i) => `    "key${i}": [${i}, f(a, b="c")],\n`).join('')}}\n`;
    const part = (i: number) =>
      `    if a:\n        B${i} = values.List(["x"], name="y")\n    try:\n        c(${i})\n    except E:\n        pass\n`;
    const wide = `class Base(Other):\n${Array.from({ length: 30 }, (_, i) => part(i)).join('')}\n    def f(self):\n        return 1\n`;
    const start = `import os\n${long}${wide}if a:\n    B = 1\nelse:\n    B = (\n 2,)\n@d\ndef f():\n    return """x"""\n`;
    const piece = fc.constantFrom(
      '[',
      ']',
      '(',
      '"',
      "'",
      '"""',
      '\n',
      '    ',
      '#',
      'x',
      ' = 1\n',
      'if a:\n',
      'else:\n',
      '@',
      '\\',
      'f"{',
      ',',
      '\r\n',
    );
    const edit = fc.tuple(fc.nat({ max: start.length + 40 }), fc.nat({ max: 30 }), piece);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let text = start;
        let parsed = read(text);
        for (const [from, length, inserted] of edits) {
          text = text.slice(0, from) + inserted + text.slice(from + length);
          parsed = read(text, parsed);
        }
        assert.equal(shapesOf(parsed), shapeOf(text));
      }),
      {
        numRuns: 60,
        // A long statement that is broken and mended again, and broken by what stands in front of it.
        examples: [
          [
            [
              [2238, 0, '"""'],
              [651, 0, '"""'],
              [13, 0, '['],
            ],
          ],
        ],
      },
    );
  });
});

describe('what a Python module says', () => {
  const facts = (text: string) => python.facts(read(text));

  it('lists the names of its top level where they are first bound', () => {
    const text =
      'import os.path, sys as s\nfrom a import b as c\nx, (y, *z) = v\nif t:\n    d = 1\ntry:\n    def f(): g = 1\nexcept E:\n    d = 2\nwith o as w:\n    pass\n';
    const { names, closed } = facts(text);
    assert.deepEqual([...names.keys()], ['os', 's', 'c', 'x', 'y', 'z', 'd', 'f', 'w']);
    assert.equal(text.slice(names.get('d')?.from, names.get('d')?.to), 'd');
    assert.equal(names.get('d')?.from, text.indexOf('d = 1'));
    assert.equal(closed, true);
  });

  it('is open where names come from elsewhere', () => {
    for (const text of ['from x import *\n', 'globals()["a"] = 1\n', 'exec(x)\n', 'a b\n', 'if x:\n    from y import *\n'])
      assert.equal(facts(text).closed, false, text);
  });

  it('finds the settings module in the forms manage.py and wsgi.py have', () => {
    const named = (text: string) => facts(text).namings.map((one) => `${one.text}${one.testing ? ' (test)' : ''}`);
    assert.deepEqual(named('def main():\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n'), ['shop.settings']);
    assert.deepEqual(named('os.environ.setdefault(key="DJANGO_SETTINGS_MODULE", default="shop.settings")\n'), ['shop.settings']);
    assert.deepEqual(named('os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"\n'), ['shop.settings']);
    assert.deepEqual(
      named(
        'if "test" in sys.argv:\n    setdefault("DJANGO_SETTINGS_MODULE", "a.test")\nelse:\n    setdefault("DJANGO_SETTINGS_MODULE", "a.local")\n',
      ),
      ['a.test (test)', 'a.local'],
    );
    assert.deepEqual(named('e["DJANGO_SETTINGS_MODULE"] = "a" if TESTING else "b"\n'), ['a (test)', 'b']);
    assert.deepEqual(named('e.setdefault("DJANGO_SETTINGS_MODULE", os.getenv("X", "a.b"))\n'), ['a.b']);
    assert.deepEqual(named('e.setdefault("DJANGO_SETTINGS_MODULE", f"a.{b}")\n'), []);
    const text = 'e.setdefault("DJANGO_CONFIGURATION", "Prod")\n';
    assert.deepEqual(facts(text).namings, [
      { variable: 'DJANGO_CONFIGURATION', text: 'Prod', testing: false, span: { from: text.indexOf('"Prod"'), to: text.indexOf(')') } },
    ]);
  });

  it('lists what it imports, functions included', () => {
    const { imports } = facts('import a.b, c\ndef f():\n    from ..d import e\n    from .g import *\n');
    assert.deepEqual(
      imports.map(({ level, module, names, star }) => [level, module, names, star]),
      [
        [0, 'a.b', undefined, false],
        [0, 'c', undefined, false],
        [2, 'd', ['e'], false],
        [1, 'g', undefined, true],
      ],
    );
  });

  it('knows what a comment stands for', () => {
    const text = '# one\nA = [\n    # two\n    "x",\n    "y",  # three\n]\n\n# four\nif a:\n    # five\n    b = (\n 1)\n# six\n';
    const parsed = read(text);
    assert.deepEqual(
      python.comments(parsed).map((one) => [one.text, text.slice(one.covers.from, one.covers.to)]),
      [
        ['one', text.slice(text.indexOf('A'), text.indexOf(']') + 1)],
        ['two', '"x",'],
        ['three', '    "y",  # three'],
        ['four', 'if a:'],
        ['five', 'b = (\n 1)'],
        ['six', ''],
      ],
    );
  });
});
