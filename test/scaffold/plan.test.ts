import assert from 'node:assert/strict';
import { extended, planFiles } from '../../server/src/scaffold/plan.ts';

const over = (existing: Readonly<Record<string, string>>, replace: readonly string[] = []) =>
  planFiles(
    [
      { path: 'Dockerfile', text: 'FROM python:3.13\n' },
      { path: '.dockerignore', text: '# Ours\n.git\n.env\n', lines: true },
    ],
    (path) => existing[path],
    new Set(replace),
  ).map(({ path, state, after }) => [path, state, after]);

describe('a plan', () => {
  it('makes what is not there', () => {
    assert.deepEqual(over({}), [
      ['Dockerfile', 'new', 'FROM python:3.13\n'],
      ['.dockerignore', 'new', '# Ours\n.git\n.env\n'],
    ]);
  });

  it('puts a file beside one that says something else, and finds a free name', () => {
    assert.deepEqual(over({ Dockerfile: 'FROM x\n' })[0], ['Dockerfile.new', 'beside', 'FROM python:3.13\n']);
    assert.deepEqual(over({ Dockerfile: 'FROM x\n', 'Dockerfile.new': 'mine\n' })[0], ['Dockerfile.new2', 'beside', 'FROM python:3.13\n']);
    assert.deepEqual(over({ Dockerfile: 'FROM x\n', 'Dockerfile.new': 'FROM python:3.13\n' })[0]?.[1], 'same');
  });

  it('replaces a file only when told to, and leaves one that is the same', () => {
    assert.deepEqual(over({ Dockerfile: 'FROM x\n' }, ['Dockerfile'])[0], ['Dockerfile', 'edit', 'FROM python:3.13\n']);
    assert.deepEqual(over({ Dockerfile: 'FROM python:3.13\r\n' })[0], ['Dockerfile', 'same', 'FROM python:3.13\r\n']);
  });

  it('adds the lines a list lacks, in its own line ends', () => {
    assert.equal(extended('.git/\r\nmedia', '.git\n.env\n'), '.git/\r\nmedia\r\n\r\n.env\r\n');
    assert.equal(extended('.git\n.env\n', '# Ours\n.env\n'), '.git\n.env\n');
    assert.equal(extended('', '.env\n'), '.env\n');
  });
});
