import type { KubeProbe } from '../../languages/kubernetes/pod.ts';
import { isClosed, knownItems, textOf, truth } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import { containerOf } from '../reading/declared.ts';
import { once, servings } from '../reading/deployments.ts';
import { allowedHosts } from '../reading/hosts.ts';
import { assignmentOf } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A probe by plain http is redirected to https, which the server does not speak. */
export default defineRule({
  id: 'kubernetes/probe-redirected',
  title: 'Probes are answered, not redirected',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X18'],
  reads: 'project',
  *check(project) {
    const first = once();
    for (const { deployment, server, view } of servings(project)) {
      const found = containerOf(project, deployment);
      const redirect = view.get('SECURE_SSL_REDIRECT');
      if (!found || !redirect?.certain || truth(redirect.value) !== true || deployment.proxies.some(({ inside }) => inside)) continue;
      if (server.command.options.some(({ name }) => /^(?:ssl-|certfile|keyfile)/.test(name)) || !hasSecurity(view)) continue;
      const exempt = exemptions(view);
      const anyHost = allowedHosts(view)?.includes('*') ?? false;
      for (const probe of found.container.probes) {
        const host = [...probe.headers.keys()].some((name) => name.toLowerCase() === 'host');
        const path = probe.path?.known ? probe.path.text : undefined;
        const at = { uri: found.facts.uri, span: probe.path?.span ?? probe.span };
        if (probe.how !== 'http' || probe.scheme !== 'HTTP' || path === undefined || saysHttps(probe)) continue;
        // A host that Django refuses is another rule's.
        if ((!host && !anyHost) || !exempt || exempt.some((one) => one.test(path.replace(/^\//, ''))) || !first(at)) continue;
        yield {
          at,
          message: host
            ? `SECURE_SSL_REDIRECT sends this probe to https, and the kubelet takes the redirect for a success, so it never learns whether \`${path}\` works; add the header \`X-Forwarded-Proto: https\`, or the path to SECURE_REDIRECT_EXEMPT`
            : `SECURE_SSL_REDIRECT sends this probe to https on the same port, where the server speaks plain http, so it fails and the pod restarts for ever; add the header \`X-Forwarded-Proto: https\`, or \`${path.replace(/^\//, '^')}\` to SECURE_REDIRECT_EXEMPT`,
          severity: host ? 'warning' : 'error',
          related: [{ at: assignmentOf(redirect).target, message: 'Every plain request is redirected' }],
        } satisfies Finding;
      }
    }
  },
});

const saysHttps = ({ headers }: KubeProbe): boolean =>
  [...headers].some(([name, { text }]) => /proto|ssl|scheme/i.test(name) && /https|on/i.test(text));

/** Whether the redirect surely happens: the middleware is there, and nothing of the project stands in front of it. */
const hasSecurity = (view: SettingsView): boolean => {
  const middleware = listOf(view, 'MIDDLEWARE');
  if (!middleware || !isClosed(middleware) || !view.get('MIDDLEWARE')?.certain) return false;
  const names = knownItems(middleware).map(({ value }) => textOf(value));
  const at = names.indexOf('django.middleware.security.SecurityMiddleware');
  return at >= 0 && names.slice(0, at).every((name) => name !== undefined && /^(?:django\.|corsheaders\.|csp\.)/.test(name));
};

/** The patterns of SECURE_REDIRECT_EXEMPT; nothing where one of them is not known. */
const exemptions = (view: SettingsView): readonly RegExp[] | undefined => {
  if (!view.get('SECURE_REDIRECT_EXEMPT')) return view.open.length > 0 ? undefined : [];
  const list = listOf(view, 'SECURE_REDIRECT_EXEMPT');
  if (!list || !isClosed(list)) return undefined;
  const texts = knownItems(list).map(({ value }) => textOf(value));
  // What only Python's expressions have is not tried here.
  if (texts.some((text) => text === undefined || /\(\?|\\[AZ]/.test(text))) return undefined;
  try {
    return texts.map((text) => new RegExp(text ?? ''));
  } catch {
    return undefined;
  }
};
