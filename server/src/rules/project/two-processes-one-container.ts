import type { Launched } from '../../commands/launch.ts';
import { programOf } from '../../commands/wrappers.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Programs that look after others, and start them again. */
const supervisors = /^(?:supervisord|s6-svscan|init|runsvdir|circusd|honcho|foreman|overmind|multirun|pm2|monit|uwsgi)$/;

/** A second process behind a server is not started again when it ends, and nobody notices. */
export default defineRule({
  id: 'project/two-processes-one-container',
  title: 'A container runs one service',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R74'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const { launch, server, name, at } of shippedDeployments(project, only)) {
      if (!launch || !server || launch.script || launch.programs.some(({ words }) => supervisors.test(programOf(words[0])))) continue;
      if (!server.program.certain || launch.through.some((one) => supervisors.test(one))) continue;
      const other = launch.programs.find((one) => one.certain && one !== server.program && runsBeside(one));
      const word = other?.words[0];
      if (!other || !word) continue;
      const place = { uri: word.uri ?? other.uri ?? at.uri, span: other.span };
      if (!first(place)) continue;
      yield {
        at: place,
        message: `The container of \`${name}\` starts ${programOf(word)} beside ${server.kind}: when it ends nobody notices or starts it again, and it gets no signal to stop; give it a container of its own from the same image`,
        related: [{ at: server.at, message: `The container lives as long as ${server.kind}` }],
      } satisfies Finding;
    }
  },
});

/** Programs that go on until they are stopped. */
const runsBeside = ({ words }: Launched): boolean => {
  const line = words.map(({ text }) => text).join(' ');
  if (/^(?:cron|crond|supercronic)$/.test(programOf(words[0]))) return true;
  return /(?:^|[\s/])celery\s.*\b(?:worker|beat)\b|\bmanage\.py\s+(?:qcluster|rqworker|run_huey|db_worker|process_tasks|runworker|crontab)\b/.test(
    line,
  );
};
