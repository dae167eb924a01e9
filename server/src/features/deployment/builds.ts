// What the files that build images say of Dockerfiles: the words that name a file, a stage or an image, and where these are.
import { readDocker } from '../../commands/docker.ts';
import { type Argument, resolveWords } from '../../commands/resolve.ts';
import type { ComposeFacts, ComposeService } from '../../languages/compose/facts.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import type { AnyParsed, Parsed } from '../../languages/language.ts';
import { factsOf, languages } from '../../languages/languages.ts';
import { describedBuilds } from '../../project/deployment/described.ts';
import { type Build, buildOf, buildsOf, imageNamed, lostTargets, stageOf } from '../../project/deployment/images.ts';
import { stacksOf } from '../../project/deployment/stacks.ts';
import { filesOf, type Project, parsedAt } from '../../project/project.ts';
import { type Location, type Span, topOf, touches, withoutQuotes } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { type NamePlace, namesOf } from '../dockerfile/names.ts';

/** A word and what it names. */
interface BuildWord {
  readonly span: Span;
  readonly as: 'dockerfile' | 'stage' | 'image';
  readonly text: string;
  readonly facts: DockerfileFacts;
  /** For `stage` and `image`; nothing for a stage that the Dockerfile does not have. */
  readonly stage: Stage | undefined;
}

type Named = Pick<Argument, 'text' | 'known' | 'span'>;

/** The parts of one description of a build. */
interface Described {
  readonly context: Named | undefined;
  readonly dockerfile: Named | undefined;
  readonly target: Named | undefined;
  readonly names: readonly Named[];
  /** The build it is, where its Dockerfile is in the project. */
  readonly build: Build | undefined;
}

/** What leads to a Dockerfile in one file, image names that it only uses included. */
const wordsIn = (project: Project, parsed: AnyParsed): readonly BuildWord[] => {
  const builds = buildsOf(project);
  const { uri } = parsed.file;
  const out: BuildWord[] = [];
  for (const { context, dockerfile, target, names, build } of describedIn(project, parsed, builds)) {
    const lost = target && lostTargets(project).find((one) => one.uri === uri && one.target.span.from === target.span.from);
    const facts = build?.facts ?? lost?.facts;
    if (!facts) continue;
    const add = (one: Named | undefined, as: BuildWord['as'], stage: Stage | undefined) => {
      if (one) out.push({ span: withoutQuotes(parsed.file.text, one.span), as, text: one.text, facts, stage });
    };
    add(context, 'dockerfile', undefined);
    add(dockerfile, 'dockerfile', undefined);
    // A file that is laid over this one may build another stage.
    if (target?.known) add(target, 'stage', stageOf(facts, target.text));
    for (const name of names) add(name, 'image', build?.stage);
  }
  for (const name of usedIn(parsed)) {
    const image = imageNamed(builds, name);
    if (image)
      out.push({ span: withoutQuotes(parsed.file.text, name.span), as: 'image', text: name.text, facts: image.facts, stage: image.stage });
  }
  return out;
};

const describedIn = (project: Project, parsed: AnyParsed, builds: readonly Build[]): readonly Described[] => {
  const { uri } = parsed.file;
  const found = ({ from, to }: Span): Build | undefined =>
    builds.find(({ at }) => at.uri === uri && at.span.from === from && at.span.to === to);
  switch (parsed.kind) {
    case 'compose': {
      const facts = languages.compose.facts(parsed as Parsed<'compose'>);
      return facts.services.flatMap((service): readonly Described[] => {
        const { build, image } = service;
        if (!build) return [];
        const { context, dockerfile, target } = build;
        return [{ context, dockerfile, target, names: image ? [image] : [], build: serviceBuild(project, facts, service, builds) }];
      });
    }
    case 'ci':
      return languages.ci
        .facts(parsed as Parsed<'ci'>)
        .builds.map(({ context, dockerfile, target, tags, span }) => ({ context, dockerfile, target, names: tags, build: found(span) }));
    case 'bake':
    case 'makefile':
    case 'shell':
      return describedBuilds(project)
        .filter(({ at }) => at.uri === uri)
        .map(({ context, dockerfile, target, names, at }) => ({ context, dockerfile, target, names, build: found(at.span) }));
    default:
      return [];
  }
};

/** The build of the service that a part of it in one file belongs to. */
const serviceBuild = (project: Project, facts: ComposeFacts, service: ComposeService, builds: readonly Build[]): Build | undefined => {
  for (const stack of stacksOf(project)) {
    if (!stack.files.includes(facts)) continue;
    const whole = stack.services.find(({ name }) => name === service.name);
    const build = whole && buildOf(builds, stack, whole);
    if (build) return build;
  }
  return undefined;
};

