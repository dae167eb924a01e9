// Our tree beside that of dockerfile-ast, the parser behind most editors. Where the two differ, BuildKit's own parser is right, and the
// difference stands in the list below with its reason.
import assert from 'node:assert/strict';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { parseDockerfile } from '../../../server/src/languages/dockerfile/parse.ts';

/** Each instruction with its place, and its words where both split at blanks. */
const theirs = (text: string): readonly string[] => {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1);
  const offset = ({ line, character }: { readonly line: number; readonly character: number }) => (starts[line] ?? 0) + character;
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((one) => {
      const { start, end } = one.getRange();
      const words = /^(?:FROM|EXPOSE)$/.test(one.getKeyword()) ? one.getArguments().map((argument) => argument.getValue()) : [];
      return [one.getKeyword(), `${offset(start)}-${offset(end)}`, ...words].join(' ');
    });
};
const ours = (text: string): readonly string[] =>
  parseDockerfile(text).instructions.map(({ name, content, words }) =>
    [name, `${content.from}-${content.to}`, ...(/^(?:FROM|EXPOSE)$/.test(name) ? words.map((word) => word.text) : [])].join(' '),
  );

const differences: readonly { readonly why: string; readonly text: string; readonly ours: readonly string[] }[] = [
  {
    why: 'a blank may stand between `<<` and the word that ends a here-document (reHeredoc in frontend/dockerfile/parser/parser.go)',
    text: 'RUN cat << EOF\na\nEOF\nUSER c\n',
    ours: ['RUN 0-20', 'USER 21-27'],
  },
  {
    why: 'a here-document may have the number of a descriptor in front (the same expression)',
    text: 'RUN cat 3<<EOF\na\nEOF\nUSER c\n',
    ours: ['RUN 0-20', 'USER 21-27'],
  },
  {
    why: 'a doubled sign at the end of a line does not continue it (the line continuation in the same file)',
    text: 'RUN echo \\\\\nUSER x\n',
    ours: ['RUN 0-11', 'USER 12-18'],
  },
  {
    why: 'what follows the last continuation of the file is no part of the instruction, whose line the file has ended',
    text: 'RUN a \\\n\n# end\n',
    ours: ['RUN 0-5'],
  },
];

describe('the tree beside that of dockerfile-ast', () => {
  for (const { why, text, ours: wanted } of differences) {
    it(`differs: ${why}`, () => {
      assert.deepEqual(ours(text), wanted);
      // A difference that is gone is to be taken off the list.
      assert.notDeepEqual(theirs(text), wanted);
    });
  }

  it('is the same for what people write', () => {
    const line = fc.constantFrom(
      ...[
        'FROM python:3.13 AS base',
        'from base',
        'FROM --platform=$BUILDPLATFORM node:22',
        'RUN a && b',
        'RUN a \\\n  && b \\\n\t--c',
        '  RUN a',
      ],
      ...[
        'RUN a \\\n  # why\n\n  && b',
        'RUN a \\\n # why \\\n b',
        'RUN a \\  \n b',
        'RUN <<EOF\na\nEOF',
        'RUN <<-"E" cat\n\ta\n\tE',
        'COPY <<A <<B /x/\na\nA\nb\nB',
      ],
      ...[
        'COPY --from=base --chown=a:b x y /z/',
        'CMD ["a", "b c"]',
        "ENTRYPOINT ['a']",
        'ENV A=1 B="x y" C=a\\ b',
        'ENV D e f',
        'ARG V=1',
        'LABEL "c d"=e',
      ],
      ...[
        'HEALTHCHECK --interval=5s CMD curl x',
        'HEALTHCHECK NONE',
        'ONBUILD RUN a \\\n b',
        'EXPOSE 80 443/udp',
        'USER 1000',
        '# a comment',
        '',
        'STOPSIGNAL 9',
      ],
    );
    const texts = fc.tuple(
      fc.constantFrom('', '# syntax=docker/dockerfile:1\n', '\ufeff'),
      fc.array(line, { maxLength: 15 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
    );
    fc.assert(
      fc.property(texts, ([head, lines, end, last]) => {
        const text = head + lines.join('\n') + (last ? '\n' : '');
        const written = text.replaceAll('\n', end);
        assert.deepEqual(ours(written), theirs(written), JSON.stringify(written));
      }),
      { numRuns: 300 },
    );
  });
});
