// Rules that are asked by stage must not look at more than a stage, what it is made from, and the project.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { namesAskedIn } from '../../server/src/languages/dockerfile/asked.ts';
import type { DockerfileFacts, Stage } from '../../server/src/languages/dockerfile/facts.ts';
import { fits } from '../../server/src/languages/dockerfile/minds.ts';
import { builds, type Instruction } from '../../server/src/languages/dockerfile/parse.ts';
import { namesUsedIn } from '../../server/src/languages/dockerfile/per-content.ts';
import type { Level } from '../../server/src/project/config.ts';
import type { Project } from '../../server/src/project/project.ts';
import { createWorkspace } from '../../server/src/project/workspace.ts';
import { rules } from '../../server/src/rules/index.ts';
import { installedServers } from '../../server/src/rules/reading/dockerfile/installed-servers.ts';
import { djangoAnswers, standings } from '../../server/src/rules/reading/dockerfile/shipped.ts';
import type { FileRule, Finding, Problem, Subject } from '../../server/src/rules/rule.ts';
import { createRunner } from '../../server/src/rules/run.ts';
import { mayConcern } from '../../server/src/rules/words.ts';
import { readCases } from '../support/case.ts';
import { at, knowledge, projectOf, root, runner, today } from '../support/project.ts';
import { typedLines } from '../support/typed-lines.ts';

const home = join(dirname(fileURLToPath(import.meta.url)), '../..');
const byStage = rules.filter((rule): rule is FileRule<'dockerfile'> => rule.reads === 'dockerfile' && rule.by !== undefined);
const levels = Object.fromEntries(rules.flatMap((rule) => (rule.default === 'off' ? [[rule.id, rule.severity satisfies Level]] : [])));

/** Every project of the pages and cases of the area. */
const samples = ['docs/rules/dockerfile', 'test/rules/dockerfile', 'docs/rules/project', 'test/rules/project'].flatMap((folder) =>
  readdirSync(join(home, folder)).flatMap((name) =>
    readCases(join(home, folder, name)).map(({ title, files }) => ({
      title: `${name}: ${title}`,
      files: Object.fromEntries(files.map((file) => [file.path, file.text])),
    })),
  ),
);

const subjectsOf = (project: Project): readonly Subject<'dockerfile'>[] =>
  project.all.dockerfile.map(({ parsed, facts }) => ({
    uri: facts.uri,
    text: parsed.file.text,
    parsed,
    facts,
    project,
    knowledge,
    ids: new Set<string>(),
  }));
const view = (subject: Subject<'dockerfile'>, stages: readonly Stage[]): Subject<'dockerfile'> => {
  const facts: DockerfileFacts = { ...subject.facts, stages, whole: subject.facts };
  return { ...subject, facts };
};
const shown = ({ at: { uri, span }, message }: Finding) => `${uri} ${span.from}-${span.to} ${message}`;

const never = /^(?!)/;
/** A line as rules see it, and its keyword. */
const parsedLine = (text: string) => ({ script: { text }, name: (/^\s*(\w+)/.exec(text)?.[1] ?? '').toUpperCase() });

