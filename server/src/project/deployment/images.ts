// Which Dockerfile, and which stage of it, an image comes from: by the files that build it, and by the names they give it.
import type { Argument } from '../../commands/resolve.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { readImage } from '../../languages/dockerfile/image.ts';
import { memo, memoOfAll, sameList } from '../../languages/memo.ts';
import type { Location } from '../../text/span.ts';
import { resolve, type Uri } from '../../text/uri.ts';
import { isRemote } from '../dockerfile/source.ts';
import { perProject } from '../kept.ts';
import { factsAt, type Project } from '../project.ts';
import type { DeployedImage } from './deployment.ts';
import { composed, contextFolder, type Described, describedBuilds } from './described.ts';
import type { Stack, StackService } from './stacks.ts';

/** One build that a file describes. */
export interface Build {
  readonly facts: DockerfileFacts;
  readonly stage: Stage;
  readonly context: Uri;
  /** The names it gives to the image; those that are partly known only keep their variables. */
  readonly names: readonly string[];
  readonly by: 'compose' | 'bake' | 'ci' | 'makefile' | 'shell';
  readonly at: Location;
}

/** A build of a stage that its Dockerfile does not have. */
export interface LostTarget {
  readonly facts: DockerfileFacts;
  readonly target: Argument;
  /** The file that names it. */
  readonly uri: Uri;
}

type All = Project['all'];

/** All stages of a Dockerfile. Who has come to one of them by a deployment and asks for the others has read the whole file. */
export const allStages = (project: Project, facts: DockerfileFacts): readonly Stage[] =>
  (factsAt(project, facts.uri, 'dockerfile') ?? facts).stages;

/** The stage that a target names, else the last one. */
export const stageOf = ({ stages, final }: DockerfileFacts, target: string | undefined): Stage | undefined =>
  target === undefined || target === '' ? final : (stages.find(({ name }) => name === target.toLowerCase()) ?? stages[Number(target)]);

interface Builds {
  readonly builds: readonly Build[];
  readonly lost: readonly LostTarget[];
}

/** Where the Dockerfile of a described build may lie, started from each of its folders; nothing where that is not known. */
const placesOf = memo((one: Described): readonly { readonly context: Uri; readonly uris: readonly Uri[] }[] => {
  const { context, dockerfile, target } = one;
  if (context?.known === false || dockerfile?.known === false || target?.known === false || isRemote(context?.text ?? '')) return [];
  return one.folders.map((start) => {
    const folder = contextFolder(start, context);
    if (dockerfile) return { context: folder, uris: [resolve(one.from === 'context' ? folder : start, dockerfile.text)] };
    return { context: folder, uris: [resolve(folder, 'Dockerfile'), resolve(folder, 'Containerfile')] };
  });
});

const buildsIn = memoOfAll((described: readonly Described[], dockerfiles: All['dockerfile']): Builds => {
  const byUri = new Map(dockerfiles.flatMap(({ facts }) => (facts.template ? [] : [[facts.uri, facts] as const])));
  const lost: LostTarget[] = [];
  const findAt = ({ context, uris }: ReturnType<typeof placesOf>[number], one: Described): Build | undefined => {
    const { target, names, by, at } = one;
    const facts = uris.map((uri) => byUri.get(uri)).find(Boolean);
    const stage = facts && stageOf(facts, target?.text);
    if (facts && target && !stage) lost.push({ facts, target, uri: target.uri ?? at.uri });
    return facts && stage && { facts, stage, context, names: names.map(({ text }) => text), by, at };
  };
  const builds = described.flatMap((one) => {
    const before = lost.length;
    for (const place of placesOf(one)) {
      const found = findAt(place, one);
      if (!found) continue;
      // Started from there it finds its stage.
      lost.length = before;
      return [found];
    }
    return [];
  });
  return { builds, lost };
});

const describedOf = (project: Project): Builds => {
  return buildsIn(describedBuilds(project), project.all.dockerfile);
};

/** Every build that names a stage which its Dockerfile does not have. */
export const lostTargets = perProject((project, before: readonly LostTarget[] | undefined): readonly LostTarget[] =>
  sameList(before, describedOf(project).lost),
);

/** Every build that a file of the project describes, of Dockerfiles that are in it. */
export const buildsOf = perProject((project, before: readonly Build[] | undefined): readonly Build[] => {
  const now = describedOf(project).builds;
  // Much hangs on a build, and few edits of a file that describes one change what it says.
  return sameList(
    before,
    now.map((one, i) => {
      const same = before?.[i];
      return isSame(same, one) ? same : one;
    }),
  );
});

const isSame = (before: Build | undefined, now: Build): before is Build =>
  before?.facts === now.facts &&
  before.stage === now.stage &&
  before.context === now.context &&
  before.by === now.by &&
  isSamePlace(before.at, now.at) &&
  before.names.join(' ') === now.names.join(' ');

const isSamePlace = (a: Location, b: Location): boolean => a.uri === b.uri && a.span.from === b.span.from && a.span.to === b.span.to;

/** The build of one service of a stack. */
export const buildOf = (builds: readonly Build[], stack: Stack, service: StackService): Build | undefined => {
  const [described] = composed(stack, service);
  return (
    described && builds.find(({ by, at }) => by === 'compose' && at.uri === described.at.uri && at.span.from === described.at.span.from)
  );
};

/** The name without tag and digest; variables that fill in a part of it stay. */
const repositoryOf = (name: string): string => {
  const plain = name.replace(/\$\{\{[^}]*\}\}/g, '$').replace(/@.*$/, '');
  return plain.replace(/:[^/]*$/, '').toLowerCase();
};

/** The last part of a name, when it is written out. */
const lastPart = (name: string): string | undefined => {
  const last = repositoryOf(name).replace(/^.*\//, '');
  return last === '' || /[${<(]/.test(last) ? undefined : last;
};

/** The names that a build gives to its image as they are compared: it is the same build through many keystrokes. */
const comparedIn = memo(({ names }: Build) => ({ whole: new Set(names.map(repositoryOf)), last: new Set(names.map(lastPart)) }));

/** The build whose image has this name: the same name, or the same last part when no other build has it too. */
export const imageNamed = (all: readonly Build[], name: Argument): DeployedImage | undefined => {
  const whole = repositoryOf(name.text);
  const exact = /[${<]/.test(whole) ? [] : all.filter((one) => comparedIn(one).whole.has(whole));
  const last = lastPart(name.text);
  const like = exact.length > 0 || last === undefined ? exact : all.filter((one) => comparedIn(one).last.has(last));
  const [first] = like;
  if (!first || like.some(({ facts }) => facts !== first.facts)) return undefined;
  // Several stages of one Dockerfile may bear one name under different tags.
  const tag = readImage(name.text).tag;
  const tagged = tag && like.find(({ names }) => names.some((one) => readImage(one).tag === tag));
  const best = tagged || (like.find(({ stage }) => stage === first.facts.final) ?? first);
  return { facts: best.facts, stage: best.stage, by: 'name', at: best.at };
};
