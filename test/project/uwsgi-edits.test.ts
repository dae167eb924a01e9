// What is kept from one edit to the next must never show: after any edits a uwsgi.ini is what it would be if it were opened now.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { uwsgiSample } from '../../scripts/bench/texts.ts';
import type { Parsed } from '../../server/src/languages/language.ts';
import { unknown } from '../../server/src/languages/maybe.ts';
import type { IniOption, UwsgiFacts } from '../../server/src/languages/uwsgi/facts.ts';
import { uwsgi } from '../../server/src/languages/uwsgi/index.ts';
import type { IniTree } from '../../server/src/languages/uwsgi/parse.ts';
import { reading } from '../../server/src/project/uwsgi/reading.ts';
import type { Stored } from '../../server/src/project/uwsgi/stored.ts';
import { createWorkspace, type Workspace } from '../../server/src/project/workspace.ts';
import { at, knowledge, root, runner } from '../support/project.ts';

const shownOption = (option: IniOption) => {
  const { uri, name, namePieces, nameSpan, bare, line, logic, opener } = option;
  const { text, span, parts, literal, keys, template, pieces } = option.value;
  const value = { text, span, parts, literal, keys, template, pieces };
  return { uri, name, namePieces, nameSpan, bare, value, line, logic, opener: opener?.nameSpan };
};
const shownFacts = ({
  sections,
  options,
  blocks,
  ends,
  nested,
  elses,
  percents,
  environment,
  includes,
  template,
  strict,
  used,
}: UwsgiFacts) => ({
  sections: sections.map((one) => ({ name: one.name, span: one.span, header: one.header?.body, options: one.options.map(shownOption) })),
  options: options.map(({ nameSpan }) => nameSpan),
  blocks: blocks.map(({ section, opener, closer, loops, options: inside }) => [
    section,
    opener.nameSpan,
    closer?.nameSpan,
    loops,
    inside.map(({ nameSpan }) => nameSpan),
  ]),
  words: [ends, nested, elses, percents, environment, includes].map((all) => all.map(({ nameSpan }) => nameSpan)),
  template,
  strict,
  used: [...used].map(([key, users]) => [key, users.map(({ nameSpan }) => nameSpan)]),
});
const place = ({ uri, line }: IniOption) => [uri, line];
const shownStored = ({ key, entry, name, value, option, certain, again }: Stored) => [
  key,
  entry?.name,
  name,
  value === unknown ? null : value,
  place(option),
  certain,
  again,
];

/** Everything the engine says of a file. */
const shown = ({ now }: Workspace, path: string): unknown => {
  const uri = at(path);
  const project = now.project(uri);
  const file = project?.file(uri);
  if (!project || file?.parsed.kind !== 'uwsgi') return undefined;
  const facts = file.facts as UwsgiFacts;
  const parsed = file.parsed as Parsed<'uwsgi'>;
  const read = reading(facts, project, knowledge);
  const { stored, lists, inherited, open, files, missing, unreadable, endless, nested } = read.expansion;
  return {
    lines: (file.parsed.tree as IniTree).lines.map((line) => [
      line.is,
      line.span,
      line.swallows,
      line.is === 'blank' || (line.is === 'assignment' ? [line.key, line.equals, line.valueSpan, line.shape.written] : line.body),
    ]),
    facts: shownFacts(facts),
    outline: uwsgi.outline(parsed),
    folds: uwsgi.folds(parsed),
    comments: uwsgi.comments(parsed),
    spoken: uwsgi.holds?.(parsed, 'drydock:'),
    cursors: [1, 2, 3, 4].map((i) => uwsgi.cursor(parsed, Math.floor((parsed.file.text.length * i) / 4))),
    expansion: {
      stored: stored.map(shownStored),
      first: stored.map(({ key }) => stored.indexOf(lists.first(key) as Stored)),
      inherited,
      open,
      files,
      missing: missing.map(place),
      unreadable: unreadable.map(place),
      endless: endless && place(endless),
      nested: nested.map(place),
    },
    problems: runner.problems(project, uri).map(({ fixes, ...problem }) => ({ ...problem, fixes: fixes() })),
  };
};

interface Step {
  readonly path: string;
  readonly place: number;
  /** How much is written over: so many characters, as many as are typed, or the whole line that the place is in. */
  readonly over: number | 'as many' | 'line';
  readonly typed: string;
}

/** A workspace that holds files and is edited step by step. */
const edited = (texts: Map<string, string>) => {
  const workspace = createWorkspace();
  const write = (to: Workspace, path: string) =>
    to.apply([{ type: 'write', file: { uri: at(path), kind: 'uwsgi', version: 1, text: texts.get(path) ?? '' } }]);
  const list = (to: Workspace) => to.apply([{ type: 'list', listing: { root, files: [...texts.keys()].map(at), complete: true } }]);
  list(workspace);
  for (const path of texts.keys()) write(workspace, path);
  return {
    workspace,
    type({ path, place: from, over, typed }: Step): void {
      const text = texts.get(path) ?? '';
      const somewhere = from % (text.length + 1);
      const start = over === 'line' ? text.lastIndexOf('\n', somewhere - 1) + 1 : somewhere;
      const feed = text.indexOf('\n', somewhere);
      const end = over === 'line' ? (feed < 0 ? text.length : feed) : start + (over === 'as many' ? typed.length : over);
      texts.set(path, text.slice(0, start) + (over === 'line' ? typed.trim() : typed) + text.slice(end));
      write(workspace, path);
    },
    fresh(): Workspace {
      const other = createWorkspace();
      list(other);
      for (const path of texts.keys()) write(other, path);
      return other;
    },
  };
};

