// Planted contradictions: each sample is silent, and each agreement that is broken in it is told.
import assert from 'node:assert/strict';
import type { FileKind } from '../../../server/src/languages/language.ts';
import { type FileOf, filesOf } from '../../../server/src/project/project.ts';
import { rules } from '../../../server/src/rules/index.ts';
import { projectOf, runner } from '../../support/project.ts';
import type { Mutation } from './mutation.ts';
import { mutations } from './mutations.ts';
import { type Files, samples } from './samples.ts';

const findings = (files: Files): readonly { readonly rule: string; readonly severity: string; readonly message: string }[] => {
  const project = projectOf(files);
  const all: readonly FileOf<FileKind>[] = filesOf(project);
  return all.flatMap(({ parsed }) => runner.problems(project, parsed.file.uri));
};

describe('projects whose files agree', () => {
  const made = new Map<string, Files>();
  before(function () {
    this.timeout(60_000);
    for (const [name, make] of Object.entries(samples)) made.set(name, make());
  });

  it('are silent', () => {
    for (const [name, files] of made) {
      const loud = findings(files).filter(({ severity }) => severity !== 'hint');
      assert.deepEqual(
        loud.map(({ rule, message }) => `${rule}: ${message}`),
        [],
        name,
      );
    }
  });

  const broken = ({ apply }: Mutation) =>
    [...made].flatMap(([name, files]) => {
      const after = apply(files);
      return after ? [{ name, after }] : [];
    });
  for (const mutation of mutations) {
    it(`are told apart when ${mutation.name}`, () => {
      const all = broken(mutation);
      assert.ok(all.length > 0, 'no sample has this agreement');
      const silent = all.filter(
        ({ name, after }) => !(name in mutation.beyond) && !findings(after).some(({ rule }) => mutation.told.includes(rule)),
      );
      assert.deepEqual(
        silent.map(({ name }) => name),
        [],
        `not told by ${mutation.told.join(' or ')}`,
      );
    });
  }

  it('are broken for every rule across files', () => {
    const told = new Set(mutations.flatMap((one) => one.told));
    const across = rules.filter(({ id }) => /^(?:project|compose|kubernetes)\//.test(id)).map(({ id }) => id);
    // These two are about Drydock's own file and comments, which no sample has.
    const own = ['project/configuration', 'project/unused-ignore'];
    assert.deepEqual(
      across.filter((id) => !told.has(id)),
      own,
      'no mutation breaks what these speak of',
    );
  });
});
