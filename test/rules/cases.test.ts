// Every rule page and every case file, run by the real engine.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Level } from '../../server/src/project/config.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { Problem, Rule } from '../../server/src/rules/rule.ts';
import { applyEdits, type Edit } from '../../server/src/text/edit.ts';
import { linesOf, offsetAt } from '../../server/src/text/lines.ts';
import { type Case, readCases, wholeProject } from '../support/case.ts';
import { at, runner, snapshotOf } from '../support/project.ts';

const home = join(dirname(fileURLToPath(import.meta.url)), '../..');

const problemsOf = (given: Readonly<Record<string, string>>, path: string, rule: Rule): readonly Problem[] => {
  const files = wholeProject(given, rule.id);
  const settings = rule.default === 'off' ? { rules: { [rule.id]: rule.severity satisfies Level } } : {};
  const project = snapshotOf(files, settings).project(at(path));
  return project ? runner.problems(project, at(path)) : [];
};

/** One line for each finding, so that a difference reads like one. */
const shown = (text: string, found: readonly { rule: string; from: number; to: number; severity: string }[]): readonly string[] =>
  found.map(({ rule, from, to, severity }) => `${rule} ${severity} on «${text.slice(from, to)}» at ${from}`).sort();

const check = (one: Case, rule: Rule) => {
  const files = Object.fromEntries(one.files.map((file) => [file.path, file.text]));
  const mentioned = new Set([rule.id, ...one.files.flatMap((file) => file.expected.map((expected) => expected.rule))]);
  for (const file of one.files) {
    const lines = linesOf(file.text);
    const problems = problemsOf(files, file.path, rule).filter((problem) => mentioned.has(problem.rule));
    const wanted = file.expected.map((expected) => {
      const match = problems.find(
        (problem) =>
          problem.rule === expected.rule && problem.at.span.from === offsetAt(lines, { line: expected.line, column: expected.from }),
      );
      const end = offsetAt(lines, { line: expected.line, column: expected.to });
      if (match && expected.words) assert.ok(match.message.includes(expected.words), `«${expected.words}» is not in: ${match.message}`);
      // Carets end at the end of their line when the finding goes on.
      const lineEnd = (lines.starts[expected.line + 1] ?? file.text.length + 1) - 1;
      const to = match && match.at.span.to > lineEnd && end >= lineEnd ? match.at.span.to : end;
      return {
        rule: expected.rule,
        from: offsetAt(lines, { line: expected.line, column: expected.from }),
        to,
        severity: expected.severity ?? match?.severity ?? 'any severity',
      };
    });
    const got = problems.map((problem) => ({
      rule: problem.rule,
      from: problem.at.span.from,
      to: problem.at.span.to,
      severity: problem.severity,
    }));
    assert.deepEqual(shown(file.text, got), shown(file.text, wanted), `findings in ${file.path}`);
  }
  for (const after of one.after) {
    const before = files[after.path];
    const fixed = applied(files, after.path, rule, after.title);
    assert.ok(before !== undefined || fixed !== '', `${after.path} is fixed but was not there before, and no fix makes it`);
    if (rule.fixable || after.title) assert.equal(fixed, after.text, 'the text after the fix');
    // A fix may change several files, as one.
    const same = one.after.filter(({ title }) => title === after.title);
    const mended = { ...files, ...Object.fromEntries(same.map(({ path, text }) => [path, text])) };
    const left = problemsOf(mended, after.path, rule).filter((problem) => problem.rule === rule.id);
    assert.deepEqual(
      left.map((problem) => problem.message),
      [],
      'the fixed text still has the problem',
    );
    if (rule.fixable || after.title) {
      assert.equal(applied(mended, after.path, rule, after.title), after.text, 'a second fix changes nothing');
    }
  }
};

/** The file after the chosen fix of each of the rule's problems, anywhere in the project. */
const applied = (files: Readonly<Record<string, string>>, path: string, rule: Rule, title: string | undefined): string => {
  const edits: Edit[] = [];
  for (const name of Object.keys(files)) {
    for (const problem of problemsOf(files, name, rule)) {
      if (problem.rule !== rule.id) continue;
      const fixes = problem.fixes();
      const chosen = title ? fixes.find((fix) => fix.title === title) : fixes[0];
      edits.push(...(chosen?.edits.get(at(path)) ?? []));
    }
  }
  return applyEdits(files[path] ?? '', edits);
};

describe('rules', () => {
  for (const rule of rules) {
    describe(rule.id, () => {
      const page = join(home, 'docs/rules', `${rule.id}.md`);
      const cases = join(home, 'test/rules', `${rule.id}.md`);
      it('has a page that shows what is reported and what is right', () => {
        assert.ok(existsSync(page), `docs/rules/${rule.id}.md is missing`);
        const [reported] = readCases(page);
        assert.equal(reported?.title, 'Reported', 'the page needs a section Reported with a fence and its path');
        const found = reported.files.flatMap((file) => file.expected).filter((expected) => expected.rule === rule.id);
        assert.ok(found.length > 0, 'Reported must show a finding of the rule');
        assert.ok(reported.after.length > 0, 'the page needs a section Fixed');
      });
      for (const [what, file] of [
        ['page', page],
        ['case', cases],
      ] as const) {
        if (!existsSync(file)) continue;
        for (const one of readCases(file)) it(`${what}, line ${one.line}: ${one.title}`, () => check(one, rule));
      }
      it('says whether it can be fixed', () => {
        const all = [page, cases].filter((file) => existsSync(file)).flatMap((file) => readCases(file));
        const fixes = all.some((one) => {
          const files = Object.fromEntries(one.files.map((file) => [file.path, file.text]));
          return one.files.some((file) =>
            problemsOf(files, file.path, rule).some((problem) => problem.rule === rule.id && problem.fixes().length > 0),
          );
        });
        assert.equal(
          fixes,
          rule.fixable,
          rule.fixable ? 'says fixable, but no example has a fix' : 'offers a fix, but says it is not fixable',
        );
      });
    });
  }
  it('have no page or case file without a rule', () => {
    const ids = new Set(rules.map((rule) => rule.id));
    for (const folder of ['docs/rules', 'test/rules']) {
      for (const name of readdirSync(join(home, folder), { recursive: true }) as string[]) {
        if (!name.endsWith('.md') || !name.includes('/')) continue;
        assert.ok(ids.has(name.slice(0, -3)), `${folder}/${name} belongs to no rule`);
      }
    }
  });
});
