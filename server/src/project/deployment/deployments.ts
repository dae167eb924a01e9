// The deployments of a project: every declaration of its files that runs Django, joined with its image.
import { readManage } from '../../commands/manage.ts';
import type { DockerfileFacts } from '../../languages/dockerfile/facts.ts';
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import { lazyFields, memo, sameList } from '../../languages/memo.ts';
import { isDjango as isDjangoStage } from '../dockerfile/django.ts';
import { live, perProject, sameValue } from '../kept.ts';
import type { Project } from '../project.ts';
import { type Container, insideOf, LiveContainer, outsideOf, sourceOf } from './container.ts';
import { type Declaration, isSameBesideImage } from './declaration.ts';
import { declarationsOf, djangoImages, says } from './declarations.ts';
import type { Declared, DeployedEnvironment, DeployedPort, DeployedProbe, Deployment } from './deployment.ts';
import { AskedNames, environmentOf, NotingEnvironment, setTheSame } from './environment.ts';
import { lazy } from './lazy.ts';
import { commandProbe } from './probe.ts';
import { dockerfileDeclaration } from './processes.ts';
import { proxiesOf } from './proxies.ts';
import { purposeOf, roleOf } from './purpose.ts';
import { serverIn } from './server.ts';
import { settingsOf } from './settings.ts';
import { startedOf } from './started.ts';
import { collectedBeside, staticOf } from './static.ts';
import { viewOfDeployment } from './view.ts';

/**
 * All deployments of Django that the files of a project describe, in the order of their weight: manifests, Compose, platforms, and
 * Dockerfiles that nobody else starts. Worked out when first asked for; the parts of each when they are asked for.
 */
export const deploymentsOf = perProject((project, before: readonly Deployment[] | undefined): readonly Deployment[] => {
  const of = (declaration: Declaration): Deployment => deploymentOf(project, declaration);
  const found = declarationsOf(project)
    .filter((one) => mayBeDjango(project, one))
    .map(of)
    .filter((one) => isDjango(project, one));
  const users = (facts: DockerfileFacts) => found.filter(({ image }) => image?.facts === facts);
  const isShipped = ({ purpose }: Deployment): boolean => purpose !== 'development' && purpose !== 'test';
  const alone = djangoImages(project)
    .filter(({ facts }) => !users(facts).some(isShipped))
    .map(({ facts, stage }) => of(dockerfileDeclaration(stage, facts, project.root)))
    // An image without a command is started by those who name one.
    .filter((one) => !one.image || users(one.image.facts).length === 0 || one.launch !== undefined);
  return sameList(before, [...found, ...alone]);
});

/** One object for each declaration; what it says follows the project. */
const deploymentOf = ({ shelf }: Project, declaration: Declaration): Deployment => {
  const slot = kept(declaration);
  if (slot.shelf !== shelf || !slot.made) {
    slot.shelf = shelf;
    slot.made = make(shelf, declaration);
  }
  return slot.made;
};
const kept = memo((_: Declaration): { shelf?: Project['shelf']; made?: Deployment } => ({}));

/** What deployments have in common that have merely moved. */
interface Core {
  /** The settings, which have no place in a Dockerfile. */
  seen?: () => ReturnType<typeof viewOfDeployment>;
}
interface Latest {
  readonly declaration: Declaration;
  readonly core: Core;
  readonly said: Said;
}
/** What versions of a deployment have in common that say the same beside their image, which sets to the same what was asked for. */
interface Said {
  readonly asked: AskedNames;
}
/** What was declared last under each name, and what the deployments made of it have in common. */
const latest = memo((_: Project['shelf']) => new Map<string, Latest>());
const inCommon = (shelf: Project['shelf'], declaration: Declaration): Latest => {
  const { by, at, name, image } = declaration;
  const key = `${by} ${at.uri} ${name} ${image?.stage.index}`;
  const before = latest(shelf).get(key);
  const isSameHere = before !== undefined && isSameBesideImage(before.declaration, declaration);
  const isMoved = isSameHere && before.declaration.image?.stage.core === image?.stage.core;
  const isSame = isMoved || (isSameHere && setTheSame(before.declaration, declaration, before.said.asked));
  const now: Latest = { declaration, core: isMoved ? before.core : {}, said: isSame ? before.said : { asked: new AskedNames() } };
  latest(shelf).set(key, now);
  return now;
};

