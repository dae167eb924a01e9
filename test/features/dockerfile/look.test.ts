import assert from 'node:assert/strict';
import { imagePage } from '../../../server/src/features/dockerfile/links.ts';
import type { Place } from '../../../server/src/features/feature.ts';
import { folds } from '../../../server/src/features/folds.ts';
import { format, formatTyped } from '../../../server/src/features/format.ts';
import { links } from '../../../server/src/features/links.ts';
import { outline } from '../../../server/src/features/outline.ts';
import { signature } from '../../../server/src/features/signature.ts';
import { tokens } from '../../../server/src/features/tokens.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { placeIn } from '../../support/ask.ts';
import { at } from '../../support/project.ts';

const ask = (text: string, others = {}) => placeIn('Dockerfile', text.includes('<cursor>') ? text : `${text}<cursor>`, others);
const neighbours = { neighbours: [{ reports: [], helps: ['dockerfile', 'dockerfile-format'] as const }] };
const spaces = { tabSize: 4, insertSpaces: true };

describe('formatting of a Dockerfile', () => {
  const formatted = (text: string, indentation = spaces): string => {
    const place = ask(text);
    return applyEdits(text, format(place, indentation));
  };
  it('puts instructions at the margin and indents what continues them', () => {
    assert.equal(
      formatted('  FROM  a\n\tRUN x \\\n&& y \\\n  # why\n      && z\n'),
      'FROM a\nRUN x \\\n    && y \\\n    # why\n      && z\n',
    );
    assert.equal(formatted('FROM a\nRUN x \\\ny\n', { tabSize: 8, insertSpaces: false }), 'FROM a\nRUN x \\\n\ty\n');
  });
  it('takes blanks from line ends and empty lines from inside instructions', () => {
    assert.equal(formatted('FROM a   \n\n\n\nRUN x \\  \n\n  && y\n# c  \n\n'), 'FROM a\n\nRUN x \\\n    && y\n# c\n');
    assert.equal(formatted('\n\nFROM a'), 'FROM a\n');
  });
  it('keeps Windows line ends and the sign that marks the encoding', () => {
    assert.equal(formatted('\ufeff FROM a\r\n\r\n\r\n RUN b\r\n'), '\ufeffFROM a\r\n\r\nRUN b\r\n');
  });
  it('leaves here-documents alone', () => {
    const text = 'FROM a\nRUN <<EOF\n  x   \n\n\n  y\nEOF\nCOPY <<-EOF /x\n\ta  \n\tEOF\n';
    assert.equal(formatted(text), text);
    assert.equal(formatted('FROM a\n  RUN <<EOF\n x\nEOF\n'), 'FROM a\nRUN <<EOF\n x\nEOF\n');
    const open = 'FROM a\nRUN <<EOF\n  x';
    assert.equal(formatted(open), open);
  });
  it('leaves an instruction alone that would say something else', () => {
    for (const text of [
      'FROM a\nRUN echo "a \\\nb"\n',
      "FROM a\nRUN echo 'a\\\n  \\\nb'\n",
      'FROM a\nLABEL x="a \\\nb"\n',
      'FROM a\nRUN echo a\\\nb\n',
      'FROM a\nENV A b \\\nc\n',
    ])
      assert.equal(formatted(text), text, JSON.stringify(text));
    assert.equal(formatted('FROM a\nENV A=1 \\\nB=2\n'), 'FROM a\nENV A=1 \\\n    B=2\n');
  });
  it('does not make a directive of a comment', () => {
    const text = '\n# escape=`\nFROM a\n';
    assert.equal(formatted(text), text);
  });
  it('leaves templates and the work of others alone', () => {
    assert.equal(formatted('FROM a\n  RUN {% if x %} y {% endif %}\n'), 'FROM a\n  RUN {% if x %} y {% endif %}\n');
    const place = placeIn('Dockerfile', '  FROM a<cursor>\n', {}, neighbours);
    assert.deepEqual(format(place, spaces), []);
  });
  it('changes only the lines of a range, when asked so', () => {
    const text = ' FROM a\n RUN b\n RUN c\n';
    const from = text.indexOf('b');
    assert.equal(applyEdits(text, format(ask(text), spaces, { from, to: from + 1 })), ' FROM a\nRUN b\n RUN c\n');
  });
  it('indents the line that was just begun', () => {
    const typed = (marked: string): string => {
      const place = ask(marked);
      return applyEdits(place.text, formatTyped(place, spaces));
    };
    assert.equal(typed('FROM a\nRUN x \\\n<cursor>\nCMD y\n'), 'FROM a\nRUN x \\\n    \nCMD y\n');
    assert.equal(typed('FROM a\nRUN x \\\n<cursor>'), 'FROM a\nRUN x \\\n    ');
    assert.equal(typed('FROM a\nRUN x\n<cursor>'), 'FROM a\nRUN x\n');
    assert.equal(typed('FROM a\nRUN x \\\n  <cursor>y\n'), 'FROM a\nRUN x \\\n  y\n');
  });
});

