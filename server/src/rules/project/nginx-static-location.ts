import type { NginxLocation, NginxServer } from '../../languages/nginx/facts.ts';
import { textOf } from '../../project/settings/ask.ts';
import { locationFor } from '../reading/nginx-locations.ts';
import { frontings, isInUse } from '../reading/proxies.ts';
import { staticPath } from '../reading/static.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** nginx serves another path than the one pages ask for. */
export default defineRule({
  id: 'project/nginx-static-location',
  title: 'nginx serves the path that pages ask for',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X33'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const told = new Set<NginxLocation>();
    for (const { deployment, proxy, facts, server } of frontings(project)) {
      const { view, static: files } = deployment;
      const wanted = staticPath(deployment);
      // Whoever else serves them makes the location a leftover.
      if (!view || wanted === undefined || wanted === '/' || facts.open || files.servedBy.some(({ kind }) => kind !== 'nginx')) continue;
      if (files.url.state !== 'known' || takesStatic(server, wanted)) continue;
      const media = textOf(view.get('MEDIA_URL')?.value);
      const candidates = server.locations.filter((one) => isStatic(one) && normal(one.path.text) !== normal(media ?? '/media/'));
      const [location, more] = candidates;
      if (!location || more || told.has(location)) continue;
      told.add(location);
      const { uri } = facts;
      const better = location.path.text.endsWith('/') ? wanted : wanted.replace(/\/$/, '');
      yield {
        at: { uri, span: location.path.span },
        ...(isInUse(proxy) ? {} : { severity: 'warning' as const }),
        message: `Pages ask for files below \`${wanted}\` (STATIC_URL), but nginx serves \`${location.path.text}\` and hands the rest on to Django, which answers 404; write \`location ${better}\``,
        related: [{ at: files.url.at, message: 'STATIC_URL is set here' }],
        fixes: () =>
          // With `root` the path is part of the folder as well.
          location.alias && location.path.span.to - location.path.span.from === location.path.text.length
            ? [fix(`Write \`${better}\``, false, uri, replace(location.path.span, better))]
            : [],
      };
    }
  },
});

const normal = (path: string): string => `/${path.replace(/^\/+|\/+$/g, '')}/`;

/** A location with a plain path that is called like static files and serves a folder. */
const isStatic = ({ modifier, path, alias, root, pass, returns, internal }: NginxLocation): boolean =>
  /^(?:\^~)?$/.test(modifier) &&
  path.known &&
  !pass &&
  !returns &&
  !internal &&
  (alias ?? root) !== undefined &&
  /static|assets/i.test(path.text) &&
  path.text !== '/';

/** Whether anything but a hand-over answers for the path, or may. */
const takesStatic = (server: NginxServer, wanted: string): boolean => {
  const found = locationFor(server, `${wanted}a.css`);
  return found === undefined || !found.pass;
};
