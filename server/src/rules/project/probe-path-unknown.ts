import { anyOf, deployed, probed } from '../../languages/dockerfile/minds.ts';
import type { DeployedProbe } from '../../project/deployment/deployment.ts';
import { isClosed, knownItems, textOf, truth } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import { nearest } from '../../text/distance.ts';
import { replace } from '../../text/edit.ts';
import { once, servings } from '../reading/deployments.ts';
import { isPlain } from '../reading/server-setting.ts';
import { unanswered } from '../reading/urls.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** A probe that asks for a path which Django does not have gets 404, and the container counts as ill. */
export default defineRule({
  id: 'project/probe-path-unknown',
  title: 'Probes ask for a path that there is',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X19'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, probed),
  *check(project, _, only) {
    const first = once();
    for (const { deployment, server, view } of servings(project, only)) {
      const { django, probes, proxies } = deployment;
      if (!django || !answersAll(view) || proxies.some(({ inside }) => inside) || server.listens.length > 1) continue;
      const port = server.listens[0]?.port;
      for (const probe of probes) {
        const { path } = probe;
        if (
          path.state !== 'known' ||
          !fails(probe) ||
          (probe.port.state === 'known' && port?.state === 'known' && probe.port.value !== port.value)
        )
          continue;
        const found = unanswered(project, django, view, path.value);
        if (!found || !first(path.at)) continue;
        const near = nearest(path.value.replace(/^\//, ''), found.routes, 3);
        const better = near === undefined ? undefined : `/${near}`;
        yield {
          at: path.at,
          message: `No URL of the project answers \`${path.value}\`, so the ${probe.how === 'http' ? 'probe' : 'check'} gets 404 and the container counts as ill; ${better ? `did you mean \`${better}\`?` : 'add a view for it, or ask for a path that there is'}`,
          ...(probe.how === 'http' ? {} : { severity: 'warning' }),
          related: [{ at: found.at, message: 'These are the URLs' }],
          fixes: () =>
            better && isPlain(path.value, path.at.span)
              ? [fix(`Ask for \`${better}\``, false, path.at.uri, replace(path.at.span, better))]
              : [],
        } satisfies Finding;
      }
    }
  },
});

/** Whether an answer of 404 is a failure: for a probe by http, and for programs that say so by their exit code. */
const fails = ({ how, program, by }: DeployedProbe): boolean =>
  how === 'http' ? by !== 'dockerfile' : how === 'command' && /^(?:wget|python[\d.]*)$/.test(program ?? '');

/** Middleware that leaves the answer to the URLs. */
const passes =
  /^(?:django\.|whitenoise\.|servestatic\.|corsheaders\.|csp\.|allauth\.|debug_toolbar\.|simple_history\.|django_htmx\.|django_structlog\.|axes\.|waffle\.)/;

/** Whether nothing but the URLs answers: no middleware of the project, no files at the root. */
const answersAll = (view: SettingsView): boolean => {
  const middleware = listOf(view, 'MIDDLEWARE');
  if (!middleware || !isClosed(middleware) || !view.get('MIDDLEWARE')?.certain) return false;
  const rooted = view.get('WHITENOISE_ROOT');
  const debug = view.get('DEBUG');
  return (
    !rooted && (!debug || truth(debug.value) === false) && knownItems(middleware).every(({ value }) => passes.test(textOf(value) ?? ''))
  );
};
