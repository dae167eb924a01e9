import assert from 'node:assert/strict';
import type { Parsed } from '../../../server/src/languages/language.ts';
import { factsOf, parse } from '../../../server/src/languages/languages.ts';
import {
  importOf,
  itemAfter,
  itemBefore,
  itemRemoved,
  linesAt,
  type Written,
  writtenOf,
} from '../../../server/src/languages/python/writing.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';

const written = (text: string): Written => {
  const parsed = parse({ uri: uriOfPath('/p/settings.py'), kind: 'python', version: 1, text }) as Parsed<'python'>;
  return writtenOf({ parsed, facts: factsOf(parsed) });
};
const spanOf = (text: string, part: string) => ({ from: text.indexOf(part), to: text.indexOf(part) + part.length });
const behind = (text: string, part: string, code: string) => applyEdits(text, [itemAfter(written(text), spanOf(text, part), code)]);
const ahead = (text: string, part: string, code: string) => applyEdits(text, [itemBefore(written(text), spanOf(text, part), code)]);
const without = (text: string, part: string) => applyEdits(text, [itemRemoved(written(text), spanOf(text, part))]);

describe('edits of Python text', () => {
  it('know the habits of a file', () => {
    const { end, indent, quote } = written('import os\r\nA = [\r\n\t"x",\r\n]\r\n');
    assert.deepEqual({ end, indent, quote }, { end: '\r\n', indent: '\t', quote: '"' });
    assert.equal(written("A = 'x'\n").quote, "'");
    assert.equal(written('A = 1\n').indent, '    ');
  });

  it('put an item behind another one', () => {
    assert.equal(behind("M = [\n    'a',\n    'b',\n]\n", "'a'", "'x'"), "M = [\n    'a',\n    'x',\n    'b',\n]\n");
    assert.equal(behind("M = [\n    'a',  # first\n    'b'\n]\n", "'a'", "'x'"), "M = [\n    'a',  # first\n    'x',\n    'b'\n]\n");
    assert.equal(behind("M = [\n    'a',\n    'b'\n]\n", "'b'", "'x'"), "M = [\n    'a',\n    'b',\n    'x'\n]\n");
    assert.equal(behind("M = [\r\n  'a',\r\n]\r\n", "'a'", "'x'"), "M = [\r\n  'a',\r\n  'x',\r\n]\r\n");
    assert.equal(behind("M = ['a', 'b']\n", "'a'", "'x'"), "M = ['a', 'x', 'b']\n");
    assert.equal(behind("M = ['a', 'b']\n", "'b'", "'x'"), "M = ['a', 'b', 'x']\n");
    assert.equal(behind("M = ('a',)\n", "'a'", "'x'"), "M = ('a', 'x',)\n");
  });

  it('put an item in front of another one', () => {
    assert.equal(ahead("M = [\n    'a',\n]\n", "'a'", "'x'"), "M = [\n    'x',\n    'a',\n]\n");
    assert.equal(ahead("M = ['a']\n", "'a'", "'x'"), "M = ['x', 'a']\n");
  });

  it('take an item out', () => {
    assert.equal(without("M = [\n    'a',  # first\n    'b',\n]\n", "'a'"), "M = [\n    'b',\n]\n");
    assert.equal(without("M = [\n    'a',\n    'b'\n]\n", "'b'"), "M = [\n    'a',\n]\n");
    assert.equal(without("M = ['a', 'b', 'c']\n", "'b'"), "M = ['a', 'c']\n");
    assert.equal(without("M = ['a', 'b']\n", "'b'"), "M = ['a']\n");
    assert.equal(without("M = ['a']\n", "'a'"), 'M = []\n');
  });

  it('bring an import once, in front of the others', () => {
    const brought = (text: string) => applyEdits(text, importOf(written(text), 'os'));
    assert.equal(brought('"""Doc."""\nfrom pathlib import Path\n\nA = 1\n'), '"""Doc."""\nimport os\nfrom pathlib import Path\n\nA = 1\n');
    assert.equal(brought('import os\nA = 1\n'), 'import os\nA = 1\n');
    assert.equal(brought('import os.path\nA = 1\n'), 'import os\nimport os.path\nA = 1\n');
    assert.equal(brought('"""Doc."""\nA = 1\n'), '"""Doc."""\nimport os\n\nA = 1\n');
    assert.equal(brought('A = 1\n'), 'import os\n\nA = 1\n');
    // Too late for the settings above it, or out of their sight.
    assert.equal(brought('A = 1\nimport os\nB = 2\n'), 'import os\n\nA = 1\nimport os\nB = 2\n');
    assert.equal(brought('def f():\n    import os\n\nA = 1\n'), 'import os\n\ndef f():\n    import os\n\nA = 1\n');
    // The folder is often set among the imports.
    assert.equal(brought('import sys\nBASE_DIR = 1\nimport os\nA = 1\n'), 'import sys\nBASE_DIR = 1\nimport os\nA = 1\n');
  });

  it('add lines behind the imports and at an end without a line break', () => {
    const text = 'import os\nfrom a import (\n    b,\n)\nA = 1';
    const file = written(text);
    assert.equal(applyEdits(text, [linesAt(file, file.afterImports, ['B = 2'])]), 'import os\nfrom a import (\n    b,\n)\nB = 2\nA = 1');
    assert.equal(applyEdits(text, [linesAt(file, text.length, ['B = 2'])]), `${text}\nB = 2\n`);
  });
});
