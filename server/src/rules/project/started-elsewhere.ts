import { readManage } from '../../commands/manage.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
import { anyOf, deployedRequirements, inRun } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { moduleNamed } from '../../project/deployment/settings.ts';
import { imagePackages } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { pythonFilesAt } from '../../project/python-files.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A server started in another folder than the one with its modules finds none of them. */
export default defineRule({
  id: 'project/started-elsewhere',
  title: 'Commands start in the folder with their modules',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X42'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployedRequirements, inRun(/\b(?:tar|unzip|rsync|git|django-admin|cookiecutter)\b|\.pth\b|startproject/)),
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { folder, image, volumes } = deployment;
      if (folder.state !== 'known' || !image || image.by === 'only' || isOpen(project, deployment)) continue;
      if (volumes.some(({ target, kind }) => target.state !== 'known' || kind === 'volume')) continue;
      for (const { at, what, uri, wanted, end } of startsOf(project, deployment)) {
        const place = deployment.inside(uri);
        if (!place || deployment.outside(wanted) !== undefined || place === wanted) continue;
        const home = place.slice(0, place.length - (wanted.length - folder.value.replace(/\/$/, '').length)) || '/';
        if (!place.endsWith(wanted.slice(folder.value.replace(/\/$/, '').length)) || !first(at)) continue;
        yield {
          at,
          message: `\`${what}\` lies in \`${home}\`, and this starts in \`${folder.value}\`, so ${end}; write \`WORKDIR ${home}\`, or start it there`,
          related: [{ at: folder.at, message: `It starts in \`${folder.value}\`` }],
        } satisfies Finding;
      }
    }
  },
});

/** Whether something else may lead to the modules: a path for Python, an installed project, files that are moved, a change of folder. */
const isOpen = (project: Project, { environment, image, launch, server }: Deployment): boolean => {
  if (!image || !launch || launch.script || environment.get('PYTHONPATH') || (!environment.complete && !image.stage.base)) return true;
  if (launch.programs.some(({ words }) => /^(?:cd|pushd)$/.test(programOf(words[0])))) return true;
  if (launch.through.some((name) => /^(?:uv|poetry|pdm|hatch|env)$/.test(name))) return true;
  if (server?.command.options.some(({ name }) => /^(?:app-dir|chdir|pythonpath|working-dir|config|paste)$/.test(name))) return true;
  if (server && (server.configuration || server.kind === 'uwsgi')) return true;
  if (imagePackages(project, image.facts, image.stage).folders) return true;
  return chainOf(image.stage).some(movesFiles);
};

const movesFiles = ({ runs, settings, copies }: Stage): boolean =>
  runs.some(({ words }) => /^(?:cp|mv|ln|tar|unzip|rsync|git|install|django-admin|cookiecutter)$/.test(programOf(words[0]))) ||
  runs.some(({ words }) => words.some(({ text }) => /\.pth\b|startproject/.test(text))) ||
  settings.some(({ name }) => name === 'PYTHONPATH') ||
  copies.some(({ stage, from }) => from !== undefined && stage === undefined);

interface Start {
  readonly at: Location;
  readonly what: string;
  /** The file of the workspace, and the path of the container at which it is looked for. */
  readonly uri: Uri;
  readonly wanted: string;
  readonly end: string;
}

function* startsOf(project: Project, { server, launch, folder, at }: Deployment): Iterable<Start> {
  const start = folder.state === 'known' ? folder.value : '/';
  const none = { project, image: undefined, volumes: [], folder: undefined, outside: undefined };
  if (server && server.kind !== 'runserver' && server.target.state === 'known' && server.program.certain) {
    const module = server.target.value.replace(/:.*$/s, '');
    const facts = /^[A-Za-z_][\w.]*$/.test(module) ? moduleNamed(none, undefined, module) : undefined;
    const wanted = absolute(start, `${module.replaceAll('.', '/')}.py`);
    if (facts && wanted)
      yield {
        at: server.target.at,
        what: module,
        uri: facts.uri,
        wanted,
        end: `${server.kind} ends with "No module named '${module.replace(/\..*$/s, '')}'"`,
      };
  }
  const manages = pythonFilesAt(project, 'manage.py');
  const [manage] = manages;
  if (!manage || manages.length > 1) return;
  for (const { words, certain, uri } of launch?.programs ?? []) {
    const program = certain ? readManage(words)?.program : undefined;
    const wanted = program?.known && /(?:^|\/)manage\.py$/.test(program.text) ? absolute(start, program.text) : undefined;
    if (program && wanted)
      yield {
        at: { uri: program.uri ?? uri ?? at.uri, span: program.span },
        what: 'manage.py',
        uri: manage,
        wanted,
        end: 'Python ends with "No such file or directory"',
      };
  }
}