describe('rules asked by stage', () => {
  it('find in all stages what they find in each', () => {
    const wrong = new Map<string, string>();
    for (const { title, files } of samples) {
      for (const subject of subjectsOf(projectOf(files))) {
        for (const rule of byStage) {
          const whole = [...rule.check(subject)].map(shown).sort();
          // What several stages say of one place is said once, for the first of them.
          const told = new Map<string, number>();
          const each = subject.facts.stages
            .flatMap((stage) =>
              [...rule.check(view(subject, [stage]))].filter(({ at: { span } }) => {
                const place = `${span.from}-${span.to}`;
                if (!told.has(place)) told.set(place, stage.index);
                return told.get(place) === stage.index;
              }),
            )
            .map(shown)
            .sort();
          if (whole.join('\n') !== each.join('\n')) wrong.set(rule.id, `in ${title}: ${each.join(' / ')} but in all ${whole.join(' / ')}`);
        }
      }
    }
    assert.deepEqual([...wrong], []);
  });

  it('find nothing in a stage without their words', () => {
    const wrong = new Map<string, string>();
    for (const { title, files } of samples) {
      for (const subject of subjectsOf(projectOf(files))) {
        for (const rule of byStage) {
          for (const stage of subject.facts.stages) {
            const found = mayConcern(rule, subject.facts, stage) ? [] : [...rule.check(view(subject, [stage]))];
            if (found.length > 0) wrong.set(rule.id, `in ${title}: ${found.map(shown).join(' / ')}`);
          }
        }
      }
    }
    assert.deepEqual([...wrong], []);
  });

  it('find the same beside what builds nothing, when they are asked by what builds', () => {
    const quiet = ['HEALTHCHECK CMD curl -f http://localhost:9/', 'HEALTHCHECK NONE', 'EXPOSE 80 9000', 'STOPSIGNAL SIGKILL'];
    quiet.push('LABEL a="pip install apt-get python manage.py"', 'MAINTAINER somebody', 'RUNN pip install x', 'apt-get install x');
    const building = byStage.filter(({ by }) => by === 'build');
    const wrong = new Map<string, string>();
    const shownIn = (subject: Subject<'dockerfile'>, rule: FileRule<'dockerfile'>) =>
      [...rule.check(subject)].map(({ at: { uri, span }, message, related = [] }) => {
        const places = [{ uri, span }, ...related.map((one) => one.at)];
        const words = ({ uri: own, span: { from, to } }: Finding['at']) => (own === subject.uri ? subject.text.slice(from, to) : own);
        // A place may reach from one instruction to another.
        return quiet.reduce((all, line) => all.replaceAll(`${line}\n`, ''), `${message} ${places.map(words)}`);
      });
    let next = 0;
    for (const { title, files } of samples) {
      for (const plain of subjectsOf(projectOf(files))) {
        const path = Object.keys(files).find((name) => at(name) === plain.uri) ?? '';
        // One behind each instruction, each time another one.
        let text = '';
        let from = 0;
        for (const { span } of plain.facts.stages.flatMap(({ instructions }) => instructions)) {
          const before = plain.text.slice(from, span.to);
          from = span.to;
          text += `${before}${before.endsWith('\n') ? '' : '\n'}${quiet[next++ % quiet.length]}\n`;
        }
        const [noisy] = subjectsOf(projectOf({ ...files, [path]: text + plain.text.slice(from) })).filter(({ uri }) => uri === plain.uri);
        if (!noisy) continue;
        for (const rule of building) {
          const [some, more] = [shownIn(plain, rule), shownIn(noisy, rule)];
          if (some.join('\n') !== more.join('\n')) wrong.set(rule.id, `in ${title}: ${some.join(' / ')} but then ${more.join(' / ')}`);
        }
      }
    }
    assert.deepEqual([...wrong], []);
  });

  it('find the same without the instructions that they do not mind, and beside more of them', () => {
    const minding = byStage.filter(({ minds }) => minds);
    const wrong = new Map<string, string>();
    /** What a rule says, with the words that it says it of. */
    const shownIn = (subject: Subject<'dockerfile'>, rule: FileRule<'dockerfile'>, without = '') =>
      [...rule.check(subject)].map(({ at: { uri, span }, message, severity = rule.severity, related = [] }) => {
        const places = [{ uri, span }, ...related.map((one) => one.at)];
        const words = ({ uri: own, span: { from, to } }: Finding['at']) => (own === subject.uri ? subject.text.slice(from, to) : own);
        return `${severity} ${message} ${places.map(words)}`.replaceAll(without, '');
      });
    /** What all rules hang on besides the instructions: where it changes, each is asked again. */
    const groundOf = (subject: Subject<'dockerfile'>) =>
      JSON.stringify([standings(subject), djangoAnswers(subject), [...installedServers(subject.project)]]);
    const compare = (title: string, plain: Subject<'dockerfile'>, files: Readonly<Record<string, string>>, line: string, added: string) => {
      const looked = parsedLine(line);
      const rulesOf = minding.filter(
        ({ by, minds = never, words = never, wordsBelow = words }) =>
          (by === 'build' && !builds(looked as Instruction)) || !(fits(minds, looked) || fits(wordsBelow, looked)),
      );
      const [other] = subjectsOf(projectOf(files)).filter(({ uri }) => uri === plain.uri);
      if (!other || rulesOf.length === 0 || groundOf(other) !== groundOf(plain)) return;
      const found = rulesOf.map((rule) => [rule, shownIn(plain, rule, added), shownIn(other, rule, added)] as const);
      // Whom what is started has asked for a variable counts as one that uses it.
      const [, named = ''] = /^\s*(?:ENV|ARG)\s+(\w+)/i.exec(line) ?? [];
      if ([plain, other].some(({ facts }) => facts.stages.some((stage) => namesAskedIn(stage).has(named)))) return;
      for (const [rule, some, more] of found) {
        if (some.join('\n') !== more.join('\n'))
          wrong.set(rule.id, `${added ? 'with' : 'without'} ${line} in ${title}: ${some.join(' / ')} but then ${more.join(' / ')}`);
      }
    };
    let next = 0;
    for (const { title, files } of samples) {
      for (const plain of subjectsOf(projectOf(files))) {
        const path = Object.keys(files).find((name) => at(name) === plain.uri) ?? '';
        const { stages } = plain.facts;
        const all = stages.flatMap(({ instructions }) => instructions.slice(1));
        const isUsed = (names: readonly string[]) => stages.some((stage) => names.some((name) => namesUsedIn(stage).has(name)));
        for (const { span, script, name, pairs } of all) {
          if (/^(?:ENV|ARG)$/.test(name) && isUsed(pairs.map((pair) => pair.name.text))) continue;
          const text = plain.text.slice(0, span.from) + plain.text.slice(span.to);
          compare(title, plain, { ...files, [path]: text }, script.text, '');
        }
        // Some lines behind each instruction of a stage, each time others.
        for (let i = 0; i < 6; i++) {
          const line = typedLines[next++ % typedLines.length] ?? '';
          if (isUsed([/^(?:ENV|ARG) (\w+)/.exec(line)?.[1] ?? ''])) continue;
          let text = '';
          let from = 0;
          for (const { span } of stages.flatMap(({ instructions }) => instructions)) {
            const before = plain.text.slice(from, span.to);
            from = span.to;
            text += `${before}${before.endsWith('\n') ? '' : '\n'}${line}\n`;
          }
          compare(title, plain, { ...files, [path]: text + plain.text.slice(from) }, line, `${line}\n`);
        }
      }
    }
    assert.deepEqual([...wrong], []);
  }).timeout(120_000);

  const told = (problems: readonly Problem[]) =>
    problems.map(({ rule, severity, at: { span }, message, related, fixes }) => ({
      rule,
      severity,
      span,
      message,
      related,
      fixes: fixes().map(({ title, edits }) => [title, ...edits]),
    }));

  it('give after any edit what a fresh start gives, fixes included', () => {
    const texts = samples.flatMap(({ files }) => Object.entries(files).flatMap(([path, text]) => (/dockerfile/i.test(path) ? [text] : [])));
    const piece = fc.constantFrom(
      ...[
        '\n',
        ' ',
        '#',
        '# a\n',
        'x',
        '=',
        'FROM python:3.13-slim AS a\n',
        'FROM a\n',
        'FROM nginx\n',
        'FROM python:3.9-alpine AS b\n',
        'FROM debian:buster\n',
        'FROM scratch AS test\n',
        'USER app\n',
        'USER root\n',
        '\\\n',
      ],
      ...[
        'COPY --from=a /x /x\n',
        'RUN pip install gunicorn\n',
        'RUN apt-get install gcc\n',
        'CMD ["gunicorn", "shop.wsgi"]\n',
        'ENV A=1\n',
        'HEALTHCHECK CMD curl http://localhost:8000/\n',
        'LABEL a=b\n',
        'EXPOSE 8000\n',
        'RUNN x\n',
      ],
      ...['ENTRYPOINT ["gunicorn", "shop.wsgi"]\n', 'CMD python manage.py runserver\n', 'RUN pip install --no-cache-dir pycurl\n'],
      ...['COPY --from=0 /x /x\n', 'RUN --mount=from=a,target=/m cat /m\n', 'RUN pip install uvicorn-worker\n'],
      ...['RUN python manage.py migrate\n', 'COPY . .\n', 'ARG A\n', 'WORKDIR /app\n'],
    );
    const edit = fc.record({ place: fc.nat(), remove: fc.nat({ max: 15 }), insert: fc.oneof(piece, fc.constant('')) });
    const beside = { 'requirements.txt': 'django==4.2\npsycopg2\n', 'manage.py': '' };
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }),
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        (some, edits) => {
          const own = createRunner(rules, knowledge, (rule, error) => {
            throw new Error(`rule ${rule} threw`, { cause: error });
          });
          const workspace = createWorkspace();
          const uri = at('Dockerfile');
          workspace.apply([
            { type: 'configure', settings: { today, rules: levels } },
            { type: 'list', listing: { root, files: [uri, ...Object.keys(beside).map(at)], complete: true } },
            { type: 'write', file: { uri: at('requirements.txt'), kind: 'requirements', version: 1, text: beside['requirements.txt'] } },
          ]);
          let text = some.join('\n');
          for (const { place, remove, insert } of [{ place: 0, remove: 0, insert: '' }, ...edits]) {
            const from = place % (text.length + 1);
            text = text.slice(0, from) + insert + text.slice(from + remove);
            const project = workspace.apply([{ type: 'write', file: { uri, kind: 'dockerfile', version: 1, text } }]).project(uri);
            const fresh = projectOf({ Dockerfile: text, ...beside }, { rules: levels });
            assert.deepEqual(told(project ? own.problems(project, uri) : []), told(runner.problems(fresh, uri)), text);
          }
        },
      ),
      { numRuns: 80 },
    );
  }).timeout(90_000);
});
