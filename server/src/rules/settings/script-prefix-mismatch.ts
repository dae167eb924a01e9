import { ofDeployment } from '../../project/deployment/of-deployment.ts';
import { textOf } from '../../project/settings/ask.ts';
import { atLeast } from '../../project/settings/release.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { servings, shippedDeployments } from '../reading/deployments.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { innerOf, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const clean = (prefix: string): string => `/${prefix.replace(/^\/+|\/+$/g, '')}`;

const namesRootPath = ofDeployment((_, { server }): boolean => server?.command.options.some(({ name }) => name === 'root-path') ?? false);

/** A site below a prefix whose static files are linked beside it. */
export default defineRule({
  id: 'settings/script-prefix-mismatch',
  title: 'Static files lie below the prefix of the site',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ224'],
  reads: 'project',
  *check(project) {
    const told = new Set<SettingsView['uri']>();
    const all: { readonly view: SettingsView; readonly prefix: string; readonly what: string; readonly at: Location }[] = [];
    for (const { view } of productions(project)) {
      const setting = view.get('FORCE_SCRIPT_NAME');
      const prefix = setting?.certain ? textOf(setting.value) : undefined;
      if (setting && prefix) all.push({ view, prefix, what: 'FORCE_SCRIPT_NAME', at: setting.value.at });
    }
    const prefixed = shippedDeployments(project).filter((one) => namesRootPath(project, one));
    for (const { server, view } of prefixed.flatMap((one) => servings(project, one))) {
      const option = server.command.options.findLast(({ name }) => name === 'root-path')?.value;
      if (!option?.known || view.get('FORCE_SCRIPT_NAME')) continue;
      all.push({ view, prefix: option.text, what: '--root-path', at: { uri: option.uri ?? server.at.uri, span: option.span } });
    }
    for (const { view, prefix, what, at } of all) {
      const setting = view.get('STATIC_URL');
      const url = textOf(setting?.value);
      // Who serves them elsewhere decides where that is.
      if (!setting?.certain || !url?.startsWith('/') || url.startsWith('//') || !staticMiddleware(view) || clean(prefix) === '/') continue;
      if (`${url}/`.startsWith(`${clean(prefix)}/`) || told.has(view.uri)) continue;
      told.add(view.uri);
      const { value } = setting;
      const written = writtenAt(project, value.at.uri);
      const inner = written && innerOf(written.text, value.at.span);
      const relative = url.replace(/^\/+/, '');
      // Django puts the prefix in front of relative addresses since 3.1.
      const isNew = productions(project).every(({ django }) => atLeast(django.release('django'), '3.1') !== false);
      const finding: Finding = {
        at: value.at,
        message: `The site lies below \`${clean(prefix)}\`, and pages link static files as \`${url}\`, beside it, where the proxy has something else or nothing; write \`${relative}\`, in front of which Django puts the prefix`,
        related: [{ at, message: `The prefix comes from ${what}` }],
        fixes: () =>
          inner && isNew && relative !== '' ? [fix(`Write \`${relative}\``, false, value.at.uri, replace(inner, relative))] : [],
      };
      yield finding;
    }
  },
});
