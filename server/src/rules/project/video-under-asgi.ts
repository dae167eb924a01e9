import { deployed } from '../../languages/dockerfile/minds.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { knownItems, uriOf } from '../../project/settings/ask.ts';
import { listOf } from '../../project/settings/view.ts';
import { slashPath } from '../../text/uri.ts';
import { once, servings } from '../reading/deployments.ts';
import { isStaticMiddleware, stringsOf } from '../reading/settings.ts';
import { defineRule } from '../rule.ts';

/** Under ASGI a file that is served by a synchronous middleware is read as a whole before it is sent. */
export default defineRule({
  id: 'project/video-under-asgi',
  title: 'Large files are not served through Django',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X41'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const { deployment, server, view } of servings(project, only)) {
      if (!isAsgi(server) || deployment.static.servedBy.some(({ kind }) => kind === 'nginx' || kind === 'granian')) continue;
      const middleware = stringsOf(view, 'MIDDLEWARE').find(
        ({ text, item }) => item.certain && isStaticMiddleware(text) && !/servestatic/i.test(text),
      );
      if (!middleware || !first(middleware.item.at)) continue;
      const video = videoIn(project, deployment);
      if (video === undefined) continue;
      yield {
        at: middleware.item.at,
        message: `\`${video}\` is served by WhiteNoise under ${server.kind}: Django reads a file of a synchronous middleware as a whole into memory before it sends the first byte; serve videos by nginx, a CDN or a storage, or take ServeStatic, which is asynchronous`,
        related: [{ at: server.at, message: 'An ASGI server answers' }],
      };
    }
  },
});

const isAsgi = ({ kind, command }: DeployedServer): boolean => {
  const option = (name: string) => command.options.findLast((one) => one.name === name)?.value?.text ?? '';
  if (kind === 'gunicorn') return /uvicorn|asgi/i.test(option('worker-class'));
  if (kind === 'granian') return /^asgi/.test(option('interface'));
  return kind === 'uvicorn' || kind === 'daphne' || kind === 'hypercorn';
};

/** Folders are looked through up to this many. */
const most = 2000;

/** A video in a folder of static files, by its name in the project. */
const videoIn = (project: Project, { view }: Deployment): string | undefined => {
  const list = view && listOf(view, 'STATICFILES_DIRS');
  const open = (list ? knownItems(list) : []).flatMap(({ value }) => {
    const one = value.is === 'list' && value.items[1]?.is === 'item' ? value.items[1].value : value;
    const uri = uriOf(one);
    return uri ? [slashPath(uri)] : [];
  });
  const top = slashPath(project.root).replace(/\/$/, '');
  let looked = 0;
  for (let at = open.pop(); at !== undefined && looked < most; at = open.pop()) {
    for (const { name, folder } of project.paths.list(at)) {
      looked++;
      if (folder) open.push(`${at}/${name}`);
      else if (/\.(?:mp4|webm|mov|mkv|avi|m4v)$/i.test(name)) return `${at}/${name}`.slice(top.length + 1);
    }
  }
  return undefined;
};
