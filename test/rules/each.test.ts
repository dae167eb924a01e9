// Rules that judge each deployment, or each Django project, by itself say the same when they are asked about one after the other.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFiles } from '../../scripts/bench/workspace.ts';
import type { Deployment } from '../../server/src/project/deployment/deployment.ts';
import { deploymentsOf } from '../../server/src/project/deployment/deployments.ts';
import type { Project } from '../../server/src/project/project.ts';
import { djangoProjects } from '../../server/src/project/settings/django.ts';
import type { DjangoProject } from '../../server/src/project/settings/view.ts';
import { eachPlaceOnce } from '../../server/src/rules/across.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { Finding } from '../../server/src/rules/rule.ts';
import { readCases, wholeProject } from '../support/case.ts';
import { at, knowledge, snapshotOf } from '../support/project.ts';

interface EachRule {
  readonly id: string;
  readonly each: 'deployment' | 'django';
  check(project: Project, by: typeof knowledge, only?: Deployment | DjangoProject): Iterable<Finding>;
}
const each = rules.filter((rule) => rule.reads === 'project' && rule.each !== undefined) as unknown as readonly EachRule[];

/** Each once: what two projects say of one place in the same words, the runner tells once. */
const told = (found: Iterable<Finding>): readonly string[] => [
  ...new Set([...found].map(({ at: { uri, span }, message, severity }) => `${uri} ${span.from}-${span.to} ${severity ?? ''} ${message}`)),
];

const same = (project: Project, rule: EachRule, where: string): number => {
  const whole = told(rule.check(project, knowledge));
  const parts: readonly (Deployment | DjangoProject)[] = rule.each === 'deployment' ? deploymentsOf(project) : djangoProjects(project);
  const found = eachPlaceOnce(parts.map((one) => [...rule.check(project, knowledge, one)]));
  assert.deepEqual(told(found), whole, `${rule.id} in ${where}`);
  return whole.length;
};

/** The files of all cases, of pages and of case files, under names that say where they stand. */
const home = join(import.meta.dirname, '../..');
const cases = ['docs/rules', 'test/rules'].flatMap((folder) =>
  (readdirSync(join(home, folder), { recursive: true }) as string[])
    .filter((name) => name.includes('/') && name.endsWith('.md'))
    .flatMap((name) =>
      readCases(join(home, folder, name)).map((one) => ({ ...one, rule: name, where: `${folder}/${name}: ${one.title}` })),
    ),
);

describe('rules about each deployment or Django project', () => {
  it('are told of one after the other and say what they say of all, in every case of every rule', function () {
    this.timeout(300_000);
    const spoke = new Set<string>();
    for (const { files, rule: id, where } of cases) {
      const given = wholeProject(Object.fromEntries(files.map(({ path, text }) => [path, text])), id);
      const [first] = files;
      const project = first && snapshotOf(given).project(at(first.path));
      if (!project) continue;
      for (const rule of each) if (same(project, rule, where) > 0) spoke.add(rule.id);
    }
    // Nearly all of them speak in some case, so this compares more than silence.
    assert.ok(spoke.size > each.length * 0.6, `${spoke.size} of ${each.length}`);
  });

  it('say the same where several services stand in one project, and several projects in one folder', () => {
    const files = Object.fromEntries(workspaceFiles());
    const broken: Readonly<Record<string, string>> = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        /\.py$/.test(path)
          ? text
              .replace(/^DEBUG = .*$/m, 'DEBUG = True')
              .replace(/'whitenoise[^']*',?/, '')
              .replace(/^ALLOWED_HOSTS.*$/m, 'ALLOWED_HOSTS = []')
          : text
              .replace(/^.*collectstatic.*$/m, '')
              .replace(/EXPOSE \d+/, 'EXPOSE 1234')
              .replace('config.wsgi', 'config.wsgo'),
      ]),
    );
    for (const [name, given] of Object.entries({ whole: files, broken })) {
      const project = snapshotOf(given).project(at('services/shop/Dockerfile'));
      assert.ok(project);
      let count = 0;
      for (const rule of each) count += same(project, rule, name);
      if (name === 'broken') assert.ok(count > 10, String(count));
    }
  });
});
