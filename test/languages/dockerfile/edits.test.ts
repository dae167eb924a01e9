// What an edit leaves alone is taken over from the tree before it; nobody may be able to tell.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentsOf, targetOf } from '../../../server/src/languages/dockerfile/environments.ts';
import { facts } from '../../../server/src/languages/dockerfile/facts.ts';
import { filesOf } from '../../../server/src/languages/dockerfile/files.ts';
import { installsOf } from '../../../server/src/languages/dockerfile/installs.ts';
import { parse } from '../../../server/src/languages/dockerfile/parse.ts';
import { runCommands } from '../../../server/src/languages/dockerfile/run.ts';
import type { Parsed } from '../../../server/src/languages/language.ts';
import { at } from '../../support/project.ts';

const parsed = (text: string, before?: Parsed<'dockerfile'>) =>
  parse({ uri: at('Dockerfile'), kind: 'dockerfile', version: 1, text }, before);

/** Everything that can be read off a value, getters included; stages and instructions that are met again by their place. */
const plain = (value: unknown, seen = new Set<unknown>()): unknown => {
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, seen));
  if (value instanceof Map) return [...value].map((entry) => plain(entry, seen));
  if (seen.has(value)) return 'span' in value ? { seen: plain(value.span) } : 'seen';
  const isPart = 'steps' in value || 'instruction' in value || 'keyword' in value;
  if (isPart) seen.add(value);
  const own = Object.keys(value);
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(value) as object)).flatMap(([name, { get }]) =>
    get && name !== '__proto__' ? [name] : [],
  );
  // What a moved instruction and a moved stage are made of is theirs alone.
  const hidden = 'keyword' in value ? ['read', 'by'] : 'steps' in value ? ['all'] : [];
  const names = [...new Set([...own, ...getters])].filter((name) => !hidden.includes(name)).sort();
  return Object.fromEntries(names.map((name) => [name, plain((value as Record<string, unknown>)[name], seen)]));
};

const everything = (one: Parsed<'dockerfile'>) => {
  const { stages, globals } = facts(one);
  return {
    tree: plain(one.tree.nodes),
    broken: one.broken,
    commands: plain(one.tree.instructions.map(runCommands)),
    stages: plain(stages),
    globals: plain(globals),
    installs: plain(stages.map(installsOf)),
    files: plain(stages.map(filesOf)),
    environments: plain(stages.map((stage) => [environmentsOf(stage), stage.runs.map((run) => targetOf(stage, run))])),
  };
};

const agree = (texts: readonly string[]) => {
  let before: Parsed<'dockerfile'> | undefined;
  for (const text of texts) {
    before = parsed(text, before);
    // Reading the facts in between is what makes old ones stay.
    assert.deepEqual(everything(before), everything(parsed(text)), JSON.stringify(texts));
  }
};

const start =
  '# syntax=docker/dockerfile:1\nARG V=3.13\nFROM python:${V} AS base\nENV A=1 \\\n  B="x y"\nRUN a && \\\n # why\n pip install x==$A\n\nFROM base\nCOPY --from=base /a /b\nRUN <<EOF\nb\nEOF\nCMD ["sh", "-c", "c $A"]\n';

describe('an edit of a Dockerfile', () => {
  it('keeps the very instructions and stages that it leaves where they are', () => {
    const before = parsed(start);
    const text = start.replace('c $A', 'cd $A');
    const after = parsed(text, before);
    assert.ok(after.tree.instructions.slice(0, -1).every((one, i) => one === before.tree.instructions[i]));
    assert.equal(facts(after).stages[0], facts(before).stages[0]);
    assert.notEqual(facts(after).stages[1], facts(before).stages[1]);
  });

  it('makes stages anew when what they stand on changes', () => {
    for (const [from, to] of [
      ['ARG V=3.13', 'ARG V=3.12'],
      ['AS base', 'AS bate'],
      ['AS base', 'AS b'],
      ['pip install x', 'pip install xy'],
      ['A=1', 'A=2'],
    ] as const)
      agree([start, start.replace(from, to), start]);
  });

  it('may change what is a directive and what is an escape sign', () => {
    agree([start, `# escape=\`\n${start}`, `#\n# escape=\`\n${start}`, `\n${start}`, start]);
    agree([
      '# escape=`\nRUN a `\n b\nRUN c \\\n d\n',
      '# escape=\\\nRUN a `\n b\nRUN c \\\n d\n',
      '# escap=`\nRUN a `\n b\nRUN c \\\n d\n',
    ]);
    agree(['# a\n# escape=`\nRUN b `\n c\n', '# escape=`\nRUN b `\n c\n']);
    agree(['# check=skip=all\n# syntax=x\nFROM a\n', '# check=skip=all\n# check=x\nFROM a\n', '# check=x\nFROM a\n']);
  });

  it('may open and close here-documents and continued lines', () => {
    agree([start, start.replace('\nEOF\n', '\n'), start, start.replace('b\nEOF\n', 'b\nEOFF\n'), start]);
    agree(['RUN a\nRUN b\n', 'RUN a \\\nRUN b\n', 'RUN a\nRUN b\n', 'RUN a <<X\nRUN b\n', 'RUN a <<X\nRUN b\nX\n', 'RUN a\nRUN b\nX\n']);
    agree(['RUN a \\\n', 'RUN a \\\n\n# b\n', 'RUN a \\\n\n# b\n c\n', 'RUN a \\\n\n# b\n']);
    agree(['RUN a', 'RUN ab', 'RUN ab\n', 'RUN ab\nUSER c', '\ufeffRUN ab\nUSER c', 'RUN ab\nUSER c']);
  });

  it('is never noticed, whatever is typed where', () => {
    const piece = fc.constantFrom(
      ...[
        '\n',
        '\\',
        '\\\n',
        '`\n',
        '`',
        ' ',
        '#',
        '# escape=`\n',
        '# escape=\\\n',
        '# syntax=a\n',
        '# x\n',
        'FROM a\n',
        'FROM python AS b\n',
      ],
      ...[
        'FROM b\n',
        'RUN ',
        'RUN a && b\n',
        'RUN pip install $A\n',
        '<<E',
        '<<-E\n',
        'E\n',
        '\tE\n',
        'ENV A=1 B=$A\n',
        'ARG A\n',
        'COPY --from=b x y\n',
      ],
      ...[
        'USER u\n',
        'WORKDIR /w\n',
        'CMD ["a", "$A"]\n',
        'HEALTHCHECK CMD b\n',
        'ONBUILD RUN c\n',
        '"',
        "'",
        '$(',
        '\r\n',
        '\ufeff',
        'é🚢',
        'RUN --mount=type=bind x\n',
      ],
    );
    const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));
    const edit = fc.record({ place: fc.nat(), remove: fc.nat({ max: 12 }), insert: fc.oneof(piece, fc.constant(''), text) });
    fc.assert(
      fc.property(fc.oneof(text, fc.constant(start)), fc.array(edit, { minLength: 1, maxLength: 6 }), (first, edits) => {
        const texts = [first];
        for (const { place, remove, insert } of edits) {
          const last = texts.at(-1) ?? '';
          const from = place % (last.length + 1);
          texts.push(last.slice(0, from) + insert + last.slice(from + remove));
        }
        agree(texts);
      }),
      { numRuns: 120 },
    );
  });
});
