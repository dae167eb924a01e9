import type { Deployment } from '../../project/deployment/deployment.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import { truth } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { shippedDeployments } from '../reading/deployments.ts';
import { openView, readsOf, type SettingRead } from '../reading/environment-reads.ts';
import { listed } from '../reading/listed.ts';
import { nearVariables } from '../reading/near-variable.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A variable that settings cannot do without, and that nothing sets. */
export default defineRule({
  id: 'project/environment-missing',
  title: 'What the settings cannot do without is set',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X37'],
  reads: 'project',
  *check(project) {
    const groups = new Map<string, { readonly reads: readonly SettingRead[]; readonly deployments: Deployment[] }>();
    for (const deployment of shippedDeployments(project)) {
      const reads = missingIn(project, deployment);
      const key = reads.map(({ read }) => read.name).join(' ');
      const group = groups.get(key);
      if (group) group.deployments.push(deployment);
      else if (reads.length > 0) groups.set(key, { reads, deployments: [deployment] });
    }
    for (const { reads, deployments } of groups.values()) {
      const [first, ...others] = deployments;
      if (!first) continue;
      const list = reads.map(({ read }) => `\`${read.name ?? ''}\``);
      const them = list.length > 1 ? 'them' : 'it';
      const who = [...new Set(deployments.map(({ name }) => `\`${name}\``))];
      yield {
        at: first.at,
        message: `The settings read ${listed(list, 4)} without a default, and nothing sets ${them} for ${who.length > 4 ? `${who.slice(0, 4).join(', ')} and others` : listed(who)}, so Django ends at its start; set ${them} here, or give ${them} a default`,
        related: [
          ...reads.slice(0, 8).map(({ read }) => ({ at: read.nameAt, message: `\`${read.name ?? ''}\` is read here` })),
          ...others.slice(0, 8).map(({ at }) => ({ at, message: `Nor ${list.length > 1 ? 'are they' : 'is it'} set here` })),
        ],
      } satisfies Finding;
    }
  },
});

/** The look-ups that end Django of a deployment at its start, each variable once. */
const missingIn = (project: Project, deployment: Deployment): readonly SettingRead[] => {
  const { by } = deployment;
  // Who starts an image by hand sets variables by hand.
  if (by !== 'compose' && by !== 'kubernetes') return [];
  const { environment, view, django, server, launch } = deployment;
  if (!environment.complete || launch?.script) return [];
  const open = openView(django, view);
  if (!open || !view || readsFiles(project, open, view)) return [];
  const missing = new Map<string, SettingRead>();
  for (const one of readsOf(open)) {
    const { read, certain } = one;
    if (!certain || read.name === undefined || read.unset !== undefined || read.through === 'decouple') continue;
    if (!environment.get(read.name) && server?.program.variables(read.name) === undefined) missing.set(read.name, one);
  }
  // A slip in the name of one that is set is told there.
  if (missing.size > 0) for (const { read } of nearVariables(project, deployment)) missing.delete(read.read.name ?? '');
  return [...missing.values()];
};

const reading = /dotenv|\bdecouple\b|read_dot_env|env_file|os\.environ\.(?:setdefault|update)|os\.environ\[[^\]]*\]\s*=[^=]/;

/**
 * Whether a file beside the settings may set more: python-dotenv, django-environ and decouple read one. Projects made from
 * cookiecutter-django read theirs only where READ_DOT_ENV_FILE says so.
 */
const readsFiles = (project: Project, { files }: SettingsView, deployed: SettingsView): boolean => {
  const flag = deployed.get('READ_DOT_ENV_FILE');
  const off = flag?.certain === true && truth(flag.value) === false;
  return files.some((uri) => {
    const text = parsedAt(project, uri, 'python')?.file.text ?? '';
    return reading.test(text) || (!off && /\bread_env\b/.test(text));
  });
};
