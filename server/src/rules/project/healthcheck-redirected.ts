import { anyOf, deployed, probed } from '../../languages/dockerfile/minds.ts';
import type { DeployedProbe } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { once, servings } from '../reading/deployments.ts';
import { allowedHosts, serves } from '../reading/hosts.ts';
import { sslRedirect } from '../reading/ssl-redirect.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A health check that follows a redirect to https speaks TLS to a server that does not. */
export default defineRule({
  id: 'project/healthcheck-redirected',
  title: 'Health checks are answered, not redirected',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X18'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, probed),
  *check(project, _, only) {
    const first = once();
    for (const { deployment, server, view } of servings(project, only)) {
      const { by, probes, proxies } = deployment;
      if (by === 'kubernetes' || probes.length === 0 || proxies.some(({ inside }) => inside)) continue;
      if (server.command.options.some(({ name }) => /^(?:ssl-|certfile|keyfile)/.test(name))) continue;
      const redirect = sslRedirect(view);
      const hosts = redirect && allowedHosts(view);
      if (!redirect || !hosts) continue;
      for (const probe of probes) {
        const { path, host } = probe;
        if (path.state !== 'known' || host.state !== 'known' || !follows(project, probe) || !redirect.takes(path.value)) continue;
        // A host that Django refuses is another rule's.
        if (!hosts.some((one) => serves(one, host.value)) || !first(path.at)) continue;
        yield {
          at: path.at,
          message: `SECURE_SSL_REDIRECT sends this check to https on the same port, where the server speaks plain http, so it fails each time and the container counts as ill; send the header \`X-Forwarded-Proto: https\`, or add the path to SECURE_REDIRECT_EXEMPT`,
          related: [{ at: redirect.at, message: 'Every plain request is redirected' }],
        } satisfies Finding;
      }
    }
  },
});

/** Whether the program follows redirects, and says nothing of https itself. */
const follows = (project: Project, { how, program, at }: DeployedProbe): boolean => {
  if (how !== 'command' || !/^(?:wget|python[\d.]*)$/.test(program ?? '')) return false;
  const text = project.file(at.uri)?.parsed.file.text.slice(at.span.from, at.span.to) ?? '';
  return !/https|forwarded|redirect/i.test(text);
};
