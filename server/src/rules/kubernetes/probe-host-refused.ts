import { isClosed, knownItems, textOf, truth } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { defineRule } from '../rule.ts';

/** Middleware that lets a request pass to the check of its host. */
const passes = /^(?:django\.|whitenoise\.|corsheaders\.|servestatic\.)/;

/** A probe names the address of the pod as its host, and Django answers hosts that it does not know with 400. */
export default defineRule({
  id: 'kubernetes/probe-host-refused',
  title: 'Probes name a host that Django accepts',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X17'],
  reads: 'project',
  each: 'deployment',
  *check(project, _, only) {
    if (!project.complete) return;
    const told = new Set<string>();
    for (const deployment of deploymentsFor(project, only)) {
      // The rest is worked out when it is asked for.
      if (deployment.by !== 'kubernetes') continue;
      const { probes, view, server, proxies } = deployment;
      if (!view || !server || proxies.some(({ inside }) => inside)) continue;
      const asking = probes.filter(({ how, host }) => how === 'http' && host.state === 'absent');
      const hosts = asking.length > 0 ? closedHosts(view) : undefined;
      if (!hosts) continue;
      for (const { at } of asking) {
        const key = `${at.uri} ${at.span.from}`;
        if (told.has(key)) continue;
        told.add(key);
        yield {
          at,
          message: `The kubelet asks with the address of the pod as host, which ALLOWED_HOSTS does not list, so the probe gets 400 and the pod is never ready or restarts for ever; add \`httpHeaders\` with \`Host: ${hosts.example}\` to it`,
          related: [{ at: hosts.at, message: 'These hosts are accepted' }],
        };
      }
    }
  },
});

/** The hosts that are accepted, when all of them are seen, addresses are not among them, and nothing answers before they are looked at. */
const closedHosts = (view: SettingsView) => {
  const setting = view.get('ALLOWED_HOSTS');
  const list = listOf(view, 'ALLOWED_HOSTS');
  const middleware = listOf(view, 'MIDDLEWARE');
  const debug = view.get('DEBUG');
  if (!setting?.certain || !list || !middleware || !isClosed(list) || !isClosed(middleware)) return undefined;
  if (debug && truth(debug.value) !== false) return undefined;
  const texts = knownItems(list).map(({ value }) => textOf(value));
  if (texts.length === 0 || texts.some((one) => one === undefined || one === '*' || /^[\d.:[\]]+$/.test(one))) return undefined;
  const names = knownItems(middleware).map(({ value }) => textOf(value));
  const common = names.indexOf('django.middleware.common.CommonMiddleware');
  if (common < 0 || names.slice(0, common).some((one) => one === undefined || !passes.test(one))) return undefined;
  const [first] = texts;
  return { example: (first ?? '').replace(/^\./, 'www.'), at: list.at };
};
