import type { Launched } from '../../commands/launch.ts';
import type { Server } from '../../commands/servers.ts';
import { programOf } from '../../commands/wrappers.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import { anyOf, deployedRequirements, systemInstalls, unread } from '../../languages/dockerfile/minds.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { imagePackages, imageRequirements, type Requirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { topOf } from '../../text/span.ts';
import { addRequirement } from '../reading/add-requirement.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { isLacking } from '../reading/distribution-of.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { settingOf } from '../reading/server-setting.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A server, worker class or loop that nothing installs is not there when the container starts. */
export default defineRule({
  id: 'project/server-not-installed',
  title: 'The image installs the server it starts',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R29', 'X03'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployedRequirements, unread, systemInstalls),
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { server, image, name } = deployment;
      if (!image || image.by === 'only' || server?.kind === 'runserver') continue;
      const needs = server ? needsOf(project, server) : workerOf(project, deployment);
      if (needs.length === 0) continue;
      const packages = imagePackages(project, image.facts, image.stage);
      const lacking = needs.filter((need) => isLacking(packages, need));
      if (lacking.length === 0) continue;
      const requirements = imageRequirements(project, image.facts, image.stage);
      for (const need of lacking) {
        // A package of the distribution may bring it too.
        if (mentions(image.stage, need.name) || !first(need.at)) continue;
        yield {
          at: need.at,
          message: `Nothing that the image of \`${name}\` installs brings ${need.name}, so ${need.end}; add \`${need.requirement}\` to its requirements`,
          related: listsOf(requirements, project),
          fixes: () => addRequirement(project, requirements, [need.requirement]),
        } satisfies Finding;
      }
    }
  },
});

interface Need {
  readonly name: string;
  readonly or?: readonly string[];
  readonly by?: RegExp;
  readonly requirement: string;
  readonly at: Location;
  /** What happens without it. */
  readonly end: string;
}

/** Where the servers come from, and what brings them along. */
const servers: Partial<Readonly<Record<Server, Pick<Need, 'name' | 'or' | 'by'>>>> = {
  gunicorn: { name: 'gunicorn', by: /gunicorn|geonode|superset|mlflow|airflow|^meinheld/ },
  uvicorn: { name: 'uvicorn', by: /uvicorn|fastapi|^mcp|jupyter|gradio|ray|geonode/ },
  daphne: { name: 'daphne', by: /daphne|channels/ },
  hypercorn: { name: 'hypercorn', by: /hypercorn|quart/ },
  granian: { name: 'granian', by: /granian/ },
  waitress: { name: 'waitress', by: /waitress|webtest|pyramid|repoze/ },
  uwsgi: { name: 'uwsgi', or: ['pyuwsgi', 'uwsgitop'], by: /uwsgi|geonode/ },
};

const needsOf = (project: Project, server: DeployedServer): readonly Need[] => {
  const { kind, at } = server;
  const out: Need[] = [];
  const own = servers[kind];
  if (own) out.push({ requirement: own.name === 'uwsgi' ? 'uWSGI' : own.name, at, end: 'the container ends with "not found"', ...own });
  const worker = settingOf(project, server, 'worker-class');
  const workerNeeds = worker.state === 'known' ? workersOf(worker.value) : undefined;
  if (workerNeeds && worker.state === 'known' && (kind === 'gunicorn' || kind === 'hypercorn'))
    out.push({ requirement: workerNeeds.name, at: worker.at, end: `${kind} cannot load \`${worker.value}\` and ends`, ...workerNeeds });
  if (kind !== 'uvicorn') return out;
  for (const [option, words] of Object.entries(implementations)) {
    const value = settingOf(project, server, option);
    if (value.state !== 'known' || !words.includes(value.value)) continue;
    out.push({
      name: value.value,
      by: /uvicorn-worker|sanic|uvloop|httptools/,
      requirement: value.value,
      at: value.at,
      end: `uvicorn cannot load its \`--${option}\` and ends`,
    });
  }
  return out;
};

const celeryIn = ({ launch }: Deployment): Launched | undefined =>
  launch?.script ? undefined : launch?.programs.findLast(({ words, certain }) => certain && programOf(words[0]) === 'celery');

/** A worker or scheduler of Celery; of several that one image starts the first, for what is missing is missing once. */
const workerOf = (project: Project, deployment: Deployment): readonly Need[] => {
  const program = celeryIn(deployment);
  const word = program?.words[0];
  if (!program || !word?.known) return [];
  const first = deploymentsOf(project).find((one) => one.image?.stage === deployment.image?.stage && celeryIn(one));
  if (first !== deployment) return [];
  const at = { uri: word.uri ?? program.uri ?? deployment.at.uri, span: word.span };
  return [{ name: 'celery', by: /celery|flower|airflow|superset/, requirement: 'celery', at, end: 'the container ends with "not found"' }];
};

/** Parts of uvicorn that come as packages of their own; `uvicorn[standard]` brings all but wsproto. */
const implementations: Readonly<Record<string, readonly string[]>> = {
  loop: ['uvloop'],
  http: ['httptools'],
  ws: ['wsproto', 'websockets'],
};

const workersOf = (name: string): Pick<Need, 'name' | 'by'> | undefined => {
  if (/^gevent/.test(name)) return { name: 'gevent', by: /gevent|locust/ };
  if (/^(?:eventlet|tornado|trio|uvloop)$/.test(name)) return { name, by: new RegExp(`${name}|flower|jupyter|socketio`) };
  if (name.startsWith('uvicorn_worker.')) return { name: 'uvicorn-worker' };
  if (name.startsWith('uvicorn.workers.')) return { name: 'uvicorn', by: /uvicorn|fastapi/ };
  return undefined;
};

type Stage = Parameters<typeof chainOf>[0];

/** A file of this kind configures a server and does not bring it. */
const configuration = /\.(?:ini|conf|cfg|ya?ml|toml|json|py|sh)$/i;

/** Whether a command of the image speaks of it in another way: a package of the distribution, an extra, a build of its own. */
const mentions = (stage: Stage, name: string): boolean => {
  const word = new RegExp(`(?:^|[^a-z])${name}(?:[^a-z]|$)|standard`, 'i');
  const own = (one: Stage): boolean =>
    placedRuns(one).some(({ words, run }) => run.installation !== undefined && words.some(({ text }) => word.test(text))) ||
    one.copies.some(
      ({ stage: from, sources }) =>
        (from !== undefined && from.index < one.index && mentions(from, name)) ||
        sources.some(({ text }) => word.test(text) && !configuration.test(text)),
    );
  return chainOf(stage).some(own);
};

const listsOf = ({ files, installed }: Requirements, project: Project) => {
  const uris = [...new Set(files.flatMap(({ uri, as }) => (uri && as !== 'constraint' && project.file(uri) ? [uri] : [])))];
  if (uris.length > 0) return uris.slice(0, 5).map((uri) => ({ at: topOf(uri), message: 'This is installed' }));
  const [one] = installed;
  return one ? [{ at: one.at, message: 'This is installed' }] : [];
};
