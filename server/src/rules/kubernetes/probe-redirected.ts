import { deployed } from '../../languages/dockerfile/minds.ts';
import type { KubeProbe } from '../../languages/kubernetes/pod.ts';
import { containerOf } from '../reading/declared.ts';
import { once, servings } from '../reading/deployments.ts';
import { allowedHosts } from '../reading/hosts.ts';
import { sslRedirect } from '../reading/ssl-redirect.ts';
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
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const { deployment, server, view } of servings(project, only)) {
      const found = containerOf(project, deployment);
      const redirect = found && sslRedirect(view);
      if (!found || !redirect || deployment.proxies.some(({ inside }) => inside)) continue;
      if (server.command.options.some(({ name }) => /^(?:ssl-|certfile|keyfile)/.test(name))) continue;
      const anyHost = allowedHosts(view)?.includes('*') ?? false;
      for (const probe of found.container.probes) {
        const host = [...probe.headers.keys()].some((name) => name.toLowerCase() === 'host');
        const path = probe.path?.known ? probe.path.text : undefined;
        const at = { uri: found.facts.uri, span: probe.path?.span ?? probe.span };
        if (probe.how !== 'http' || probe.scheme !== 'HTTP' || path === undefined || saysHttps(probe)) continue;
        // A host that Django refuses is another rule's.
        if ((!host && !anyHost) || !redirect.takes(path) || !first(at)) continue;
        yield {
          at,
          message: host
            ? `SECURE_SSL_REDIRECT sends this probe to https, and the kubelet takes the redirect for a success, so it never learns whether \`${path}\` works; add the header \`X-Forwarded-Proto: https\`, or the path to SECURE_REDIRECT_EXEMPT`
            : `SECURE_SSL_REDIRECT sends this probe to https on the same port, where the server speaks plain http, so it fails and the pod restarts for ever; add the header \`X-Forwarded-Proto: https\`, or \`${path.replace(/^\//, '^')}\` to SECURE_REDIRECT_EXEMPT`,
          severity: host ? 'warning' : 'error',
          related: [{ at: redirect.at, message: 'Every plain request is redirected' }],
        } satisfies Finding;
      }
    }
  },
});

const saysHttps = ({ headers }: KubeProbe): boolean =>
  [...headers].some(([name, { text }]) => /proto|ssl|scheme/i.test(name) && /https|on/i.test(text));