const mayBeDjango = (project: Project, declaration: Declaration): boolean => {
  const { image, by } = declaration;
  if (image) return project.config.builds?.(image.facts.uri) ?? isDjangoStage(project, image.facts, image.stage) !== 'no';
  return by === 'procfile' || by === 'cloudfoundry' || says(declaration);
};

/** What runs in the end decides: a server with a target, one of Django's commands, or an image that surely is Django's. */
const isDjango = (project: Project, { image, launch, server, role }: Deployment): boolean => {
  if (image && (project.config.builds?.(image.facts.uri) ?? isDjangoStage(project, image.facts, image.stage) === 'yes')) return true;
  return server !== undefined || role === 'worker' || (launch?.programs.some(({ words }) => readManage(words)) ?? false);
};

const make = (shelf: Project['shelf'], declaration: Declaration): Deployment => {
  const { name, by, at, files, image, volumes, replicas, hosts } = declaration;
  const { core, said } = inCommon(shelf, declaration);
  const environment = lazy((): DeployedEnvironment => new NotingEnvironment(environmentOf(declaration), said.asked));
  const folder = lazy(() => folderOf(declaration));
  const container = lazy((): Container => {
    const start = folder();
    return new LiveContainer(shelf, {
      image,
      volumes,
      folder: start.state === 'known' ? start.value : undefined,
      outside: declaration.outside,
    });
  });
  const started = live(shelf, () => startedOf(declaration, container(), environment()));
  const server = live(shelf, () => serverIn(started().launch, container(), environment(), at.uri), sameValue);
  const settings = live(shelf, () => settingsOf(started().launch, server(), environment(), container()), sameValue);
  const near = live(shelf, () => container().outside ?? sourceOf(container(), 'manage.py'));
  core.seen ??= live(
    shelf,
    (project) => viewOfDeployment(project, { by, settings: settings(), environment: environment(), purpose: purpose() }, near()),
    (one, other) => (one?.django === other?.django && one?.view === other?.view ? one : other),
  );
  const { seen } = core;
  const proxies = live(shelf, (project) => proxiesOf(project, declaration, started().launch, server()), sameValue);
  const purpose = live(shelf, () => purposeOf(declaration, started().launch, settings()));
  const probes = lazy(() => probesOf(declaration));
  // Services of one stack stand together; so do all manifests of a cluster.
  const beside = live(
    shelf,
    (project): readonly Deployment[] =>
      declaration
        .beside()
        .filter((other) => other.name !== name && (by === 'kubernetes' || other.files.join() === files.join()))
        .map((other) => deploymentOf(project, other)),
    sameList,
  );
  const collected = live(shelf, (project) => collectedBeside(project, beside()), sameValue);
  const files_ = lazy(() =>
    staticOf(shelf, {
      container,
      launch: () => started().launch,
      server,
      proxies,
      environment,
      view: () => seen()?.view,
      at,
      beside: collected,
    }),
  );
  const ports = live(shelf, () => portsOf(declaration, server(), probes(), proxies()), sameValue);
  return lately(
    {
      core,
      said,
      name,
      by,
      at,
      files,
      image,
      hosts,
      volumes,
      replicas,
      outside: (path: string) => outsideOf(container(), path),
      inside: (uri: Deployment['at']['uri']) => insideOf(container(), uri, seen()?.view?.uri ?? seen()?.django.manage),
    },
    {
      purpose,
      launch: () => started().launch,
      command: () => commandOf(declaration, started().command?.at),
      role: () => roleOf(started().launch),
      environment,
      settings,
      django: () => seen()?.django,
      view: () => seen()?.view,
      server,
      ports,
      probes,
      proxies,
      static: files_,
      user: () => userOf(declaration),
      folder,
    },
  );
};
type Late =
  | 'purpose'
  | 'launch'
  | 'command'
  | 'role'
  | 'environment'
  | 'settings'
  | 'django'
  | 'view'
  | 'server'
  | 'ports'
  | 'probes'
  | 'proxies'
  | 'static'
  | 'user'
  | 'folder';
