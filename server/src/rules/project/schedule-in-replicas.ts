import type { Launched } from '../../commands/launch.ts';
import { programOf } from '../../commands/wrappers.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Location } from '../../text/span.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A scheduler in each of several containers starts each job as often. */
export default defineRule({
  id: 'project/schedule-in-replicas',
  title: 'One container alone keeps the schedule',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 88'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const deployment of shippedDeployments(project, only)) {
      const { replicas, name } = deployment;
      if (replicas.state !== 'known' || replicas.value < 2) continue;
      for (const { what, at } of schedulesOf(deployment)) {
        if (!first(at)) continue;
        yield {
          at,
          message: `Each of up to ${replicas.value} containers of \`${name}\` has ${what}, so every job runs that many times; give the schedule a service of its own with one container, or a CronJob`,
          related: [{ at: replicas.at, message: `Up to ${replicas.value} containers` }],
        } satisfies Finding;
      }
    }
  },
});

function* schedulesOf({ launch, server, at }: Deployment): Iterable<{ readonly what: string; readonly at: Location }> {
  for (const program of launch?.programs ?? []) {
    const what = program.certain ? schedulerOf(program) : undefined;
    const word = program.words[0];
    if (what && word) yield { what, at: { uri: word.uri ?? program.uri ?? at.uri, span: program.span } };
  }
  for (const { options, uri, template } of server?.ini ?? []) {
    const cron = template ? undefined : options.find(({ name, opener }) => /^(?:unique-)?cron2?$/.test(name) && !opener);
    if (cron) yield { what: 'a `cron` of uWSGI', at: { uri, span: cron.line } };
  }
}

const schedulerOf = ({ words }: Launched): string | undefined => {
  const texts = words.map(({ text }) => text);
  const program = programOf(words[0]);
  if (/^(?:cron|crond|supercronic)$/.test(program)) return 'a cron of its own';
  // RedBeat and the like hold a lock.
  if (program !== 'celery' || texts.some((text) => /redbeat|beatx|single_?beat/i.test(text))) return undefined;
  if (texts.includes('beat')) return 'a scheduler of Celery';
  return texts.includes('worker') && texts.some((text) => text === '-B' || text === '--beat') ? 'a scheduler of Celery (`-B`)' : undefined;
};
