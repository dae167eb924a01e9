// Which settings module a deployment loads: what is said nearest to the process wins.
import type { Launch, Launched } from '../../commands/launch.ts';
import { readManage } from '../../commands/manage.ts';
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { PythonFacts } from '../../languages/python/facts.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { factsAt, type Project } from '../project.ts';
import { pythonFilesAt } from '../python-files.ts';
import { djangoProjects } from '../settings/django.ts';
import { moduleIn } from '../settings/modules.ts';
import { type Container, inFolder, sourceOf } from './container.ts';
import type { DeployedEnvironment, DeployedServer } from './deployment.ts';
import { iniOptions } from './uwsgi.ts';

const variable = 'DJANGO_SETTINGS_MODULE';

/**
 * The module by its dotted name. In this order: `--settings` on the command line, `env` of a uwsgi.ini, what scripts export and
 * assign, the environment of the container, and what the module that is started, or manage.py, sets by itself.
 */
export const settingsOf = (
  launch: Launch | undefined,
  server: DeployedServer | undefined,
  environment: DeployedEnvironment,
  container: Container,
): Fact<string> => {
  const program = server?.program ?? launch?.programs.findLast(({ words }) => readManage(words)) ?? launch?.programs.at(-1);
  const manage = program && readManage(program.words);
  if (manage?.settings && program) {
    const at = { uri: manage.settings.uri ?? program.uri ?? container.project.root, span: manage.settings.span };
    return manage.settings.known ? known(manage.settings.text, at) : dynamic(at);
  }
  const ini = iniOptions(server?.ini ?? [], environment).variable(variable);
  if (ini.state !== 'absent') return ini;
  const fromScript = program && launch ? scriptValue(program, launch, environment, container.project) : absent;
  if (fromScript.state !== 'absent') return fromScript;
  const set = environment.get(variable);
  if (set) return set.value;
  if (!program) return absent;
  const own = bySelf(server, program, container);
  if (own.state !== 'known' || environment.complete || isOnly(container.project, own.value)) return own;
  // What is not seen may well set it.
  return dynamic(own.at);
};

/** Whether a module is the only one of its Django project that can run in production: whoever names one by a variable names it too. */
const isOnly = (project: Project, name: string): boolean =>
  djangoProjects(project).some(({ root, modules }) => {
    const uri = moduleIn(project, root, name);
    const own = modules.find((one) => one.uri === uri);
    if (!own || own.for === 'development' || own.for === 'test') return false;
    return modules.every((one) => one === own || one.for === 'development' || one.for === 'test' || one.for === 'base');
  });

const valueAt = (value: string | null, at: Location): Fact<string> => (value === null ? dynamic(at) : known(value, at));

/** What a script sets before the program starts, with the place where it does. */
const scriptValue = (program: Launched, launch: Launch, environment: DeployedEnvironment, project: Project): Fact<string> => {
  const value = program.variables(variable);
  const outer = environment.get(variable)?.value;
  if (value === undefined || (value === null && outer) || (outer?.state === 'known' && outer.value === value)) return absent;
  for (const uri of new Set(launch.programs.map((one) => one.uri))) {
    const facts = factsAt(project, uri, 'shell');
    const found = facts?.exports.findLast(({ name }) => name === variable);
    if (facts && found) return valueAt(value, { uri: facts.uri, span: found.value?.span ?? found.nameSpan });
  }
  return program.uri ? valueAt(value, { uri: program.uri, span: program.span }) : absent;
};

/** What the module that is started sets, else manage.py. */
const bySelf = (server: DeployedServer | undefined, program: Launched, container: Container): Fact<string> => {
  const { project } = container;
  if (server && server.kind !== 'runserver') {
    const target = server.target.state === 'known' ? server.target.value.replace(/:.*$/s, '') : undefined;
    const facts = target ? moduleNamed(container, server.folder, target) : undefined;
    return facts ? namedIn(facts) : absent;
  }
  const manage = readManage(program.words)?.program;
  const uri = manage && sourceOf(container, manage.text);
  const facts = factsAt(project, uri, 'python') ?? onlyManage(project);
  return facts ? namedIn(facts) : absent;
};

const namedIn = ({ uri, namings }: PythonFacts): Fact<string> => {
  const found = namings.find(({ variable: name, testing }) => name === variable && !testing);
  const at = (span: Location['span']): Location => ({ uri, span });
  return found ? known(found.text, at(found.span)) : absent;
};

/** The file of a module: where the container has it, else the only one whose path ends like its name. */
export const moduleNamed = (container: Container, folder: string | undefined, target: string): PythonFacts | undefined => {
  const path = target.endsWith('.py') ? target : `${target.replaceAll('.', '/')}.py`;
  const uri: Uri | undefined = sourceOf(inFolder(container, folder ?? container.folder), path);
  const direct = factsAt(container.project, uri, 'python');
  if (direct) return direct;
  const [only, ...others] = pythonFilesAt(container.project, path);
  return others.length === 0 ? factsAt(container.project, only, 'python') : undefined;
};

const onlyManage = (project: Project): PythonFacts | undefined => {
  const found = pythonFilesAt(project, 'manage.py').flatMap((uri) => {
    const facts = factsAt(project, uri, 'python');
    return facts && facts.namings.length > 0 ? [facts] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};
