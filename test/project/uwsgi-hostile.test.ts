import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { unknown } from '../../server/src/languages/maybe.ts';
import { type Expansion, expand } from '../../server/src/project/uwsgi/expand.ts';
import { worldOf } from '../../server/src/project/uwsgi/world.ts';
import { at, knowledge, projectOf } from '../support/project.ts';

/** The options of the first file. */
const expansionOf = (files: Readonly<Record<string, string>>): Expansion => {
  const project = projectOf(files);
  const first = project.all.uwsgi.find(({ facts }) => facts.uri === at(Object.keys(files)[0] ?? ''));
  assert.ok(first);
  return expand(first.facts, worldOf(project), knowledge);
};
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const size = ({ stored }: Expansion): number => stored.reduce((sum, { value }) => sum + (value === unknown ? 0 : value.length), 0);

describe('a uwsgi.ini that would grow without end', () => {
  it('gives up variables that double forty times', () => {
    const lines = numbers(40).map((i) => `a${i} = ${i === 1 ? 'xx' : `%(a${i - 1})%(a${i - 1})`}`);
    const expansion = expansionOf({ 'uwsgi.ini': `[uwsgi]\n${lines.join('\n')}\nenv = A=%(a40)\n` });
    assert.equal(expansion.stored.length, 41);
    assert.equal(expansion.stored[2]?.value, 'xxxxxxxx');
    assert.equal(expansion.stored.at(-1)?.value, unknown);
    assert.ok(size(expansion) < 20_000_000);
  });

  it('gives up a long word put in many times', () => {
    const text = `[uwsgi]\nfor = ${'x'.repeat(100_000)}\nenv = ${'%(_)'.repeat(25_000)}\nendfor =\n`;
    assert.equal(expansionOf({ 'uwsgi.ini': text }).stored[1]?.value, unknown);
  });

  it('stops storing when rounds multiply, and says that the list is open', () => {
    const text = `[uwsgi]\nfor = ${'w '.repeat(49_000)}\n${'env = A=%(_)\n'.repeat(3000)}endfor =\n`;
    const { stored, open } = expansionOf({ 'uwsgi.ini': text });
    assert.equal(stored.length, 50_000);
    assert.equal(open, true);
  });

  it('stops reading when includes multiply', () => {
    for (const key of ['include', 'inherit']) {
      const files = numbers(30).map((i) => [`u${i}.uwsgi.ini`, `[uwsgi]\n${`${key} = u${i + 1}.uwsgi.ini\n`.repeat(3)}`]);
      const { stored, open } = expansionOf({ ...Object.fromEntries(files), 'u31.uwsgi.ini': '[uwsgi]\nmaster = true\n' });
      assert.ok(stored.length < 5000, key);
      assert.equal(open, true, key);
    }
  });

  it('stops following a chain of includes', () => {
    for (const key of ['include', 'inherit']) {
      const files = numbers(300).map((i) => [`u${i}.uwsgi.ini`, `[uwsgi]\n${key} = u${i + 1}.uwsgi.ini\n`]);
      const { files: read, open } = expansionOf(Object.fromEntries(files));
      assert.ok(read.length > 10 && read.length < 30, key);
      assert.equal(open, true, key);
    }
  });
});