const dockerIn = (parsed: AnyParsed): readonly NonNullable<ReturnType<typeof readDocker>>[] => {
  if (parsed.kind === 'makefile') return languages.makefile.facts(parsed as Parsed<'makefile'>).steps.flatMap(({ docker }) => docker ?? []);
  if (parsed.kind === 'ci') return languages.ci.facts(parsed as Parsed<'ci'>).docker;
  if (parsed.kind !== 'shell') return [];
  return languages.shell
    .facts(parsed as Parsed<'shell'>)
    .commands.flatMap(({ words, span }) => readDocker(resolveWords(words), span) ?? []);
};

/** The names of images that a file runs, or begins from. */
const usedIn = (parsed: AnyParsed): readonly Argument[] => {
  switch (parsed.kind) {
    case 'compose':
      return factsOf(parsed as Parsed<'compose'>).services.flatMap(({ image, build }) => (image && !build ? [image] : []));
    case 'kubernetes':
      return factsOf(parsed as Parsed<'kubernetes'>).workloads.flatMap(({ pod }) => pod.containers.flatMap(({ image }) => image ?? []));
    case 'cloudfoundry':
      return factsOf(parsed as Parsed<'cloudfoundry'>).applications.flatMap(({ image }) => image ?? []);
    case 'dockerfile':
      return factsOf(parsed as Parsed<'dockerfile'>).stages.flatMap(({ parent, image, from, copies }) => {
        const [word] = from.words;
        const begun = !parent && word && image.known ? [{ text: image.text, known: true, span: word.span }] : [];
        return [...begun, ...copies.flatMap(({ from: source, stage }) => (source?.known && !stage ? [source] : []))];
      });
    default:
      return dockerIn(parsed).flatMap((docker) => (docker.is === 'run' && docker.image ? [docker.image] : []));
  }
};

/** The words at an offset: a template of a service that two files complete may stand for several builds. */
const wordsAt = (project: Project, parsed: AnyParsed, offset: number): readonly BuildWord[] =>
  wordsIn(project, parsed).filter(({ span }) => touches(span, offset));

/** The Dockerfile that a service builds, also where it has no stage of the name that is asked for. */
export const builtByService = (project: Project, parsed: Parsed<'compose'>, name: string): DockerfileFacts | undefined => {
  const facts = languages.compose.facts(parsed);
  const service = facts.services.find((one) => one.name === name);
  if (!service?.build) return undefined;
  const { target } = service.build;
  const lost = target && lostTargets(project).find((one) => one.uri === facts.uri && one.target.span.from === target.span.from);
  return serviceBuild(project, facts, service, buildsOf(project))?.facts ?? lost?.facts;
};

/** Where the stage or the Dockerfile is that the caret names; empty where it names none. */
export const definedBuild = (project: Project, parsed: AnyParsed, offset: number): readonly Location[] =>
  wordsAt(project, parsed, offset).flatMap(({ as, facts, stage }): readonly Location[] => {
    if (as === 'dockerfile') return [topOf(facts.uri)];
    return stage ? [{ uri: facts.uri, span: stage.nameSpan && as === 'stage' ? stage.nameSpan : stage.from.content }] : [];
  });

/** The stage that the caret names outside of Dockerfiles, by its name or by that of the image it becomes. */
export const builtAt = (
  project: Project,
  parsed: AnyParsed,
  offset: number,
): { readonly span: Span; readonly stage: Stage; readonly uri: Uri } | undefined => {
  const found = parsed.kind === 'dockerfile' ? undefined : wordsAt(project, parsed, offset).find(({ stage }) => stage);
  return found?.stage && { span: found.span, stage: found.stage, uri: found.facts.uri };
};

/** A stage by its name, and the file it is in. */
export interface NamedStage {
  readonly uri: Uri;
  /** In lower case. */
  readonly name: string;
}

/** The stage that a word outside of its Dockerfile names at an offset, and the place of that word. */
export const targetAt = (project: Project, parsed: AnyParsed, offset: number): (NamedStage & { readonly span: Span }) | undefined => {
  if (parsed.kind === 'dockerfile') return undefined;
  const found = wordsAt(project, parsed, offset).find(({ as, stage }) => as === 'stage' && stage?.name);
  return found?.stage?.name ? { uri: found.facts.uri, name: found.stage.name, span: found.span } : undefined;
};

/** The words outside of its Dockerfile that build a stage by its name. Where a variable stands for it, the file does not have the name. */
export const targetsOf = (project: Project, { uri, name }: NamedStage): readonly Location[] =>
  filesOf(project).flatMap(({ parsed }) => {
    if (parsed.kind === 'dockerfile') return [];
    const { file } = parsed;
    return wordsIn(project, parsed as AnyParsed)
      .filter(({ as, facts, span }) => as === 'stage' && facts.uri === uri && file.text.slice(span.from, span.to).toLowerCase() === name)
      .map(({ span }) => ({ uri: file.uri, span }));
  });

/** The places of a stage in its own Dockerfile. */
export const placesOfStage = (project: Project, { uri, name }: NamedStage): readonly NamePlace[] => {
  const parsed = parsedAt(project, uri, 'dockerfile');
  return (parsed && namesOf(parsed).findLast((one) => one.kind === 'stage' && one.name === name)?.places) ?? [];
};
