// Services of Compose as declarations.
import type { ComposeService } from '../../languages/compose/facts.ts';
import type { ComposeMount } from '../../languages/compose/ports.ts';
import type { ComposeValue } from '../../languages/compose/value.ts';
import type { DotenvFacts } from '../../languages/dotenv/facts.ts';
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import { sameList } from '../../languages/memo.ts';
import { baseName, relative, resolve, type Uri } from '../../text/uri.ts';
import { perName, perProject } from '../kept.ts';
import type { Project } from '../project.ts';
import { type Declaration, factOf, given, isSameImage, keptDeclarations, numberOf } from './declaration.ts';
import type { DeployedImage, DeployedPort, DeployedProbe, DeployedVolume, EnvironmentVariable } from './deployment.ts';
import { type Build, buildOf, buildsOf, imageNamed } from './images.ts';
import { commandProbe } from './probe.ts';
import { type Stack, type StackService, stacksOf, type Written } from './stacks.ts';

/** What services are read from besides their own files. */
interface Around {
  readonly dotenv: ReadonlyMap<Uri, DotenvFacts>;
  readonly root: Uri;
}

/** Every service of every stack, each the same object for as long as it says the same. */
export const composeDeclarations = perProject((project, before: readonly Declaration[] | undefined): readonly Declaration[] => {
  const stacks = stacksOf(project);
  return sameList(
    before,
    stacks.flatMap((stack) => {
      const all = servicesOf(project, nameOf(stack));
      // What a file does not speak of is as it is without that file.
      const alone = stack.files.length > 1 && stacks.some(({ files }) => files.length === 1 && files[0] === stack.files[0]);
      return alone ? all.filter((_, i) => stack.services[i]?.parts.some(({ uri }) => uri !== stack.files[0]?.uri)) : all;
    }),
  );
});

const nameOf = ({ files }: Stack): string => files.map(({ uri }) => uri).join(' ');
const stackNamed = perName((project, name): Stack | undefined => stacksOf(project).find((one) => nameOf(one) === name));

/** The image of a service, as the builds tell. */
interface ServiceImage {
  readonly image: DeployedImage | undefined;
}

/** The images of the services of the stack of this name. Builds change with each keystroke in a Dockerfile, few images with them. */
const imagesOf = perName((project, name, before: readonly ServiceImage[] | undefined): readonly ServiceImage[] => {
  const builds = buildsOf(project);
  const stack = stackNamed(project, name);
  return sameList(
    before,
    (stack?.services ?? []).map((service, i): ServiceImage => {
      const image = stack && imageOf(builds, stack, service);
      const kept = before?.[i];
      return kept && isSameImage(kept.image, image) ? kept : { image };
    }),
  );
});

/** The services of the stack of this name as declarations. */
const servicesOf = perName((project, name, before: readonly Declaration[] | undefined): readonly Declaration[] => {
  const { shelf, root } = project;
  const { dotenv } = project.all;
  const stack = stackNamed(project, name);
  const images = imagesOf(project, name);
  const around: Around = { dotenv: new Map(dotenv.map(({ facts }) => [facts.uri, facts])), root };
  const beside = besideOf(shelf, name);
  if (!stack) return [];
  return keptDeclarations(
    before,
    stack.services.map((service, i) => declarationOf(around, stack, service, images[i]?.image, beside)),
  );
});

/** By itself: a function made where services are read would hold on to all that is known there, and so each version to the one before. */
const besideOf =
  (shelf: Project['shelf'], name: string): Declaration['beside'] =>
  () =>
    servicesOf(shelf.now, name);

const declarationOf = (
  around: Around,
  stack: Stack,
  service: StackService,
  image: DeployedImage | undefined,
  beside: () => readonly Declaration[],
): Declaration => {
  const first = service.parts.at(-1);
  const uri = first?.uri ?? stack.folder;
  const entrypoint = service.last((one) => one.entrypoint);
  const command = service.last((one) => one.command);
  const variables = environmentOf(around, stack, service);
  return {
    name: service.name,
    by: 'compose',
    at: { uri, span: first?.value.nameSpan ?? { from: 0, to: 0 } },
    files: stack.files.map((facts) => facts.uri),
    image,
    entrypoint: entrypoint && given(entrypoint.value, entrypoint.uri),
    command: command && given(command.value, command.uri),
    environment: variables.all,
    environmentComplete: variables.complete && stack.complete,
    ports: portsOf(service),
    probes: probesOf(service),
    volumes: service.every((one) => one.volumes).map((mount) => volumeOf(stack, mount)),
    replicas: numeric(service.last((one) => one.replicas)),
    user: textual(service.last((one) => one.user)),
    folder: textual(service.last((one) => one.workingDir)),
    hosts: [service.name, ...service.every((one) => one.aliases).map(({ value }) => value)],
    hints: hintsOf(around, stack, service),
    outside: undefined,
    beside,
  };
};

