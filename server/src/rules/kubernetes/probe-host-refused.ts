import { anyOf, deployed, probed } from '../../languages/dockerfile/minds.ts';
import type { Project } from '../../project/project.ts';
import { isClosed, knownItems, textOf, truth } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import { insert, replace } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import type { Location } from '../../text/span.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { serves } from '../reading/hosts.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { isPlain } from '../reading/server-setting.ts';
import { defineRule, type Fix, fix } from '../rule.ts';

/** Middleware that lets a request pass to the check of its host. */
const passes = /^(?:django\.|whitenoise\.|corsheaders\.|servestatic\.)/;

/** A probe names the address of the pod as its host, and Django answers hosts that it does not know with 400. */
export default defineRule({
  id: 'kubernetes/probe-host-refused',
  title: 'Probes name a host that Django accepts',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X17'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, probed),
  *check(project, _, only) {
    if (!project.complete) return;
    const told = new Set<string>();
    for (const deployment of deploymentsFor(project, only)) {
      // The rest is worked out when it is asked for.
      if (deployment.by !== 'kubernetes') continue;
      const { probes, view, server, proxies } = deployment;
      if (!view || !server || proxies.some(({ inside }) => inside)) continue;
      const asking = probes.filter(({ how, host }) => how === 'http' && host.state !== 'dynamic');
      const hosts = asking.length > 0 ? closedHosts(view) : undefined;
      if (!hosts) continue;
      for (const { at: whole, host, port } of asking) {
        const named = host.state === 'known' ? host : undefined;
        const at = named ? insideQuotes(project, named.at) : whole;
        const key = `${at.uri} ${at.span.from}`;
        if (told.has(key) || (named && hosts.all.some((one) => serves(one, named.value.replace(/:\d+$/, '').toLowerCase())))) continue;
        told.add(key);
        if (named) {
          yield {
            at,
            message: `The probe asks for the host \`${named.value}\`, which ALLOWED_HOSTS does not list, so it gets 400 and the pod is never ready or restarts for ever; write \`${hosts.example}\``,
            related: [{ at: hosts.at, message: 'These hosts are accepted' }],
            fixes: () =>
              isPlain(named.value, at.span) ? [fix(`Write \`${hosts.example}\``, false, at.uri, replace(at.span, hosts.example))] : [],
          };
          continue;
        }
        yield {
          at,
          message: `The kubelet asks with the address of the pod as host, which ALLOWED_HOSTS does not list, so the probe gets 400 and the pod is never ready or restarts for ever; add \`httpHeaders\` with \`Host: ${hosts.example}\` to it`,
          related: [{ at: hosts.at, message: 'These hosts are accepted' }],
          fixes: () => (port.state === 'known' ? headerBehind(project, port.at, hosts.example) : []),
        };
      }
    }
  },
});

/** The header behind the port of a probe, on its line where the probe stands on one, and else on a line of its own. */
const headerBehind = (project: Project, { uri, span }: Location, host: string): readonly Fix[] => {
  const text = project.file(uri)?.parsed.file.text;
  if (text === undefined) return [];
  const header = `httpHeaders: [{ name: Host, value: ${host} }]`;
  const own = /^([ \t]*)port:[ \t]*["']?$/.exec(text.slice(text.lastIndexOf('\n', span.from - 1) + 1, span.from));
  const rest = /^["']?[ \t]*(?:#.*)?(?=\r?\n|$)/.exec(text.slice(span.to));
  const edit = own && rest ? insert(span.to + rest[0].length, `${lineEndOf(text)}${own[1] ?? ''}${header}`) : undefined;
  const flow =
    !own && /^["']?[ \t]*[,}]/.test(text.slice(span.to))
      ? insert(span.to + (/^["']/.test(text.slice(span.to)) ? 1 : 0), `, ${header}`)
      : undefined;
  const one = edit ?? flow;
  return one ? [fix(`Ask for the host \`${host}\``, false, uri, one)] : [];
};

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
  return { example: (first ?? '').replace(/^\./, 'www.'), all: texts.map((one) => (one ?? '').toLowerCase()), at: list.at };
};
