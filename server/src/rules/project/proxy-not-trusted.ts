import { compareVersions } from '../../knowledge/images/version.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { knownItems, textOf } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { once, servings } from '../reading/deployments.ts';
import { settingOf } from '../reading/server-setting.ts';
import { sslRedirect } from '../reading/ssl-redirect.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Django that redirects to https and never learns that a request came that way redirects for ever. */
export default defineRule({
  id: 'project/proxy-not-trusted',
  title: 'Django learns that a request came by https',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X20', 'R57'],
  reads: 'project',
  *check(project) {
    const first = once();
    for (const { deployment, server, view } of servings(project)) {
      const redirect = sslRedirect(view);
      if (!redirect || !server.complete || speaksTls(server)) continue;
      const strips = stripsHeader(project, deployment, server, view);
      if (!strips && (view.get('SECURE_PROXY_SSL_HEADER') || view.open.length > 0 || trusts(project, deployment, server))) continue;
      if (!first(redirect.at)) continue;
      yield {
        at: redirect.at,
        message: strips
          ? `waitress takes the headers of proxies away unless \`--trusted-proxy\` names them, so SECURE_PROXY_SSL_HEADER finds nothing and every request is redirected to https for ever; start waitress with \`--trusted-proxy\` and \`--trusted-proxy-headers\``
          : `${server.kind} is spoken to by plain http, and nothing tells Django that the browser came by https, so every request is redirected for ever; set SECURE_PROXY_SSL_HEADER to the header that your proxy overwrites, such as \`('HTTP_X_FORWARDED_PROTO', 'https')\``,
        related: [{ at: server.at, message: 'This server answers' }],
      } satisfies Finding;
    }
  },
});

/** The server has a certificate of its own. */
const speaksTls = ({ command, configuration, kind }: DeployedServer): boolean =>
  kind === 'uwsgi' ||
  configuration !== undefined ||
  command.options.some(({ name }) => /^(?:ssl-|certfile|keyfile|certificate)/.test(name) || name === 'endpoint' || name === 'url-scheme');

/** Whether the server itself tells the scheme that a proxy says: by an option, by a variable, or since the proxy is on the same host. */
const trusts = (project: Project, { environment, proxies }: Deployment, server: DeployedServer): boolean => {
  if (proxies.some(({ inside }) => inside) || server.listens.some(({ path }) => path.state !== 'absent')) return true;
  const option = (name: string): boolean => settingOf(project, server, name).state !== 'absent';
  switch (server.kind) {
    case 'uvicorn':
      return (
        option('forwarded-allow-ips') ||
        environment.get('FORWARDED_ALLOW_IPS') !== undefined ||
        environment.get('UVICORN_FORWARDED_ALLOW_IPS') !== undefined
      );
    case 'gunicorn':
      return (
        option('forwarded-allow-ips') ||
        environment.get('FORWARDED_ALLOW_IPS') !== undefined ||
        environment.get('GUNICORN_CMD_ARGS') !== undefined
      );
    case 'daphne':
      return option('proxy-headers') || option('proxy-headers-host');
    case 'waitress':
      return option('trusted-proxy') || option('no-clear-untrusted-proxy-headers');
    default:
      return true;
  }
};

/** From 3.0 on waitress takes away what proxies say where none is named as trusted. */
const stripsHeader = (project: Project, { image, django }: Deployment, server: DeployedServer, view: SettingsView): boolean => {
  const header = view.get('SECURE_PROXY_SSL_HEADER')?.value;
  if (server.kind !== 'waitress' || header?.is !== 'list') return false;
  const [name] = knownItems(header).map(({ value }) => textOf(value));
  if (!/^HTTP_X_FORWARDED_(?:PROTO|FOR|HOST|PORT|BY)$/.test(name ?? '')) return false;
  if (server.command.options.some((one) => one.name === 'trusted-proxy' || one.name === 'clear-untrusted-proxy-headers')) return false;
  const installed = image && imageRequirements(project, image.facts, image.stage).byName.get('waitress');
  const version = installed?.version ?? django?.release('waitress').exact;
  return version !== undefined && compareVersions(version, '3.0.0') >= 0;
};
