import type { Server } from '../../commands/servers.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

/** The variables that say how many workers a server starts, where its command line does not. */
const variables: Partial<Readonly<Record<Server, readonly string[]>>> = {
  uvicorn: ['UVICORN_WORKERS', 'WEB_CONCURRENCY'],
  gunicorn: ['WEB_CONCURRENCY'],
  granian: ['GRANIAN_WORKERS'],
};

/** A number of workers in a variable does nothing while the command line or the configuration has one. */
export default defineRule({
  id: 'project/workers-twice',
  title: 'One place says how many workers there are',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X22'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const { server, environment, name } of shippedDeployments(project, only)) {
      const workers = server?.workers;
      if (!server || workers?.state !== 'known') continue;
      for (const called of variables[server.kind] ?? []) {
        const variable = environment.get(called);
        if (variable?.value.state !== 'known' || !/^\d+$/.test(variable.value.value)) continue;
        const { value, at } = variable.value;
        if (Number(value) === workers.value || !first(at)) continue;
        yield {
          at,
          message: `\`${called}\` says ${value} for \`${name}\`, but ${server.kind} is told ${workers.value} in a place that comes first, so this changes nothing; keep one of the two`,
          related: [{ at: workers.at, message: `${workers.value} workers` }],
        } satisfies Finding;
      }
    }
  },
});
