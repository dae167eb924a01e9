import { compareVersions } from '../../knowledge/images/version.ts';
import { deployedRequirements } from '../../languages/dockerfile/minds.ts';
import type { DeployedImage } from '../../project/deployment/deployment.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import { replace } from '../../text/edit.ts';
import type { Location } from '../../text/span.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { isPlain, settingOf } from '../reading/server-setting.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** The names of workers that gunicorn has had; what has a dot or a colon in it is a class of somebody else. */
const classes = ['sync', 'gthread', 'gevent', 'gevent_wsgi', 'gevent_pywsgi', 'tornado', 'asgi'];
const gone: Readonly<Record<string, { readonly since: string; readonly instead: string }>> = {
  eventlet: { since: '26.0.0', instead: 'gthread' },
  gaiohttp: { since: '20.0.0', instead: 'asgi' },
};

/** Gunicorn ends at once when it has no worker of the name it is given. */
export default defineRule({
  id: 'project/worker-class-gone',
  title: 'Gunicorn has the worker class it is given',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X28'],
  reads: 'project',
  each: 'deployment',
  minds: deployedRequirements,
  *check(project, _, only) {
    const first = once();
    for (const { server, image, django } of deploymentsFor(project, only)) {
      if (server?.kind !== 'gunicorn') continue;
      const value = settingOf(project, server, 'worker-class');
      if (value.state === 'known') {
        const found = formerWorker(project, value.value, value.at, image);
        if (found && first(value.at)) yield found;
      }
      if (value.state !== 'known' || !/^[a-z_]+$/i.test(value.value) || classes.includes(value.value)) continue;
      const installed = image && imageRequirements(project, image.facts, image.stage).byName.get('gunicorn');
      const release = installed ? installed.version : django?.release('gunicorn').exact;
      const old = Object.hasOwn(gone, value.value) ? gone[value.value] : undefined;
      if (old && release && compareVersions(release, old.since) < 0) continue;
      const open = installed ? !/[<~^]|==/.test(installed.specifier) : false;
      if ((old && !release && !open) || !first(value.at)) continue;
      const better = old ? old.instead : nearest(value.value, classes, 2);
      const text = isPlain(value.value, value.at.span) ? better : undefined;
      yield {
        at: value.at,
        message: old
          ? `gunicorn has no \`${value.value}\` workers any more since ${old.since}, so it ends at its start; use \`${old.instead}\`, or stay below ${old.since}`
          : `gunicorn has no worker class \`${value.value}\`, so it ends at its start; ${better ? `did you mean \`${better}\`?` : `it has ${classes.join(', ')}`}`,
        ...(old && !release ? { severity: 'warning' } : {}),
        related: installed ? [{ at: installed.at, message: 'This gunicorn is installed' }] : [],
        fixes: () => (text ? [fix(`Write \`${text}\``, false, value.at.uri, replace(value.at.span, text))] : []),
      } satisfies Finding;
    }
  },
});

/** uvicorn's own worker for gunicorn has moved to a package of its own. What stands in a Dockerfile is told there. */
const formerWorker = (project: Project, text: string, at: Location, image: DeployedImage | undefined): Finding | undefined => {
  const name = /^uvicorn\.workers\.(Uvicorn(?:H11)?Worker)$/.exec(text)?.[1];
  if (!name || project.file(at.uri)?.parsed.kind === 'dockerfile') return undefined;
  const byName = image && imageRequirements(project, image.facts, image.stage).byName;
  const uvicorn = byName?.get('uvicorn')?.version;
  if (uvicorn && compareVersions(uvicorn, '0.30.0') < 0) return undefined;
  const better = `uvicorn_worker.${name}`;
  const installed = byName?.has('uvicorn-worker') ?? false;
  return {
    at,
    message: `uvicorn has deprecated \`uvicorn.workers\`, and a release may drop it; ${installed ? '' : 'install the package `uvicorn-worker` and '}name \`${better}\`, or start uvicorn itself with \`--workers\``,
    severity: 'info',
    tag: 'deprecated',
    fixes: () => (isPlain(text, at.span) ? [fix(`Use \`${better}\``, installed, at.uri, replace(at.span, better))] : []),
  };
};
