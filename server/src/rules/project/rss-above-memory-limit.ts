import { deployed } from '../../languages/dockerfile/minds.ts';
import type { Fact } from '../../languages/fact.ts';
import { absent, known } from '../../languages/fact.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { iniOptions } from '../../project/deployment/uwsgi.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { containerOf, serviceOf } from '../reading/declared.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { settingOf } from '../reading/server-setting.ts';
import { defineRule, type Finding } from '../rule.ts';

const megabyte = 1024 * 1024;

/** Workers that are recycled by their memory never are where the kernel kills first. */
export default defineRule({
  id: 'project/rss-above-memory-limit',
  title: 'Workers are recycled before the kernel kills',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 78'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const deployment of shippedDeployments(project, only)) {
      const { server, name } = deployment;
      const each = server && perWorker(project, deployment);
      const limit = each && limitOf(project, deployment);
      if (!server || !each || !limit || server.workers.state !== 'known') continue;
      const workers = server.workers.value;
      const room = Math.floor(limit.bytes / megabyte);
      if (workers < 1 || each.megabytes * workers <= room || !first(each.at)) continue;
      yield {
        at: each.at,
        message: `${workers} workers may take ${each.megabytes} MB each before they are recycled, but the container of \`${name}\` may take ${room} MB, so the kernel kills one of them in the middle of a request first; write ${Math.max(1, Math.floor((room * 0.8) / workers))} or less, or raise the limit`,
        related: [
          { at: limit.at, message: `${room} MB for all` },
          { at: server.workers.at, message: `${workers} workers` },
        ],
      } satisfies Finding;
    }
  },
});

/** How much memory a worker may take before the server recycles it. */
const perWorker = (
  project: Project,
  { server, environment }: Deployment,
): { readonly megabytes: number; readonly at: Location } | undefined => {
  if (!server) return undefined;
  const found: Fact<string> =
    server.kind === 'uwsgi'
      ? either(settingOf(project, server, 'reload-on-rss'), iniOptions(server.ini, environment).last('reload-on-rss'))
      : server.kind === 'granian'
        ? settingOf(project, server, 'workers-max-rss')
        : absent;
  return found.state === 'known' && /^\d+$/.test(found.value) && Number(found.value) > 0
    ? { megabytes: Number(found.value), at: found.at }
    : undefined;
};

const either = <T>(one: Fact<T>, other: Fact<T>): Fact<T> => (one.state === 'absent' ? other : one);

const limitOf = (project: Project, deployment: Deployment): { readonly bytes: number; readonly at: Location } | undefined => {
  const service = serviceOf(project, deployment)?.last((one) => one.memory);
  const found = containerOf(project, deployment);
  const value: Fact<string> = service
    ? service.value.known
      ? known(service.value.text, { uri: service.uri, span: service.value.span })
      : absent
    : found?.container.memory?.known
      ? known(found.container.memory.text, { uri: found.facts.uri, span: found.container.memory.span })
      : absent;
  const bytes = value.state === 'known' ? bytesOf(value.value, service !== undefined) : undefined;
  return bytes !== undefined && value.state === 'known' ? { bytes, at: value.at } : undefined;
};

/** `512Mi`, `1G` as Kubernetes reads them, where `M` is a million; `512m`, `1gb` as Docker does, where it is not. */
const bytesOf = (text: string, docker: boolean): number | undefined => {
  const [whole, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text) ?? [];
  if (!whole) return undefined;
  const power = { k: 1, m: 2, g: 3, t: 4 }[unit[0]?.toLowerCase() ?? ''] ?? 0;
  // In Kubernetes a small `m` is a thousandth.
  if (!docker && /^m$/.test(unit)) return undefined;
  return Number(number) * (docker || /i$/.test(unit) ? 1024 : 1000) ** power;
};
