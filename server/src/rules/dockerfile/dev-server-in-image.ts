import { starts } from '../../languages/dockerfile/minds.ts';
import { installedServers } from '../reading/dockerfile/installed-servers.ts';
import { shippedStarts } from '../reading/dockerfile/shipped.ts';
import { defineRule } from '../rule.ts';

/** Django's own server is made for programming, and says so itself. */
export default defineRule({
  id: 'dockerfile/dev-server-in-image',
  title: 'A server made for production serves the application',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R40'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /runserver/,
  minds: starts,
  *check(subject) {
    for (const { launch } of shippedStarts(subject)) {
      const last = launch.programs.at(-1);
      const server = last?.server;
      if (!last || server?.server !== 'runserver') continue;
      const installed = installedServers(subject.project)
        .split(',')
        .find((name) => name !== '' && name !== 'uvicorn-worker');
      yield {
        at: { uri: subject.uri, span: { from: last.words[0]?.span.from ?? server.span.from, to: server.program.span.to } },
        message: `\`${server.program.text}\` is Django's server for development: it is not built for load or attacks, reloads on changes and serves no static files without DEBUG; start ${
          installed ? `${installed}, which the project installs` : 'uvicorn or gunicorn'
        }, and keep this for the compose file`,
      };
    }
  },
});
