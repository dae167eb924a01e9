// What Docker's documentation of .dockerignore says, and what its matcher (github.com/moby/patternmatcher) does beyond that.
import assert from 'node:assert/strict';
import { dockerignore } from '../../../server/src/languages/dockerignore/index.ts';
import { parse } from '../../../server/src/languages/dockerignore/parse.ts';
import { cleanPath, matcherOf } from '../../../server/src/languages/dockerignore/pattern.ts';
import { judgeOf } from '../../../server/src/languages/dockerignore/verdict.ts';
import { at } from '../../support/project.ts';

const parsed = (text: string) => parse({ uri: at('.dockerignore'), kind: 'dockerignore', version: 1, text });
/** Which of the paths are left out. */
const left = (text: string, ...paths: readonly string[]) => {
  const judge = judgeOf(dockerignore.facts(parsed(text)));
  return paths.filter((path) => judge(path).ignored);
};
const patterns = (text: string) => parsed(text).tree.patterns.map(({ pattern, negated }) => (negated ? `!${pattern}` : pattern));

describe('a .dockerignore', () => {
  it('has comments only in the first column', () => {
    assert.deepEqual(patterns('# a\n # b\n\n  \t\nc # d\n'), ['# b', 'c # d']);
  });

  it('is cleaned: blanks, slashes, dots, a byte order mark, carriage returns', () => {
    assert.deepEqual(patterns('\ufeff/a/\r\n  ./b/../c  \r\n! /d/ \r\n/\r\n.\r\n'), ['a', 'c', '!d', '/', '.']);
    assert.deepEqual(['a//b/', './', '', '/../x', '../x', 'a/../..', '/'].map(cleanPath), ['a/b', '.', '.', '/x', '../x', '..', '/']);
  });

  it('covers its text with lines, and knows where a pattern stands', () => {
    const text = '# a\n\n  !b/c  \nd';
    const { lines, patterns: found } = parsed(text).tree;
    assert.deepEqual(
      lines.map(({ is, span }) => [is, text.slice(span.from, span.to)]),
      [
        ['comment', '# a\n'],
        ['blank', '\n'],
        ['pattern', '  !b/c  \n'],
        ['pattern', 'd'],
      ],
    );
    assert.deepEqual(
      found.map(({ span }) => text.slice(span.from, span.to)),
      ['!b/c', 'd'],
    );
  });

  it('names what stops the build: a lone exclamation mark, a bracket left open, a sign escaped at the end', () => {
    assert.deepEqual(
      parsed('!\n! /\n[a\n[]\n[a-]\nb\\\n[^a-z]\n]\n').tree.patterns.map(({ broken }) => broken),
      ['empty', 'empty', 'syntax', 'syntax', 'syntax', 'syntax', undefined, undefined],
    );
    assert.deepEqual(parsed('a\n!\n').broken, [{ from: 2, to: 3 }]);
  });

  it('is matched from the root of the context, unlike .gitignore', () => {
    assert.deepEqual(left('temp\n', 'temp', 'temp/a', 'a/temp', 'temp2'), ['temp', 'temp/a']);
    assert.deepEqual(left('*/temp*\n', 'a/temp', 'a/temporary.txt', 'temp', 'a/b/temp'), ['a/temp', 'a/temporary.txt']);
    assert.deepEqual(left('temp?\n', 'tempa', 'temp', 'tempab', 'temp/'), ['tempa']);
    assert.deepEqual(left('*.md\n', 'a.md', 'docs/a.md'), ['a.md']);
  });

  it('takes two stars for any number of folders, none included', () => {
    assert.deepEqual(left('**/*.go\n', 'a.go', 'b/a.go', 'b/c/a.go', 'a.goo'), ['a.go', 'b/a.go', 'b/c/a.go']);
    assert.deepEqual(left('**/node_modules\n', 'node_modules', 'a/node_modules/x', 'my_node_modules'), [
      'node_modules',
      'a/node_modules/x',
    ]);
    assert.deepEqual(left('docs/**\n', 'docs', 'docs/a', 'docs/a/b', 'docs2'), ['docs/a', 'docs/a/b']);
    assert.deepEqual(left('a/**/z\n', 'a/z', 'a/b/z', 'a/b/c/z', 'az', 'a/bz'), ['a/z', 'a/b/z', 'a/b/c/z']);
    assert.deepEqual(left('**\n', 'a', 'a/b'), ['a', 'a/b']);
    assert.deepEqual(left('**.pyc\n', 'a.pyc', 'b/a.pyc', 'a.py'), ['a.pyc', 'b/a.pyc']);
  });

  it('lets the last pattern decide, also below an ignored folder', () => {
    assert.deepEqual(left('*.md\n!README.md\n', 'README.md', 'a.md'), ['a.md']);
    assert.deepEqual(left('*.md\n!README*.md\nREADME-secret.md\n', 'README.md', 'README-secret.md', 'x.md'), ['README-secret.md', 'x.md']);
    assert.deepEqual(left('*.md\nREADME-secret.md\n!README*.md\n', 'README.md', 'README-secret.md', 'x.md'), ['x.md']);
    assert.deepEqual(left('*\n!src\n!pyproject.toml\nsrc/secret\n', 'a', 'src', 'src/a/b', 'src/secret/x', 'pyproject.toml'), [
      'a',
      'src/secret/x',
    ]);
    assert.deepEqual(left('!a\na\n', 'a'), ['a']);
  });

  it('knows brackets and escaped signs', () => {
    assert.deepEqual(left('[a-c]?.txt\n', 'ax.txt', 'dx.txt', 'a.txt'), ['ax.txt']);
    assert.deepEqual(left('[^a]b\n', 'ab', 'cb'), ['cb']);
    assert.deepEqual(left('\\*\na\\?\n', '*', 'x', 'a?', 'ab'), ['*', 'a?']);
    assert.deepEqual(left('a.b+(c)$\n', 'a.b+(c)$', 'aXb+(c)$'), ['a.b+(c)$']);
    assert.equal(matcherOf('[z-a]')('b'), false);
    assert.equal(matcherOf('?')('🚢'), true);
  });

  it('says which pattern decided', () => {
    const judge = judgeOf(dockerignore.facts(parsed('*\n!src\n')));
    assert.equal(judge('a').by?.pattern, '*');
    assert.deepEqual([judge('src/x').ignored, judge('src/x').by?.pattern], [false, 'src']);
    assert.deepEqual(judge(''), { ignored: false, by: undefined });
    assert.deepEqual(judge('a/'.repeat(5000)), { ignored: false, by: undefined });
  });

  it('is known by its name, alone or behind that of a Dockerfile', () => {
    const names = ['.dockerignore', 'a/.dockerignore', 'Dockerfile.dockerignore', 'docker/web.Dockerfile.dockerignore', '.containerignore'];
    assert.deepEqual(
      names.filter((name) => !dockerignore.claims(`/p/${name}`, '')),
      [],
    );
    assert.deepEqual(
      ['dockerignore', '.gitignore', '.dockerignore.bak'].filter((name) => dockerignore.claims(`/p/${name}`, '')),
      [],
    );
  });

  it('folds runs of comments, and ties a comment to the pattern below it', () => {
    const text = '# a\n# b\nx\n# c\ny\n';
    assert.deepEqual(dockerignore.folds(parsed(text)), [{ span: { from: 0, to: 7 }, kind: 'comment' }]);
    assert.deepEqual(
      dockerignore.comments(parsed(text)).map(({ text: said, covers }) => [said, text.slice(covers.from, covers.to)]),
      [
        ['a', 'x'],
        ['b', 'x'],
        ['c', 'y'],
      ],
    );
  });
});
