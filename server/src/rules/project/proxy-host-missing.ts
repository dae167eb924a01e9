import type { Header, NginxLocation } from '../../languages/nginx/facts.ts';
import type { Project } from '../../project/project.ts';
import { truth } from '../../project/settings/ask.ts';
import type { Uri } from '../../text/uri.ts';
import { allowedHosts, serves } from '../reading/hosts.ts';
import { directivesAbove, directivesBelow } from '../reading/nginx-lines.ts';
import { type Fronting, frontings, harmlessInclude, isInUse } from '../reading/proxies.ts';
import { stringsOf } from '../reading/settings.ts';
import { defineRule, type Fix, fix, type Severity } from '../rule.ts';

/** Unless it is told, nginx asks with the name of the server behind it, and Django takes that for the name of the site. */
export default defineRule({
  id: 'project/proxy-host-missing',
  title: 'The proxy hands on the host that was asked for',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X34'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const byServer = new Map<unknown, Found[]>();
    for (const one of frontings(project)) {
      const host = sentHost(one);
      const harm = host === undefined ? undefined : harmOf(one, host);
      if (host === undefined || !harm) continue;
      const list = byServer.get(one.server);
      const found = { one, host, ...harm };
      if (!list) byServer.set(one.server, [found]);
      else {
        // A location in front of several deployments is told with the greatest harm.
        const before = list.findIndex(({ one: other }) => other.location === one.location);
        if (before < 0) list.push(found);
        else if (list[before]?.severity !== 'error') list[before] = found;
      }
    }
    for (const list of byServer.values()) {
      const [first, ...more] = list.toSorted((a, b) => a.one.pass.directive.span.from - b.one.pass.directive.span.from);
      if (!first) continue;
      const { uri } = first.one.facts;
      yield {
        at: { uri, span: first.one.pass.directive.span },
        severity: first.severity,
        message: `nginx sends \`Host: ${first.host}\` here, not the name that was asked for, ${first.words}; add \`proxy_set_header Host $http_host;\``,
        related: [
          ...more.map(({ one }) => ({ at: { uri, span: one.pass.directive.nameSpan }, message: 'And here' })),
          ...(first.related ? [first.related] : []),
        ],
        fixes: () => fixes(project, uri, list),
      };
    }
  },
});

interface Harm {
  readonly severity: Severity;
  readonly words: string;
  readonly related?: { readonly at: Fronting['deployment']['at']; readonly message: string };
}
interface Found extends Harm {
  readonly one: Fronting;
  readonly host: string;
}

const has = (passed: readonly Header[], name: string): boolean =>
  passed.some(({ name: own, directive }) => directive.name === 'proxy_set_header' && own.toLowerCase() === name);

/** The `Host` that nginx makes up: that of the address in `proxy_pass`. Nothing where it is told another, or may be. */
const sentHost = ({ facts, location, pass }: Fronting): string | undefined => {
  if (pass.by !== 'proxy' || facts.open || !pass.known || has(location.passed, 'host')) return undefined;
  if (location.includes.some(({ text }) => !harmlessInclude.test(text))) return undefined;
  if (pass.path !== undefined) return 'localhost';
  if (!pass.host) return undefined;
  const usual = pass.port === undefined || (pass.scheme === 'http' && pass.port === 80) || (pass.scheme === 'https' && pass.port === 443);
  return usual ? pass.host : `${pass.host}:${pass.port}`;
};

/** The form of a host as Django takes it (django/http/request.py, host_validation_re). */
const valid = /^(?:[a-z0-9.-]+|\[[a-f0-9]*:[a-f0-9.:]+\])(?::\d+)?$/;

const harmOf = ({ deployment, location, proxy }: Fronting, host: string): Harm | undefined => {
  const { view, server } = deployment;
  // A WebSocket has neither links nor forms.
  if (!server || (has(location.passed, 'upgrade') && /^\/(?:ws|wss|socket|channels?)\b/i.test(location.path.text))) return undefined;
  // It is CommonMiddleware that asks for the host of every request.
  const asks = !view || stringsOf(view, 'MIDDLEWARE').some(({ text }) => text === 'django.middleware.common.CommonMiddleware');
  const severity = isInUse(proxy) && asks ? 'error' : 'warning';
  const forwarded = view?.get('USE_X_FORWARDED_HOST');
  if (has(location.passed, 'x-forwarded-host') && (!view || (forwarded && truth(forwarded.value) !== false))) return undefined;
  if (!valid.test(host.toLowerCase()))
    return { severity, words: 'and Django answers 400 to a host with an underscore, whatever ALLOWED_HOSTS says' };
  const hosts = view && allowedHosts(view);
  const debug = view?.get('DEBUG');
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (hosts && hosts.length > 0 && debug && truth(debug.value) === false && !hosts.some((one) => serves(one, name))) {
    const setting = view.get('ALLOWED_HOSTS');
    return {
      severity,
      words: 'and ALLOWED_HOSTS does not have that, so Django answers 400 to everybody',
      ...(setting ? { related: { at: setting.value.at, message: 'The hosts that Django serves' } } : {}),
    };
  }
  return { severity: 'warning', words: 'so Django builds links with it and refuses forms of HTTPS sites by their origin (403)' };
};

/** One line where the headers of each location are set; a header of its own would take away those it has from the server. */
const fixes = (project: Project, uri: Uri, list: readonly Found[]): readonly Fix[] => {
  const text = project.file(uri)?.parsed.file.text;
  if (text === undefined) return [];
  const line = 'proxy_set_header Host $http_host;';
  const places = new Map(list.map(({ one }) => [placeOf(one.location), one]));
  const edits = [...places.values()].map(({ location, pass }) => {
    const last = location.passed.at(-1)?.directive;
    return last ? directivesBelow(text, last, line) : directivesAbove(text, pass.directive, line);
  });
  return [fix('Hand on the host', false, uri, ...edits)];
};

const placeOf = ({ passed, directive }: NginxLocation): number => passed.at(-1)?.directive.span.from ?? directive.span.from;
