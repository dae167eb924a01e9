// What must hold for the features of any Dockerfile: nothing throws, places lie in the text, formatting changes no instruction.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete } from '../../server/src/features/complete.ts';
import { definition } from '../../server/src/features/definition.ts';
import { format, formatTyped } from '../../server/src/features/format.ts';
import { highlights } from '../../server/src/features/highlights.ts';
import { hover } from '../../server/src/features/hover.ts';
import { links } from '../../server/src/features/links.ts';
import { references } from '../../server/src/features/references.ts';
import { refusal, rename, renameable } from '../../server/src/features/rename.ts';
import { signature } from '../../server/src/features/signature.ts';
import { tokens } from '../../server/src/features/tokens.ts';
import { type Instruction, parseDockerfile } from '../../server/src/languages/dockerfile/parse.ts';
import { applyEdits, type Edit } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';
import { at, knowledge, snapshotOf } from '../support/project.ts';

const piece = fc.constantFrom(
  ...'FROM |RUN |COPY |ENV |ARG |CMD |USER |ONBUILD |HEALTHCHECK |LABEL |python:3.12-slim|build| AS build|--from=build|--from=0|--mount=type=cache,target=/x'.split(
    '|',
  ),
  ...' |\n|\r\n|\t|  |\\\n|\\ \n|\n\n|# comment\n|# syntax=a\n|# check=skip=\n|# escape=`\n|<<EOF\n|EOF\n|<<-"E"\n|E\n|$|${|}|A=1|$A|${A:-b}|"|\'|[|]|,|&&|;|\\|/|=|-|--|#|`|{{ x }}'.split(
    '|',
  ),
  ...'pip install |gunicorn |--bind |manage.py |sh -c |requirements.txt|["gunicorn", "--bi"]|["sh", "-c", "a b"]|GUNICORN_CMD_ARGS=|exec |apt-get install '.split(
    '|',
  ),
);
const anyDockerfile = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 30 }).map((pieces) => `FROM a AS build\nARG A=1\nENV A=2 B="x  y"\n${pieces.join('')}`),
  fc.string({ maxLength: 60 }),
);

const placeOf = (text: string, offset: number) => {
  const uri = at('Dockerfile');
  const snapshot = snapshotOf({ Dockerfile: text, 'requirements.txt': '', 'shop/__init__.py': '', 'shop/asgi.py': '' });
  const project = snapshot.project(uri);
  const parsed = snapshot.parsed(uri);
  assert.ok(project && parsed);
  return { project, parsed, knowledge, offset };
};
const inside = (text: string, { from, to }: Span, what: string) =>
  assert.ok(from >= 0 && from <= to && to <= text.length, `${what} ${from}-${to} of ${text.length}`);

/** What the builder is told, without the line breaks and blanks between words. */
const said = (text: string): readonly unknown[] => {
  const strip = (one: Instruction): unknown => [
    one.keyword.text,
    one.flags.map(({ name, value }) => [name, value]),
    one.words.map(({ text: word }) => word),
    one.pairs.map(({ name, value }) => [name.text, value?.text]),
    one.command?.form,
    one.line.text.replaceAll(/[ \t\r]+/g, ' ').trim(),
    one.heredocs.map(({ name, body }) => [name, text.slice(body.from, body.to)]),
  ];
  return parseDockerfile(text).instructions.map(strip);
};

describe('any Dockerfile', () => {
  it('is answered about wherever the caret is', () => {
    fc.assert(
      fc.property(anyDockerfile, fc.nat({ max: 400 }), (text, where) => {
        const offset = Math.min(where, text.length);
        const place = placeOf(text, offset);
        const found = hover(place);
        if (found) inside(text, found.span, 'hover');
        for (const item of complete(place)) {
          inside(text, item.replace, `completion ${item.label}`);
          assert.ok(item.replace.from <= offset, `completion ${item.label} begins behind the caret`);
        }
        for (const { span } of [...definition(place), ...references(place, true)]) inside(text, span, 'place');
        for (const { span } of highlights(place)) inside(text, span, 'highlight');
        for (const { span } of links(place.project, place.parsed)) inside(text, span, 'link');
        signature(place);
        let before = 0;
        for (const { span } of tokens(place) ?? []) {
          inside(text, span, 'token');
          assert.ok(span.from >= before, 'tokens overlap');
          before = span.to;
        }
        for (const edit of formatTyped(place, { tabSize: 4, insertSpaces: true })) inside(text, edit.span, 'typed');
      }),
      { numRuns: 300 },
    );
  });

  it('says the same when formatted, and is tidy then', () => {
    fc.assert(
      fc.property(anyDockerfile, (text) => {
        const tidied = (one: string) => applyEdits(one, format(placeOf(one, 0), { tabSize: 4, insertSpaces: true }));
        const once = tidied(text);
        assert.deepEqual(said(once), said(text));
        assert.equal(tidied(once), once);
      }),
      { numRuns: 300 },
    );
  });

  it('has as many names as before when one is renamed', () => {
    fc.assert(
      fc.property(anyDockerfile, fc.nat({ max: 400 }), (text, where) => {
        const place = placeOf(text, Math.min(where, text.length));
        const named = renameable(place);
        if (!named || refusal(place, 'renamed_x')) return;
        const edits: readonly Edit[] = rename(place, 'renamed_x').get(at('Dockerfile')) ?? [];
        assert.ok(edits.length > 0);
        for (const { span } of edits) assert.equal(text.slice(span.from, span.to).toLowerCase(), named.name.toLowerCase());
        const after = applyEdits(text, edits);
        const shape = (one: string) =>
          parseDockerfile(one).instructions.map(({ name, words, pairs, flags }) => [name, words.length, pairs.length, flags.length]);
        assert.deepEqual(shape(after), shape(text));
      }),
      { numRuns: 300 },
    );
  });
});
