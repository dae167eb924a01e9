import assert from 'node:assert/strict';
import { spotAt } from '../../../server/src/languages/dockerfile/cursor.ts';
import { dockerfile } from '../../../server/src/languages/dockerfile/index.ts';
import { parseDockerfile } from '../../../server/src/languages/dockerfile/parse.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';

const spot = (marked: string) => {
  const offset = marked.indexOf('|');
  const found = spotAt(parseDockerfile(marked.replace('|', '')), offset);
  return found && 'part' in found ? `${found.on} ${found.part}` : found && 'index' in found ? `${found.on} ${found.index}` : found?.on;
};
const parsedOf = (text: string) => dockerfile.parse({ uri: uriOfPath('/project/Dockerfile'), kind: 'dockerfile', version: 1, text });

describe('the caret in a Dockerfile', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['FR|OM x', 'keyword'],
    ['FROM x|', 'word 0'],
    ['FROM x |', 'between'],
    ['COPY --fr|om=a b c', 'flag name'],
    ['COPY --from=a| b c', 'flag value'],
    ['ENV A|=1', 'pair name'],
    ['ENV A=1|', 'pair value'],
    ['RUN a \\\n # c|\n b', 'gap'],
    ['RUN a \\\n |b', 'shell'],
    ['CMD ["a", "b|"]', 'string 1'],
    ['CMD ["a", |"b"]', 'between'],
    ['RUN <<E\nx|\nE\n', 'heredoc body'],
    ['RUN <<E\nx\nE|\n', 'heredoc end'],
    ['RUN <<E\nx\n|', 'heredoc body'],
    ['ONBUILD COPY a| b', 'word 0'],
    ['# x|\nFROM a', 'comment'],
    ['# syntax=|x\nFROM a', 'directive'],
    ['FROM a\n|', undefined],
    ['|', undefined],
  ];
  for (const [marked, expected] of cases)
    it(`is on ${expected ?? 'nothing'} in ${JSON.stringify(marked)}`, () => assert.equal(spot(marked), expected));
});

describe('the comments of a Dockerfile', () => {
  it('stand for what follows them: an instruction, or a line of one', () => {
    const text = '# one\nFROM a\n\n# two\n\nRUN a \\\n  # three\n  && b \\\n  && c\n# four';
    assert.deepEqual(
      dockerfile.comments(parsedOf(text)).map(({ text: words, covers }) => [words, text.slice(covers.from, covers.to)]),
      [
        ['one', 'FROM a'],
        ['two', 'RUN a \\\n  # three\n  && b \\\n  && c'],
        ['three', '  && b \\'],
        ['four', ''],
      ],
    );
  });
});

describe('the outline of a Dockerfile', () => {
  it('shows stages with their instructions', () => {
    const items = dockerfile.outline(parsedOf('# syntax=d\nARG V=1\nFROM a AS b\nRUN x\n\nFROM c\nCMD y\n'));
    assert.deepEqual(
      items.map(({ label, detail, children }) => [label, detail, children.map((child) => `${child.label} ${child.detail}`)]),
      [
        ['syntax', 'd', []],
        ['ARG', 'V=1', []],
        ['b', 'a', ['RUN x']],
        ['c', '', ['CMD y']],
      ],
    );
  });

  it('folds runs of comments inside an instruction', () => {
    const text = 'RUN x \\\n# a\n# b\n y \\\n# c\n z\n';
    assert.deepEqual(
      dockerfile
        .folds(parsedOf(text))
        .filter(({ kind }) => kind === 'comment')
        .map(({ span }) => text.slice(span.from, span.to)),
      ['# a\n# b'],
    );
  });

  it('folds stages, long instructions and runs of comments', () => {
    const text = '# a\n# b\nFROM a\nRUN x \\\n y\nRUN <<E\nz\nE\n';
    assert.deepEqual(
      dockerfile.folds(parsedOf(text)).map(({ kind, span }) => [kind, text.slice(span.from, span.to)]),
      [
        ['region', 'FROM a\nRUN x \\\n y\nRUN <<E\nz\nE'],
        ['comment', '# a\n# b'],
        ['region', 'RUN x \\\n y'],
        ['region', 'RUN <<E\nz\nE'],
      ],
    );
  });
});
