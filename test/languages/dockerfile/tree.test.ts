import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDockerfile } from '../../../server/src/languages/dockerfile/parse.ts';

const parse = (text: string) => {
  const tree = parseDockerfile(text);
  const read = ({ from, to }: { from: number; to: number }) => text.slice(from, to);
  return { ...tree, read, first: tree.instructions[0] ?? assert.fail('no instruction') };
};
const names = (text: string) => parseDockerfile(text).instructions.map(({ name }) => name);

describe('the tree of a Dockerfile', () => {
  it('splits keyword, flags and words, each with its place', () => {
    const { first, read } = parse('copy --from=build --chown="app:app" a b /srv/\n');
    assert.equal(first.name, 'COPY');
    assert.deepEqual(
      first.flags.map(({ name, value, span }) => [name, value, read(span)]),
      [
        ['from', 'build', '--from=build'],
        ['chown', 'app:app', '--chown="app:app"'],
      ],
    );
    assert.deepEqual(
      first.words.map(({ text, span }) => [text, read(span)]),
      [
        ['a', 'a'],
        ['b', 'b'],
        ['/srv/', '/srv/'],
      ],
    );
  });

  it('joins continued lines and leaves out comments and blank lines between them', () => {
    const { first, read } = parse('RUN a \\  \n  # why\n\n  && b \\\n\t#x \\\n  c\nUSER u\n');
    assert.equal(first.line.text, 'RUN a   && b   c');
    assert.deepEqual(
      first.gaps.map(({ is, body }) => [is, read(body)]),
      [
        ['comment', '# why'],
        ['blank', ''],
        ['comment', '#x \\'],
      ],
    );
    assert.deepEqual(names('RUN a \\\n b\nUSER u'), ['RUN', 'USER']);
  });

  it('does not continue a line behind a doubled sign', () => {
    assert.deepEqual(names('RUN echo \\\\\nUSER x\n'), ['RUN', 'USER']);
  });

  it('leaves blank lines and comments behind the last continuation of the file outside', () => {
    const { nodes } = parse('RUN a \\\n\n# end\n');
    assert.deepEqual(
      nodes.map(({ is }) => is),
      ['instruction', 'blank', 'comment'],
    );
  });

  it('reads parser directives on the first lines only', () => {
    const tree = parse('# syntax=docker/dockerfile:1\n# Escape = `\n# check=skip=all\n\n# escape=\\\nRUN a `\n b\n');
    assert.deepEqual(
      tree.nodes.map((node) => (node.is === 'directive' ? [node.name, node.value] : node.is)),
      [['syntax', 'docker/dockerfile:1'], ['escape', '`'], ['check', 'skip=all'], 'blank', 'comment', 'instruction'],
    );
    assert.equal(tree.escape, '`');
  });

  it('takes a comment with an equals sign for a comment, and what follows it too', () => {
    const { nodes } = parse('# name=value\n# escape=`\nRUN a\n');
    assert.deepEqual(
      nodes.map(({ is }) => is),
      ['comment', 'comment', 'instruction'],
    );
  });

  it('marks a directive that is written twice', () => {
    const { nodes } = parse('# check=skip=all\n# check=error=true\nFROM x\n');
    assert.deepEqual(
      nodes.map((node) => node.is === 'directive' && node.repeated),
      [false, true, false],
    );
  });

  it('reads JSON commands with their escapes, and single quotes as shell form', () => {
    const { first, read } = parse('CMD ["a\\u0041\\"", \\\n "b"]\n');
    assert.ok(first.command?.form === 'exec');
    assert.deepEqual(
      first.command.words.map(({ text, span }) => [text, read(span)]),
      [
        ['aA"', 'a\\u0041\\"'],
        ['b', 'b'],
      ],
    );
    assert.equal(parse("CMD ['a']").first.command?.form, 'shell');
    assert.equal(parse('CMD ["a"] # why').first.command?.form, 'shell');
    assert.equal(parse('CMD [ ]').first.command?.form, 'exec');
  });

  it('reads ENV in its new and its old form', () => {
    const { first, read } = parse('ENV A=1 B="x y" C=a\\ b \\\n  D=\n');
    assert.deepEqual(
      first.pairs.map(({ name, value }) => [name.text, value && read(value.span)]),
      [
        ['A', '1'],
        ['B', '"x y"'],
        ['C', 'a\\ b'],
        ['D', ''],
      ],
    );
    const old = parse('ENV A  x y=1\n').first;
    assert.equal(old.spaced, true);
    assert.deepEqual(
      old.pairs.map(({ name, value }) => [name.text, value?.text]),
      [['A', 'x y=1']],
    );
  });

  it('takes a tab, CRLF line ends and a byte order mark', () => {
    const text = '\ufeffFROM\tpython:3\r\nRUN a \\\r\n  b\r\n';
    const { instructions } = parse(text);
    assert.deepEqual(
      instructions.map(({ name, line }) => [name, line.text]),
      [
        ['FROM', 'FROM\tpython:3'],
        ['RUN', 'RUN a   b'],
      ],
    );
  });

  it('reads the instruction that ONBUILD puts off', () => {
    const { first } = parse('ONBUILD COPY --from=x a b\n');
    assert.equal(first.trigger?.name, 'COPY');
    assert.deepEqual(
      first.trigger?.words.map(({ text }) => text),
      ['a', 'b'],
    );
    assert.equal(first.trigger?.flags[0]?.value, 'x');
  });

  it('reads HEALTHCHECK options, its type and its command', () => {
    const { first } = parse('HEALTHCHECK --interval=5s CMD curl -f localhost\n');
    assert.equal(first.words[0]?.text, 'CMD');
    assert.equal(first.command?.form, 'shell');
    assert.equal(first.flags[0]?.name, 'interval');
  });

  describe('with here-documents', () => {
    const docs = (text: string) =>
      parse(text).instructions.map(({ name, heredocs }) => [
        name,
        ...heredocs.map((doc) => [doc.name, text.slice(doc.body.from, doc.body.to), doc.expand, doc.chomp, doc.descriptor]),
      ]);

    // The forms that BuildKit's own tests list (frontend/dockerfile/parser/parser_heredoc_test.go).
    const forms: readonly (readonly [string, readonly unknown[]])[] = [
      ['RUN <<EMPTY\nEMPTY\n', ['RUN', ['EMPTY', '', true, false, 0]]],
      ['RUN 3<<E\nE\n', ['RUN', ['E', '', true, false, 3]]],
      ['RUN "<<NO"\n', ['RUN']],
      ['USER <<NO\n', ['USER']],
      ['RUN <<IN\n\tfoo\n\tIN\nIN\n', ['RUN', ['IN', '\tfoo\n\tIN\n', true, false, 0]]],
      ['RUN <<-UN\n\tfoo\n\tUN\n', ['RUN', ['UN', '\tfoo\n', true, true, 0]]],
      ["RUN <<-'NO'\n$A\nNO\n", ['RUN', ['NO', '$A\n', false, true, 0]]],
      ['COPY <<A <<B /dest\n1\nA\n2\nB\n', ['COPY', ['A', '1\n', true, false, 0], ['B', '2\n', true, false, 0]]],
      ['COPY <<X <<Y /dest\nY\nX\nX\nY\n', ['COPY', ['X', 'Y\n', true, false, 0], ['Y', 'X\n', true, false, 0]]],
      ['RUN <<C python3\nprint(1)\nC\n', ['RUN', ['C', 'print(1)\n', true, false, 0]]],
      ["RUN <<eo'f'\nx\neof\n", ['RUN', ['eof', 'x\n', false, false, 0]]],
      ["RUN <<eo\\'f\nx\neo'f\n", ['RUN', ["eo'f", 'x\n', true, false, 0]]],
      ["RUN <<'one two'\nx\none two\n", ['RUN', ['one two', 'x\n', false, false, 0]]],
      ['RUN <<$EOF\n$EOF\n', ['RUN', ['$EOF', '', true, false, 0]]],
      ['RUN <<  EOF  > foo\nEOF\n', ['RUN', ['EOF', '', true, false, 0]]],
      ['RUN --mount=type=cache,target=/foo <<M\nx\nM\n', ['RUN', ['M', 'x\n', true, false, 0]]],
      ['ONBUILD RUN <<E\nFROM x\nE\n', ['ONBUILD', ['E', 'FROM x\n', true, false, 0]]],
      ['RUN a && \\\n cat <<E\nx\nE\n', ['RUN', ['E', 'x\n', true, false, 0]]],
      ['RUN ["<<EOF"]\n', ['RUN']],
      ['RUN cat <<<EOF\n', ['RUN']],
      ["RUN echo 'a <<EOF\n", ['RUN']],
    ];
    for (const [text, expected] of forms) {
      it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(docs(text), [expected]));
    }

    it('goes on behind the last line of the document', () => {
      assert.deepEqual(names('RUN <<EOF\r\nFROM inside\r\nEOF\r\nUSER x\r\n'), ['RUN', 'USER']);
    });

    it('reads to the end of the file when the document never ends, and says so', () => {
      const { first, nodes } = parse('RUN <<EOF\na\nUSER x\n');
      assert.equal(nodes.length, 1);
      assert.equal(first.heredocs[0]?.end, undefined);
    });
  });

  const line = fc.constantFrom(
    'FROM python:3.12-slim AS build',
    'RUN a && \\',
    'RUN <<EOF',
    'EOF',
    '  # comment',
    '# escape=`',
    '',
    '   ',
    'ENV A=1 B="x \\',
    'COPY --from=build ["a", "b"] \\',
    'CMD ["sh", "-c", "x"]',
    '\\',
    'ONBUILD RUN x `',
    "ENV A b $C ${D:-e} '",
    'HEALTHCHECK --a="b \\" c" CMD x',
    '\ufeff',
    '☃ 😀 \\ ',
    'ARG X=${Y:-"z',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n')),
    fc.array(line, { maxLength: 14 }).map((lines) => `${lines.join('\r\n')}\r\n`),
    fc
      .array(fc.constantFrom('RUN', ' ', '\\', '\n', '\r', '<<', 'EOF', '"', "'", '#', '$', '{', '}', '[', ']', ',', '--x=', '`'), {
        maxLength: 60,
      })
      .map((parts) => parts.join('')),
  );

  it('covers any text without a gap', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { nodes } = parseDockerfile(text);
        let at = 0;
        for (const { span } of nodes) {
          assert.equal(span.from, at);
          assert.ok(span.to > at);
          at = span.to;
        }
        assert.equal(at, text.length);
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps every span of an instruction inside it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const instruction of parseDockerfile(text).instructions) {
          const { span, content, keyword, flags, words, pairs, heredocs, gaps, continuations } = instruction;
          const inner = [
            content,
            keyword.span,
            ...flags.flatMap((flag) => [flag.span, flag.nameSpan, ...(flag.valueSpan ? [flag.valueSpan] : [])]),
            ...words.map((word) => word.span),
            ...pairs.flatMap((pair) => [pair.span, pair.name.span, ...(pair.value ? [pair.value.span] : [])]),
            ...heredocs.flatMap((doc) => [doc.mark, doc.body, ...(doc.end ? [doc.end] : [])]),
            ...gaps.map((gap) => gap.span),
            ...continuations,
          ];
          for (const { from, to } of inner)
            assert.ok(span.from <= from && from <= to && to <= span.to, JSON.stringify({ text, from, to, span }));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('gives each word the text that stands at its place, continuation signs aside', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { words, json, gaps, continuations } of parseDockerfile(text).instructions) {
          if (json || gaps.length > 0 || continuations.length > 0) continue;
          for (const word of words) assert.equal(text.slice(word.span.from, word.span.to), word.text);
        }
      }),
      { numRuns: 800 },
    );
  });
});