const piece = fc.constantFrom(
  '\n',
  '\n',
  '\r\n',
  ' ',
  '%',
  '%d',
  '=',
  'x',
  '; note',
  '\n[uwsgi]\n',
  '\n[other]\n',
  '\nif-env = A\n',
  '\nif-env = B\n',
  '\nfi-env = B\n',
  '\nif-opt = base=/a\n',
  '\nfor = a b\n',
  '\nendif =\n',
  '\nstatic-map = /%(_)/=%(base)/x\n',
  '\nset-placeholder = base=/a\n',
  '\nbase = %(other)/b\n',
  '\nother = %(base)\n',
  '\nharakiri = %(n + 1)\n',
  '\nn = 30s\n',
  '\ninclude = part.ini\n',
  '\nini = :other\n',
  '\ninherit = part.ini\n',
  '\nstrict = true\n',
  '\nproceses = 4 ; four\n',
  '\nenv = A="b"\n',
  '\ndeclare-option = twice=env=$1\n',
  '\nset = env=%(base)\n',
  '\nsocket = :${PORT}\n',
  '\n# drydock: ignore[uwsgi]\n',
  '\ncron = * * * * * x\n',
  '\nlog-format = %(addr) %(base) %(nothing)\n',
);
const steps = (paths: readonly string[], most: number) =>
  fc.array(
    fc.record({
      path: fc.constantFrom(...paths),
      place: fc.nat(),
      over: fc.oneof(fc.constant(0), fc.nat({ max: 30 }), fc.constantFrom('as many' as const, 'line' as const)),
      typed: fc.oneof(
        fc.constant(''),
        piece,
        fc.array(piece, { maxLength: 4 }).map((all) => all.join('')),
      ),
    }),
    { minLength: 1, maxLength: most },
  );

describe('a uwsgi.ini that is edited again and again', () => {
  it('is what it would be if it were opened now', () => {
    fc.assert(
      fc.property(steps(['uwsgi.ini', 'part.ini'], 30), (all) => {
        const { workspace, type, fresh } = edited(
          new Map([
            ['uwsgi.ini', '[uwsgi]\nset-placeholder = base=/app\ninclude = part.ini\nchdir = %(base)\n'],
            ['part.ini', '[uwsgi]\nprocesses = 4\n'],
          ]),
        );
        for (const step of all) {
          type(step);
          // Asked for each time, as an editor does, so that there is something to keep.
          for (const path of ['uwsgi.ini', 'part.ini']) shown(workspace, path);
        }
        for (const path of ['uwsgi.ini', 'part.ini']) assert.deepEqual(shown(workspace, path), shown(fresh(), path));
      }),
      { numRuns: 150 },
    );
  }).timeout(120_000);
  it('is so where it includes another one of some hundred lines', () => {
    const placeholders = 'set-placeholder = base=%(other)/a\nother = %(n)\nbase = %(shared)/%(project)\n';
    fc.assert(
      fc.property(steps(['uwsgi.ini', 'uwsgi.ini', 'part.ini'], 12), (all) => {
        const { workspace, type, fresh } = edited(
          new Map([
            ['uwsgi.ini', `${uwsgiSample(300).text}[uwsgi]\ninclude = part.ini\n${placeholders}`],
            ['part.ini', `${uwsgiSample(200).text.replace('project=shop', 'n=%(base)')}[uwsgi]\nn = 30s\n`],
          ]),
        );
        for (const step of all) {
          type(step);
          for (const path of ['uwsgi.ini', 'part.ini']) shown(workspace, path);
        }
        for (const path of ['uwsgi.ini', 'part.ini']) assert.deepEqual(shown(workspace, path), shown(fresh(), path));
      }),
      { numRuns: Number(process.env['DRYDOCK_RUNS'] ?? 25) },
    );
  }).timeout(600_000);
  it('is so with 5,000 lines too', () => {
    const { text } = uwsgiSample(5000);
    fc.assert(
      fc.property(steps(['uwsgi.ini'], 8), (all) => {
        const { workspace, type, fresh } = edited(new Map([['uwsgi.ini', text]]));
        for (const step of all) {
          type(step);
          shown(workspace, 'uwsgi.ini');
        }
        assert.deepEqual(shown(workspace, 'uwsgi.ini'), shown(fresh(), 'uwsgi.ini'));
      }),
      { numRuns: 4 },
    );
  }).timeout(60_000);
});
