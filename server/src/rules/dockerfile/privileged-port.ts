import { anyOf, followed } from '../../languages/dockerfile/minds.ts';
import { startedBy } from '../../project/dockerfile/started.ts';
import { shippedStages } from '../reading/dockerfile/shipped.ts';
import { defineRule } from '../rule.ts';

/** Below 1024, a port is root's in many places. */
export default defineRule({
  id: 'dockerfile/privileged-port',
  title: 'A user without rights listens on a port that everybody may use',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R58'],
  reads: 'dockerfile',
  by: 'build',
  words: /cmd|entrypoint/i,
  minds: anyOf(followed, /^\s*user\b/),
  *check(subject) {
    const { uri, facts, project } = subject;
    for (const stage of shippedStages(subject)) {
      const { user } = stage;
      const server = startedBy(project, facts, stage)?.server;
      if (!server || !user?.known || /^(?:root|0+)(?::|$)/.test(user.text)) continue;
      const listen = server.listens.find(({ known, port }) => known && port !== undefined && port > 0 && port < 1024);
      const own = listen && server.program.uri === undefined && server.program.span.from >= stage.span.from;
      if (!listen || !own) continue;
      yield {
        at: { uri, span: listen.span },
        message: `Port ${listen.port} is below 1024, which \`${user.text}\` may use with Docker of today, but not with every runtime and cluster; listen on 8000 and publish it as ${listen.port}`,
      };
    }
  },
});
