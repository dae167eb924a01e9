import type { Server } from '../../commands/servers.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import type { Fact } from '../../languages/fact.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { replace } from '../../text/edit.ts';
import type { Location } from '../../text/span.ts';
import { containerOf, serviceOf } from '../reading/declared.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { settingOf } from '../reading/server-setting.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** A platform that kills before the server has finished its requests makes their time to finish worthless. */
export default defineRule({
  id: 'project/stop-time-too-short',
  title: 'The platform waits for the requests that the server waits for',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X24'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const deployment of shippedDeployments(project, only)) {
      const { server } = deployment;
      const wait = server && waitOf(project, server);
      const grace = wait && graceOf(project, deployment);
      if (!server || !wait || !grace || grace.seconds > wait.seconds) continue;
      const at = grace.at ?? wait.at;
      // Where both are defaults nobody has thought of either.
      if (!at || !first(at)) continue;
      const better = grace.write(wait.seconds + 5);
      yield {
        at,
        message: `${server.kind} gives its requests ${wait.seconds} s to finish when it is stopped, but ${grace.who} kills it after ${grace.seconds} s, so they are cut off; give it longer: \`${grace.key}: ${better}\``,
        related: grace.at && wait.at ? [{ at: wait.at, message: `${server.kind} waits this long` }] : [],
        fixes: () => (grace.at && grace.plain ? [fix(`Write \`${better}\``, false, grace.at.uri, replace(grace.at.span, better))] : []),
      } satisfies Finding;
    }
  },
});

/** The option that says how long requests may take once the server is stopped, and what holds when nothing is said. */
const options: Partial<Readonly<Record<Server, { readonly name: string; readonly usual: number | undefined }>>> = {
  gunicorn: { name: 'graceful-timeout', usual: 30 },
  uvicorn: { name: 'timeout-graceful-shutdown', usual: undefined },
  hypercorn: { name: 'graceful-timeout', usual: 3 },
};

interface Wait {
  readonly seconds: number;
  /** Nothing for the server's own default. */
  readonly at: Location | undefined;
}

const waitOf = (project: Project, server: DeployedServer): Wait | undefined => {
  const option = options[server.kind];
  // What is written holds, also where a Secret is not seen; that nothing is written needs all of it.
  if (!option || !server.written) return undefined;
  const value: Fact<string> = settingOf(project, server, option.name);
  if (value.state === 'absent')
    return option.usual === undefined || !server.complete ? undefined : { seconds: option.usual, at: undefined };
  return value.state === 'known' && /^\d+$/.test(value.value) ? { seconds: Number(value.value), at: value.at } : undefined;
};

interface Grace {
  readonly seconds: number;
  readonly at: Location | undefined;
  readonly plain: boolean;
  readonly who: string;
  readonly key: string;
  write(seconds: number): string;
}

const graceOf = (project: Project, deployment: Deployment): Grace | undefined => {
  const service = serviceOf(project, deployment);
  if (service) {
    const given = service.last((one) => one.stopGracePeriod);
    const seconds = given ? (given.value.known ? secondsOf(given.value.text) : undefined) : 10;
    if (seconds === undefined) return undefined;
    return {
      seconds,
      at: given && { uri: given.uri, span: given.value.span },
      plain: given !== undefined && given.value.variables.length === 0,
      who: 'Docker',
      key: 'stop_grace_period',
      write: (wanted) => `${wanted}s`,
    };
  }
  const found = containerOf(project, deployment);
  if (!found || found.container.init) return undefined;
  const { gracePeriod } = found.workload.pod;
  const text = gracePeriod ? (gracePeriod.known ? gracePeriod.text : '') : '30';
  if (!/^\d+$/.test(text)) return undefined;
  return {
    seconds: Number(text),
    at: gracePeriod && { uri: found.facts.uri, span: gracePeriod.span },
    plain: true,
    who: 'the kubelet',
    key: 'terminationGracePeriodSeconds',
    write: String,
  };
};

/** `90`, `30s`, `1m30s`, as Compose reads a time; nothing for what it refuses. */
const secondsOf = (text: string): number | undefined => {
  const [whole, hours = '0', minutes = '0', seconds = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(text) ?? [];
  return whole ? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) : undefined;
};
