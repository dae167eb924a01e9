// What must hold for any text: nothing throws, spans lie in the text, trees give the text back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { actions, fixAll } from '../../server/src/features/actions.ts';
import { complete } from '../../server/src/features/complete.ts';
import { folds } from '../../server/src/features/folds.ts';
import { hover } from '../../server/src/features/hover.ts';
import { outline } from '../../server/src/features/outline.ts';
import type { OutlineItem } from '../../server/src/languages/language.ts';
import { parseIni } from '../../server/src/languages/uwsgi/parse.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';
import { at, knowledge, runner, snapshotOf } from '../support/project.ts';

const samples = join(dirname(fileURLToPath(import.meta.url)), '../samples');
const real = readFileSync(join(samples, 'legacy-uwsgi/uwsgi.ini'), 'utf8');
const awkward =
  '[uwsgi]\nif-env = A\nx = %(b + $(C)) @(d) %d%%\nend\nstatic-map /s=/t\nchmod-socket = 0660 ; x\nlisten = %(n)\n%\nfor = a b\ninclude = uwsgi.ini\ny=%(_)\n# drydock: ignore[uwsgi/unknown-option, uwsgi] -- because\nprocceses=1\n';

/** Pieces an ini is made of, so that random texts reach the interesting places. */
const piece = fc.constantFrom(
  '[uwsgi]',
  '[',
  ']',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\t',
  '=',
  '%',
  '%%',
  '%(',
  '$(',
  '@(',
  ')',
  '${',
  '{{',
  '}}',
  '{%',
  ';',
  '#',
  '"',
  "'",
  '/',
  'if-env',
  'endif',
  'for',
  'end',
  'strict',
  'include',
  'ini = :x',
  'set-ph',
  'processes',
  'chmod-socket',
  'socket',
  'static-map',
  'cron',
  '-1',
  '4',
  '32k',
  'true',
  'false',
  '_',
  'é',
  '😀',
  '\u2028',
  '\0',
  '\ufeff',
  'drydock: ignore[',
  'a',
  'b',
);
const anyIni = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc.nat({ max: real.length }).map((end) => real.slice(0, end)),
  fc
    .tuple(fc.nat({ max: awkward.length }), fc.nat({ max: 12 }), piece)
    .map(([from, length, text]) => awkward.slice(0, from) + text + awkward.slice(from + length)),
);

const inside = (text: string, span: Span, what: string) => {
  assert.ok(span.from >= 0 && span.from <= span.to && span.to <= text.length, `${what}: ${span.from}..${span.to} of ${text.length}`);
};
const checkOutline = (text: string, items: readonly OutlineItem[]) => {
  for (const item of items) {
    inside(text, item.span, 'outline');
    assert.ok(item.name.from >= item.span.from && item.name.to <= item.span.to, 'the name lies in its item');
    checkOutline(text, item.children);
  }
};

const rounds = { numRuns: 400 };

describe('for any text', () => {
  it('the lines of the ini tree cover it without a gap', () => {
    fc.assert(
      fc.property(anyIni, (text) => {
        const { lines } = parseIni(text);
        assert.equal(lines.map((line) => text.slice(line.span.from, line.span.to)).join(''), text);
        let end = 0;
        for (const line of lines) {
          assert.equal(line.span.from, end);
          end = line.span.to;
          if (line.is === 'assignment') {
            inside(text, line.key, 'key');
            inside(text, line.valueSpan, 'value');
          } else if (line.is !== 'blank') inside(text, line.body, line.is);
        }
      }),
      rounds,
    );
  });

  it('rules give problems inside it, and safe fixes change nothing the second time', () => {
    fc.assert(
      fc.property(anyIni, (text) => {
        const uri = at('uwsgi.ini');
        const project = snapshotOf({ 'uwsgi.ini': text }).project(uri);
        const parsed = snapshotOf({ 'uwsgi.ini': text }).parsed(uri);
        assert.ok(project && parsed);
        for (const problem of runner.problems(project, uri)) {
          inside(text, problem.at.span, problem.rule);
          for (const fix of problem.fixes())
            for (const edit of fix.edits.get(uri) ?? []) inside(text, edit.span, `${problem.rule}: ${fix.title}`);
        }
        let fixed = text;
        for (let round = 0; round < 12; round++) {
          const snapshot = snapshotOf({ 'uwsgi.ini': fixed });
          const one = snapshot.project(uri);
          const tree = snapshot.parsed(uri);
          assert.ok(one && tree);
          const edits = fixAll({ project: one, parsed: tree, runner })?.edits.get(uri);
          if (!edits) return;
          const next = applyEdits(fixed, edits);
          if (next === fixed) return;
          fixed = next;
        }
        assert.fail(`safe fixes never come to an end: ${JSON.stringify(fixed)}`);
      }),
      { numRuns: 200 },
    );
  });

  it('features answer inside it wherever the caret is', () => {
    fc.assert(
      fc.property(anyIni, fc.nat({ max: 300 }), (text, place) => {
        const uri = at('uwsgi.ini');
        const snapshot = snapshotOf({ 'uwsgi.ini': text });
        const project = snapshot.project(uri);
        const parsed = snapshot.parsed(uri);
        assert.ok(project && parsed);
        const offset = Math.min(place, text.length);
        const found = hover({ project, parsed, knowledge, offset });
        if (found) inside(text, found.span, 'hover');
        for (const item of complete({ project, parsed, knowledge, offset })) inside(text, item.replace, `completion ${item.label}`);
        checkOutline(text, outline({ project, parsed }) ?? []);
        for (const fold of folds({ project, parsed }) ?? []) inside(text, fold.span, 'fold');
        for (const action of actions({ project, parsed, runner, span: { from: offset, to: offset } })) {
          for (const edit of action.edits.get(uri) ?? []) inside(text, edit.span, action.title);
        }
      }),
      { numRuns: 200 },
    );
  });
});
