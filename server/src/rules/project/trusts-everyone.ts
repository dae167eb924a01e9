import { deployed } from '../../languages/dockerfile/minds.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { containerOf, serviceOf } from '../reading/declared.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { settingOf } from '../reading/server-setting.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A server that believes what anybody says of a request, and that anybody reaches. */
export default defineRule({
  id: 'project/trusts-everyone',
  title: 'Only the proxy is believed',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X21'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const deployment of shippedDeployments(project, only)) {
      const { server, name } = deployment;
      const at = server && trustAt(project, deployment, server);
      const open = at && openAt(project, deployment);
      if (!server || !at || !open || !first(at)) continue;
      yield {
        at,
        message: `${server.kind} of \`${name}\` believes everybody who sends X-Forwarded headers, and its port is open to everybody, so anybody can pretend to come by https or from another address; name the network of the proxy, or publish the port to it alone`,
        related: [{ at: open, message: 'Anybody reaches it by this' }],
      } satisfies Finding;
    }
  },
});

/** Where every address is believed. */
const trustAt = (project: Project, { environment }: Deployment, server: DeployedServer): Location | undefined => {
  if (server.kind === 'daphne') {
    const option = server.command.options.find(({ name }) => name === 'proxy-headers');
    return option && { uri: server.at.uri, span: option.span };
  }
  if (server.kind === 'waitress') {
    const value = settingOf(project, server, 'trusted-proxy');
    return value.state === 'known' && value.value === '*' ? value.at : undefined;
  }
  if (server.kind !== 'uvicorn' && server.kind !== 'gunicorn') return undefined;
  const value = settingOf(project, server, 'forwarded-allow-ips');
  if (value.state !== 'absent') return value.state === 'known' && value.value === '*' ? value.at : undefined;
  const variable = environment.get('FORWARDED_ALLOW_IPS')?.value;
  return variable?.state === 'known' && variable.value === '*' ? variable.at : undefined;
};

/** What opens the server's port to the world: a port on every address of the host, or a Service with an address outside. */
const openAt = (project: Project, deployment: Deployment): Location | undefined => {
  const { ports, server } = deployment;
  const own = server?.listens.find(({ port }) => port.state === 'known')?.port;
  if (own?.state !== 'known') return undefined;
  for (const { value, uri } of serviceOf(project, deployment)?.every((one) => one.ports) ?? []) {
    const local = value.host !== undefined && !/^(?:0\.0\.0\.0|\[?::\]?)$/.test(value.host);
    if (value.target === own.value && !local && value.published !== undefined) return { uri, span: value.span };
  }
  if (!containerOf(project, deployment)) return undefined;
  const services = project.all.kubernetes.flatMap(({ facts }) =>
    facts.template
      ? []
      : facts.services.flatMap((service) => (/^(?:LoadBalancer|NodePort)$/.test(service.type) ? [{ service, uri: facts.uri }] : [])),
  );
  for (const { role, port, at } of ports) {
    if (role !== 'service' || port !== own.value) continue;
    const found = services.find(
      ({ service, uri }) => uri === at.uri && service.ports.some(({ span, target }) => (target?.span ?? span).from === at.span.from),
    );
    if (found) return { uri: found.uri, span: found.service.name?.span ?? at.span };
  }
  return undefined;
};
