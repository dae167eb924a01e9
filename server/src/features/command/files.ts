// The file of the workspace that a path on a command line means: a path of the container that runs it, or of the machine.
import type { DockerfileFacts, Run, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, folderAt } from '../../languages/dockerfile/files.ts';
import type { AnyParsed, Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { type Container, insideOf, sourceOf } from '../../project/deployment/container.ts';
import type { Declaration } from '../../project/deployment/declaration.ts';
import { declarationsOf } from '../../project/deployment/declarations.ts';
import { containerOf } from '../../project/deployment/deployments.ts';
import { dockerfileDeclaration } from '../../project/deployment/processes.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import { placesOf } from '../../project/dockerfile/started.ts';
import { isFile, type Project } from '../../project/project.ts';
import { covers, touches } from '../../text/span.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import type { Place } from '../feature.ts';
import type { PlacedScript } from './place.ts';

/** Answers for a path, or for the name of a program that PATH finds; only with files that are there. */
export type FileOf = (path: string) => Uri | undefined;

/** What could be a path of ours at all. */
const mayBe = (text: string): boolean => /^[\w./@+-]+$/.test(text) && /[a-z]/i.test(text) && !/^-/.test(text);
/** A word with neither may name a program, but no file beside us. */
const isPath = (text: string): boolean => /[./]/.test(text);

const there = (project: Project, uri: Uri | undefined): Uri | undefined => (uri && isFile(project, uri) ? uri : undefined);

const beneath = (project: Project, folder: Uri, path: string): Uri | undefined =>
  path.startsWith('/') || !isPath(path) ? undefined : there(project, resolve(folder, `./${path}`));

/** Files as the commands of a stage see them: those of a RUN while it runs, others when the container starts. `folder` is the context's. */
export const filesInStage = (project: Project, parsed: Parsed<'dockerfile'>, stage: Stage, offset: number, folder: Uri): FileOf => {
  const image = imageFiles(project, languages.dockerfile.facts(parsed));
  const at: Run | undefined = stage.runs.find(({ command }) => touches(command.span, offset));
  const places = (text: string): readonly string[] => {
    if (!at) return placesOf(stage, text);
    const path = absolute(folderAt(stage, at.step), text);
    return path ? [path] : [];
  };
  return (text) => {
    if (!mayBe(text)) return undefined;
    for (const path of places(text)) {
      const origin = originOf(image, stage, path, at);
      const found = origin.is === 'context' ? there(project, resolve(image.context.folder, `./${origin.path}`)) : undefined;
      if (found) return found;
    }
    return beneath(project, folder, text);
  };
};

/** Files as the commands of any other file see them, in the containers they run in. */
export const filesAround = ({ project, parsed, offset }: Place): FileOf => {
  const { uri } = parsed.file;
  return (text) => {
    if (!mayBe(text)) return undefined;
    const containers = declaredAt(project, parsed, offset).map((one) => containerOf(project, one));
    for (const container of containers) {
      const found = inContainer(container, text);
      if (found) return found;
    }
    const near = beneath(project, parent(uri), text) ?? beneath(project, project.root, text);
    return near ?? (containers.some(({ image }) => image) ? undefined : byItsEnd(project, text));
  };
};

const inContainer = (container: Container, text: string): Uri | undefined => {
  const { project, image, folder } = container;
  const places = image ? placesOf(image.stage, text, folder) : [text];
  for (const path of places) {
    const found = there(project, sourceOf(container, path));
    if (found) return found;
  }
  return undefined;
};

/** Where no image is known: the file of the project whose path is the end of this one. */
const byItsEnd = (project: Project, path: string): Uri | undefined => {
  const parts = path.split('/').filter(Boolean);
  for (let from = 1; from < parts.length; from++) {
    const found = beneath(project, project.root, parts.slice(from).join('/'));
    if (found) return found;
  }
  return undefined;
};

/** More scripts than these are not looked for. */
const most = 30;

/** The scripts of the workspace that lie in a container. */
const scriptsIn = (container: Container): readonly PlacedScript[] =>
  container.project.all.shell.slice(0, most).flatMap(({ facts: { uri, template } }) => {
    const path = template ? undefined : insideOf(container, uri, undefined);
    return path ? [{ path, uri }] : [];
  });

/** The scripts that the image of a stage has. */
export const scriptsInStage = (project: Project, facts: DockerfileFacts, stage: Stage): readonly PlacedScript[] =>
  scriptsIn(containerOf(project, dockerfileDeclaration(stage, facts, project.root)));

/** The scripts that a command of any other file can start. */
export const scriptsAround = ({ project, parsed, offset }: Place): readonly PlacedScript[] => {
  const found = declaredAt(project, parsed, offset).map((one) => scriptsIn(containerOf(project, one)));
  return found.find((list) => list.length > 0) ?? [];
};

/** The declarations that a command at an offset may run in; a script may run in all of them, and in images that nobody declares. */
const declaredAt = (project: Project, parsed: AnyParsed, offset: number): readonly Declaration[] => {
  const { uri } = parsed.file;
  const all = declarationsOf(project);
  if (parsed.kind === 'compose') {
    const services = languages.compose.facts(parsed as Parsed<'compose'>).services;
    const here = services.find(({ span }) => touches(span, offset))?.name;
    return all.filter(({ by, files, name }) => by === 'compose' && files.includes(uri) && (here === undefined || name === here));
  }
  if (parsed.kind === 'kubernetes') {
    const containers = languages.kubernetes.facts(parsed as Parsed<'kubernetes'>).workloads.flatMap(({ pod }) => pod.containers);
    const here = containers.find(({ span }) => touches(span, offset))?.span;
    const inside = ({ at }: Declaration): boolean => here === undefined || covers(here, at.span);
    return all.filter((one) => one.by === 'kubernetes' && one.files.includes(uri) && inside(one));
  }
  const own = all.filter(({ files }) => files.includes(uri));
  if (own.length > 0) return own;
  const images = project.all.dockerfile.flatMap(({ facts }) =>
    facts.final && !facts.template ? [dockerfileDeclaration(facts.final, facts, project.root)] : [],
  );
  return [...all, ...images];
};
