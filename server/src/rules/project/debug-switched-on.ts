import { anyOf, deployed, setting } from '../../languages/dockerfile/minds.ts';
import type { EnvironmentVariable } from '../../project/deployment/deployment.ts';
import { truth } from '../../project/settings/ask.ts';
import { once, servings } from '../reading/deployments.ts';
import { writeMeant } from '../reading/meant.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { silenced } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Settings that leave DEBUG off are no help where the manifest switches it on. */
export default defineRule({
  id: 'project/debug-switched-on',
  title: 'No deployment for production switches DEBUG on',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X12'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, setting),
  *check(project, _, only) {
    const first = once();
    for (const { deployment, view } of servings(project, only)) {
      const { name, purpose, environment, django } = deployment;
      if (purpose !== 'production') continue;
      const switches = environment.all.filter(isSwitch);
      const [one, more] = switches;
      // With two of them it is not known which one is read.
      if (!one || more || one.value.state !== 'known') continue;
      const { value } = one.value;
      const at = insideQuotes(project, one.value.at);
      const setting = view.get('DEBUG');
      if (!setting?.certain || setting.value.is !== 'boolean' || truth(setting.value) !== true || silenced(view, 'security.W018')) continue;
      // Settings that have it on for everybody are another rule's.
      const own = django?.production?.get('DEBUG')?.value;
      if ((own && own.is === 'boolean' && truth(own) === true) || !first(at)) continue;
      const off = opposites[value.toLowerCase()];
      const better = off && (value === value.toUpperCase() ? off.toUpperCase() : /^[A-Z]/.test(value) ? capital(off) : off);
      yield {
        at,
        message: `\`${one.name}\` switches DEBUG on for \`${name}\`: error pages show source code, settings and SQL to everybody, and memory grows with each query; take it away, or write ${better ? `\`${better}\`` : 'what switches it off'}`,
        related: [{ at: setting.changes.at(-1)?.statement ?? setting.value.at, message: 'The settings read it here' }],
        fixes: () => writeMeant(value, better, at),
      } satisfies Finding;
    }
  },
});

/** A variable that is called like DEBUG, and is set where the deployment is declared; what the image sets is another rule's. */
const isSwitch = ({ name, by }: EnvironmentVariable): boolean =>
  /^(?:[A-Z0-9]+_)*DEBUG$/.test(name) && (by === 'declared' || by === 'configmap');

const opposites: Readonly<Record<string, string>> = { '1': '0', true: 'false', yes: 'no', on: 'off', y: 'n', t: 'f' };
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