const lately = lazyFields<Pick<Deployment, Late>>(
  'purpose',
  'launch',
  'command',
  'role',
  'environment',
  'settings',
  'django',
  'view',
  'server',
  'ports',
  'probes',
  'proxies',
  'static',
  'user',
  'folder',
);

const commandOf = ({ by, command, entrypoint }: Declaration, at: Deployment['at'] | undefined): Fact<Declared> => {
  if (!at) return absent;
  return known(command || entrypoint ? by : 'dockerfile', at);
};

/** The files of any container or process that is declared, Django's or not. */
export const containerOf = (project: Project, declaration: Declaration): Container => {
  const { image, volumes, outside } = declaration;
  const folder = folderOf(declaration);
  return { project, image, volumes, outside, folder: folder.state === 'known' ? folder.value : undefined };
};

const folderOf = ({ folder, image }: Declaration): Fact<string> => {
  if (folder.state !== 'absent' || !image) return folder;
  const { workdir, base } = image.stage;
  const uri = image.facts.uri;
  if (workdir) return workdir.known ? known(workdir.text, { uri, span: workdir.span }) : dynamic({ uri, span: workdir.span });
  const at = { uri, span: image.stage.from.content };
  return base && base.family !== 'other' ? known('/', at) : dynamic(at);
};

const userOf = ({ user, image }: Declaration): Fact<string> => {
  if (user.state !== 'absent' || !image?.stage.user) return user;
  const { known: sure, text, span } = image.stage.user;
  const at = { uri: image.facts.uri, span };
  return sure ? known(text, at) : dynamic(at);
};

/** The health check of the image counts where nothing is declared over it; Kubernetes never looks at it. */
const probesOf = ({ probes, by, image }: Declaration): readonly DeployedProbe[] => {
  const own = image?.stage.healthcheck;
  if (!own || !image || by === 'kubernetes' || probes.some((probe) => probe.by === 'compose')) return probes;
  const at = { uri: image.facts.uri, span: own.instruction.content };
  return own.command ? [...probes, commandProbe('dockerfile', own.command.commands, at)] : probes;
};

const portsOf = (
  declaration: Declaration,
  server: Deployment['server'],
  probes: readonly DeployedProbe[],
  proxies: Deployment['proxies'],
): readonly DeployedPort[] => {
  const out: DeployedPort[] = [...declaration.ports];
  const add = (role: DeployedPort['role'], port: Fact<number>) => {
    if (port.state === 'known') out.push({ port: port.value, role, outside: undefined, at: port.at });
  };
  for (let stage = declaration.image?.stage; stage; stage = stage.parent) {
    for (const { text, known: sure, span } of stage.exposes) {
      const number = /^(\d+)(?:\/tcp)?$/.exec(text)?.[1];
      if (sure && number) add('expose', known(Number(number), { uri: declaration.image?.facts.uri ?? declaration.at.uri, span }));
    }
  }
  for (const { port } of server?.listens ?? []) add('listen', port);
  for (const { port, by } of probes) add(by === 'dockerfile' || by === 'compose' ? 'healthcheck' : 'probe', port);
  for (const { port, kind } of proxies) if (kind === 'nginx' || kind === 'haproxy') add('upstream', port);
  return out;
};