const textual = (one: Written<ComposeValue> | undefined): Fact<string> => (one ? factOf(one.value, one.uri) : absent);
const numeric = (one: Written<ComposeValue> | undefined): Fact<number> => (one ? numberOf(one.value, one.uri) : absent);

const imageOf = (builds: readonly Build[], stack: Stack, service: StackService): DeployedImage | undefined => {
  const build = buildOf(builds, stack, service);
  if (build) return { facts: build.facts, stage: build.stage, by: 'build', at: build.at };
  if (service.last((one) => one.build)) return undefined;
  const image = service.last((one) => one.image);
  return image && imageNamed(builds, image.value);
};

const environmentOf = ({ dotenv }: Around, stack: Stack, service: StackService) => {
  const all: EnvironmentVariable[] = [];
  let complete = true;
  for (const { value } of service.every((one) => one.envFiles)) {
    const facts = value.path.known ? dotenv.get(resolve(stack.folder, value.path.text)) : undefined;
    if (!facts) complete = false;
    for (const { name, nameSpan, valueSpan, open } of facts?.variables ?? []) {
      const uri = facts?.uri ?? stack.folder;
      const at = { uri, span: nameSpan };
      all.push({ name, value: open === undefined ? dynamic(at) : known(open, { uri, span: valueSpan }), by: 'file', at });
    }
  }
  for (const { value, uri } of service.every((one) => one.environment)) {
    const at = { uri, span: value.nameSpan };
    // Without a value it is passed on from where Compose is started, if it is set there.
    const text = value.value ? factOf(value.value, uri) : dynamic(at);
    all.push({ name: value.name, value: text, by: 'declared', at });
  }
  return { all, complete };
};

/** The port that Traefik is told: `traefik.http.services.web.loadbalancer.server.port=8000`. */
const traefik = /^traefik\.\w+\.services\.[^.]+\.loadbalancer\.server\.port$/i;

const portsOf = (service: StackService): readonly DeployedPort[] => [
  ...service
    .every((one) => one.ports)
    .flatMap(({ value, uri }): readonly DeployedPort[] => {
      const { target, published, targetSpan } = value;
      const outside = published && /^\d+$/.test(published) ? Number(published) : undefined;
      return target === undefined ? [] : [{ port: target, role: 'published', outside, at: { uri, span: targetSpan } }];
    }),
  ...service.every((one) => one.expose).flatMap(({ value, uri }) => portIn(value, 'container', uri)),
  ...service
    .every((one) => one.labels)
    .flatMap(({ value, uri }) => (value.value && traefik.test(value.name) ? portIn(value.value, 'upstream', uri) : [])),
];

const portIn = ({ text, known: sure, span }: ComposeValue, role: DeployedPort['role'], uri: Uri): readonly DeployedPort[] => {
  const number = /^(\d+)(?:\/\w+)?$/.exec(text)?.[1];
  return sure && number ? [{ port: Number(number), role, outside: undefined, at: { uri, span } }] : [];
};

const probesOf = (service: StackService): readonly DeployedProbe[] => {
  const found = service.last((one) => one.healthcheck);
  if (!found) return [];
  const { value, uri } = found;
  const at = { uri, span: value.span };
  if (value.disabled || !value.test)
    return [{ by: 'compose', how: 'none', path: absent, port: absent, host: absent, program: undefined, at }];
  return [commandProbe('compose', value.test.commands, at)];
};

const volumeOf = (stack: Stack, { value, uri }: Written<ComposeMount>): DeployedVolume => {
  const { kind, source, target, readOnly, config, span } = value;
  const local = kind === 'bind' && source?.known && (config ? /^[^/~$]/ : /^\.{1,2}(?:\/|$)/).test(source.text);
  return {
    kind,
    source: factOf(source, uri),
    folder: local ? (resolve(stack.folder, source.text).replace(/(?<=[^/])\/$/, '') as Uri) : undefined,
    target: factOf(target, uri),
    readOnly,
    at: { uri, span },
  };
};

/** What says for whom a service is: the files it is in, its own name, the stage it is built from, its profiles. */
const hintsOf = ({ root }: Around, stack: Stack, service: StackService): readonly string[] => {
  const files = stack.files.map(({ uri }) => relative(root, uri));
  const target = service.last(({ build }: ComposeService) => build?.target)?.value.text;
  const dockerfile = service.last(({ build }: ComposeService) => build?.dockerfile)?.value.text;
  const profiles = service.every((one) => one.profiles).map(({ value }) => value);
  // A file called compose.yaml says nothing; what stands beside it in its name does.
  const named = files.map((path) =>
    path.replace(/(?:docker-)?compose\.override(?=\.ya?ml$)/i, 'dev').replace(/(?:docker-)?compose(?=[.\-_]|$)/i, ''),
  );
  // One of several profiles is chosen when it is started.
  const only = profiles.length === 1 ? profiles : [];
  return [...named, service.name, ...(target ? [target] : []), ...(dockerfile ? [baseName(dockerfile as Uri)] : []), ...only];
};