describe('links of a Dockerfile', () => {
  it('lead to the pages of images whose registries have some', () => {
    assert.deepEqual(
      [
        'python:3.12',
        'nginxinc/nginx-unprivileged',
        'docker.io/library/debian:12',
        'ghcr.io/astral-sh/uv:0.9',
        'quay.io/a/b',
        'mcr.microsoft.com/playwright/python:v1',
      ].map(imagePage),
      [
        'https://hub.docker.com/_/python',
        'https://hub.docker.com/r/nginxinc/nginx-unprivileged',
        'https://hub.docker.com/_/debian',
        'https://github.com/astral-sh/uv/pkgs/container/uv',
        'https://quay.io/repository/a/b',
        'https://mcr.microsoft.com/artifact/mar/playwright/python',
      ],
    );
    for (const other of ['registry.example.com/a/b:1', 'localhost:5000/a', 'scratch', 'python:$V', '', 'ghcr.io/a/b/c'])
      assert.equal(imagePage(other), undefined, other);
  });
  it('stand on images, not on stages, and on files of the context', () => {
    const text =
      '# syntax=docker/dockerfile:1\nFROM python:3.12 AS build\nFROM build\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nCOPY a.txt b .\n';
    const place = ask(text, { 'a.txt': '' });
    assert.deepEqual(
      links(place.project, place.parsed).map(({ span, target }) => [text.slice(span.from, span.to), target]),
      [
        ['docker/dockerfile:1', 'https://hub.docker.com/r/docker/dockerfile'],
        ['python:3.12', 'https://hub.docker.com/_/python'],
        ['ghcr.io/astral-sh/uv:0.9', 'https://github.com/astral-sh/uv/pkgs/container/uv'],
        ['a.txt', at('a.txt')],
      ],
    );
  });
  it('beside an extension for Dockerfiles stand on files only', () => {
    const place = placeIn('Dockerfile', 'FROM python:3.12\nCOPY a.txt .<cursor>\n', { 'a.txt': '' }, neighbours);
    assert.deepEqual(
      links(place.project, place.parsed).map(({ target }) => target),
      [at('a.txt')],
    );
  });
});

describe('outline, folds and tokens of a Dockerfile', () => {
  const text =
    '# syntax=docker/dockerfile:1\nARG V=1\nFROM python:$V AS build\nRUN pip install \\\n  # why\n  --no-cache-dir "x$V"\nFROM debian\nCOPY --from=build <<E /x\n$V\nE\nCMD ["gunicorn", "--bind=:8000", "a"]\n';
  it('are there, and left to an extension for Dockerfiles', () => {
    const place = ask(text);
    assert.deepEqual(
      outline(place)?.map(({ label, children }) => [label, children.length]),
      [
        ['syntax', 0],
        ['ARG', 0],
        ['build', 1],
        ['debian', 2],
      ],
    );
    assert.ok((folds(place)?.length ?? 0) >= 3);
    const beside = placeIn('Dockerfile', `${text}<cursor>`, {}, neighbours);
    assert.equal(outline(beside), undefined);
    assert.equal(folds(beside), undefined);
    assert.equal(tokens(beside), undefined);
  });
  it('tell names, options and programs apart', () => {
    const place = ask(text);
    assert.deepEqual(
      tokens(place)?.map(({ span, type }) => `${type} ${text.slice(span.from, span.to)}`),
      [
        'macro syntax',
        'keyword ARG',
        'variable V',
        'keyword FROM',
        'variable V',
        'keyword AS',
        'class build',
        'keyword RUN',
        'function pip',
        'comment # why',
        'parameter --no-cache-dir',
        'variable V',
        'keyword FROM',
        'keyword COPY',
        'parameter --from',
        'class build',
        'macro E',
        'variable V',
        'macro E',
        'keyword CMD',
        'function gunicorn',
        'parameter --bind',
      ],
    );
  });
});

describe('signature help in a Dockerfile', () => {
  const shown = (marked: string): string => {
    const found = signature(ask(marked) as Place);
    const form = found?.forms[found.form];
    return form ? `${form.label} | ${form.parts[found?.part ?? 0]?.text}` : '';
  };
  it('says which part is being written', () => {
    assert.equal(shown('FROM <cursor>'), 'FROM image[:tag][@digest] AS name | image[:tag][@digest]');
    assert.equal(shown('FROM python:3 AS <cursor>'), 'FROM image[:tag][@digest] AS name | name');
    assert.equal(shown('FROM a\nCOPY --link a <cursor>'), 'COPY source … target | target');
    assert.equal(shown('FROM a\nHEALTHCHECK --retries=3 NO<cursor>'), 'HEALTHCHECK NONE | NONE');
    assert.equal(shown('FROM a\nCMD [<cursor>]'), 'CMD ["program", "argument", …] | ["program", "argument", …]');
    assert.equal(shown('FROM a\nRUN <cursor>'), 'RUN command line | command line');
    assert.equal(shown('FROM a\nRUN a <cursor>'), '');
    assert.equal(shown('FR<cursor>'), '');
    assert.equal(shown('FROM a\nCOPY --fr<cursor>'), '');
  });
});
