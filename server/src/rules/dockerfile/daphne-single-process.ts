import { ofEachBuild, stagesThat } from '../../languages/dockerfile/each-stage.ts';
import { perSlot } from '../../languages/dockerfile/per-content.ts';
import type { Project } from '../../project/project.ts';
import { startingShipped, startsSlot } from '../reading/dockerfile/shipped.ts';
import { defineRule } from '../rule.ts';

/** Daphne is one process and has no option for more, so the Python of all requests shares one core. */
export default defineRule({
  id: 'dockerfile/daphne-single-process',
  title: 'More than one process serves requests',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: 'dockerfile',
  *check(subject) {
    const servers = serversOfEach(subject.facts);
    if (!servers.includes('daphne')) return;
    for (const stage of startingShipped(subject)) {
      if (servers[stage.index] !== 'daphne' || !subject.project.complete) continue;
      const only = stage.launch?.programs.find(({ server }) => server);
      if (!only?.server) continue;
      // To look at everything else that is started is dear, and seldom needed.
      if (servesOtherwise(subject.project)) return;
      yield {
        at: { uri: subject.uri, span: only.server.program.span },
        message:
          'Daphne is a single process without workers, so the Python code of all requests shares one core, and one busy view slows all others; start `uvicorn` with `--workers`, or run several containers',
      };
    }
  },
});

/** Servers that take the ordinary requests where Daphne is there for the sockets. */
const others = ['gunicorn', 'uwsgi', 'pyuwsgi', 'granian', 'waitress', 'mod-wsgi'];

const servesOtherwise = ({ all, distributions }: Project): boolean =>
  all.uwsgi.length > 0 ||
  others.some((name) => distributions.has(name)) ||
  all.dockerfile.some(({ facts }) => servingRequests(facts).length > 0);

/** The servers that each stage starts, as one text. */
const serversOfEach = ofEachBuild(
  perSlot(startsSlot, ({ launch }) => (launch?.programs.flatMap(({ server }) => server?.server ?? []) ?? []).join()),
);
const servingRequests = stagesThat(
  ofEachBuild(perSlot(startsSlot, ({ launch }) => launch?.server !== undefined && !/^(?:daphne|runserver)$/.test(launch.server.server))),
);
