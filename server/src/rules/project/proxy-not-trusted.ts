import { compareVersions } from '../../knowledge/images/version.ts';
import { deployedRequirements } from '../../languages/dockerfile/minds.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { knownItems, textOf } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { once, servings } from '../reading/deployments.ts';
import { assignmentOf } from '../reading/settings.ts';
import { sslRedirect } from '../reading/ssl-redirect.ts';
import { defineRule, type Finding } from '../rule.ts';

/** From this release on waitress takes away what proxies say, where none is named as trusted. */
const since = '3.0.0';

/** A header that the server takes away tells Django nothing. */
export default defineRule({
  id: 'project/proxy-not-trusted',
  title: 'The server lets through what the proxy says',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X20', 'R57'],
  reads: 'project',
  each: 'deployment',
  minds: deployedRequirements,
  *check(project, _, only) {
    const first = once();
    for (const { deployment, server, view } of servings(project, only)) {
      if (server.kind !== 'waitress' || !server.complete || !stripsHeader(project, deployment, server, view) || !first(server.at)) continue;
      const header = view.get('SECURE_PROXY_SSL_HEADER');
      const redirect = sslRedirect(view);
      yield {
        at: server.at,
        message: `waitress takes the headers of proxies away unless \`--trusted-proxy\` names them, so SECURE_PROXY_SSL_HEADER finds nothing and ${redirect ? 'every request is redirected to https for ever' : 'no request ever counts as secure'}; add \`--trusted-proxy\` with the address of the proxy, and \`--trusted-proxy-headers x-forwarded-proto\``,
        ...(redirect ? { severity: 'error' } : {}),
        related: header ? [{ at: assignmentOf(header).target, message: 'Django looks for the header' }] : [],
      } satisfies Finding;
    }
  },
});

const stripsHeader = (project: Project, { image, django }: Deployment, { command }: DeployedServer, view: SettingsView): boolean => {
  const header = view.get('SECURE_PROXY_SSL_HEADER');
  if (!header?.certain || header.value.is !== 'list') return false;
  const [name] = knownItems(header.value).map(({ value }) => textOf(value));
  if (!/^HTTP_X_FORWARDED_(?:PROTO|FOR|HOST|PORT|BY)$/.test(name ?? '')) return false;
  if (command.options.some((one) => /^(?:trusted-proxy|clear-untrusted-proxy-headers|url-scheme)$/.test(one.name))) return false;
  const installed = image && imageRequirements(project, image.facts, image.stage).byName.get('waitress');
  const version = installed?.version ?? django?.release('waitress').exact;
  return version !== undefined && compareVersions(version, since) >= 0;
};
