import { type Project, parsedAt } from '../../project/project.ts';
import { truth } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { openView, readsOf, type SettingRead } from '../reading/environment-reads.ts';
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
    const first = once();
    for (const deployment of shippedDeployments(project)) {
      const { environment, by, view, django, server, at, name, launch } = deployment;
      // Who starts an image by hand sets variables by hand.
      if (!environment.complete || (by !== 'compose' && by !== 'kubernetes') || launch?.script) continue;
      const open = openView(django, view);
      if (!open || !view || readsFiles(project, open, view)) continue;
      const missing = new Map<string, SettingRead>();
      for (const one of readsOf(open)) {
        const { read, certain } = one;
        if (!certain || read.name === undefined || read.unset !== undefined || read.through === 'decouple') continue;
        const own = server?.program.variables(read.name);
        if (environment.get(read.name) || own !== undefined) continue;
        missing.set(read.name, one);
      }
      // A slip in the name of one that is set is told there.
      if (missing.size > 0) for (const { read } of nearVariables(project, deployment)) missing.delete(read.read.name ?? '');
      const names = [...missing.keys()];
      const [shown] = names;
      if (!shown || !first(at)) continue;
      const list = names.map((one) => `\`${one}\``);
      yield {
        at,
        message: `The settings read ${list.slice(0, 4).join(', ')}${list.length > 4 ? ` and ${list.length - 4} more` : ''} without a default, and nothing sets ${list.length > 1 ? 'them' : 'it'} for \`${name}\`, so Django ends at its start; set ${list.length > 1 ? 'them' : 'it'} here, or give ${list.length > 1 ? 'them' : 'it'} a default`,
        related: [...missing.values()].slice(0, 8).map(({ read }) => ({ at: read.nameAt, message: `\`${read.name ?? ''}\` is read here` })),
      } satisfies Finding;
    }
  },
});

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
