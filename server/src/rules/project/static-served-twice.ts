import { deployed } from '../../languages/dockerfile/minds.ts';
import type { StaticServer } from '../../project/deployment/deployment.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { staticPath } from '../reading/static.ts';
import { defineRule } from '../rule.ts';

/** Two serve the same files, and only the one in front is ever asked. */
export default defineRule({
  id: 'project/static-served-twice',
  title: 'One program serves static files',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 69', 'X33'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    if (!project.complete) return;
    const told = new Set<string>();
    for (const deployment of deploymentsFor(project, only)) {
      const { purpose, static: files, view } = deployment;
      const path = staticPath(deployment);
      if (purpose === 'development' || purpose === 'test' || path === undefined || !view) continue;
      const servers = files.servedBy.filter(
        ({ kind, prefix }) => kind === 'whitenoise' || (prefix !== undefined && normal(prefix) === path),
      );
      const front = order.flatMap((kind) => servers.find((one) => one.kind === kind) ?? []);
      const [first, second] = front;
      if (!first || !second) continue;
      const key = `${first.at.uri} ${first.at.span.from}`;
      if (told.has(key)) continue;
      told.add(key);
      yield {
        at: first.at,
        message: `${names[first.kind] ?? first.kind} answers \`${path}\` before ${names[second.kind] ?? second.kind} is asked, so ${lost(second)}; keep one of the two`,
        related: [{ at: second.at, message: `${names[second.kind] ?? second.kind} would serve them as well` }],
      };
    }
  },
});

/** The one in front first. */
const order: readonly StaticServer['kind'][] = ['nginx', 'uwsgi', 'whitenoise'];
const names: Partial<Readonly<Record<StaticServer['kind'], string>>> = {
  nginx: 'nginx',
  uwsgi: '`static-map` of uWSGI',
  whitenoise: 'WhiteNoise',
};

const normal = (path: string): string => `/${path.replace(/^\/+|\/+$/g, '')}/`;

const lost = ({ kind }: StaticServer): string =>
  kind === 'whitenoise' ? 'its cache times and the compressed files that it made ready are never used' : 'what is set there has no effect';
