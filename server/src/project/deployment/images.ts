// Which Dockerfile, and which stage of it, an image comes from: by the files that build it, and by the names they give it.
import { readDocker } from '../../commands/docker.ts';
import { type Argument, resolveWords } from '../../commands/resolve.ts';
import type { ComposeBuild } from '../../languages/compose/facts.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { readImage } from '../../languages/dockerfile/image.ts';
import { memoOfAll, sameList } from '../../languages/memo.ts';
import type { Location } from '../../text/span.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import { isRemote } from '../dockerfile/source.ts';
import { perProject } from '../kept.ts';
import type { Project } from '../project.ts';
import type { DeployedImage } from './deployment.ts';
import { type Stack, type StackService, stacksOf } from './stacks.ts';

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

/** The stage that a target names, else the last one. */
export const stageOf = ({ stages, final }: DockerfileFacts, target: string | undefined): Stage | undefined =>
  target === undefined || target === '' ? final : (stages.find(({ name }) => name === target.toLowerCase()) ?? stages[Number(target)]);

interface Described {
  readonly folder: Uri;
  readonly context: Argument | undefined;
  readonly dockerfile: Argument | undefined;
  /** Whether the Dockerfile is named from the context (Compose, bake) or from the folder (a command line). */
  readonly from: 'context' | 'folder';
  readonly target: Argument | undefined;
  /** The file that names the target, where that is another one than the file that describes the build. */
  readonly targetUri?: Uri | undefined;
  readonly names: readonly Argument[];
  readonly by: Build['by'];
  readonly at: Location;
}

interface Builds {
  readonly builds: readonly Build[];
  readonly lost: readonly LostTarget[];
}

const buildsIn = memoOfAll(
  (
    stacks: readonly Stack[],
    dockerfiles: All['dockerfile'],
    bake: All['bake'],
    ci: All['ci'],
    makefile: All['makefile'],
    shell: All['shell'],
    root: Uri,
  ): Builds => {
    const byUri = new Map(dockerfiles.flatMap(({ facts }) => (facts.template ? [] : [[facts.uri, facts] as const])));
    const lost: LostTarget[] = [];
    const find = (one: Described): Build | undefined => {
      const { context, dockerfile, target, by, at } = one;
      if (context?.known === false || dockerfile?.known === false || target?.known === false || isRemote(context?.text ?? ''))
        return undefined;
      const folder = resolve(one.folder, (context?.text ?? '.').replace(/(?<=.)\/+$/, ''));
      const uri = dockerfile ? resolve(one.from === 'context' ? folder : one.folder, dockerfile.text) : resolve(folder, 'Dockerfile');
      const facts = byUri.get(uri) ?? (dockerfile ? undefined : byUri.get(resolve(folder, 'Containerfile')));
      const stage = facts && stageOf(facts, target?.text);
      if (facts && target && !stage) lost.push({ facts, target, uri: one.targetUri ?? at.uri });
      return facts && stage && { facts, stage, context: folder, names: one.names.map(({ text }) => text), by, at };
    };
    const described: Described[] = [];
    for (const stack of stacks) for (const service of stack.services) described.push(...composed(stack, service));
    for (const { facts } of bake) {
      for (const { context, dockerfile, target, inline, tags, span } of facts.targets) {
        if (inline) continue;
        const at = { uri: facts.uri, span };
        described.push({ folder: parent(facts.uri), context, dockerfile, from: 'context', target, names: tags, by: 'bake', at });
      }
    }
    for (const { facts } of ci) {
      for (const { context, dockerfile, target, tags, folder, span, by: how } of facts.builds) {
        const from = folder ? resolve(root, folder) : root;
        const at = { uri: facts.uri, span };
        // An action builds the commit itself when no folder is named.
        const built = how === 'action' && context?.known === false && /^\$\{\{[^}]*github/.test(context.text) ? undefined : context;
        described.push({ folder: from, context: built, dockerfile, from: 'folder', target, names: tags, by: 'ci', at });
      }
    }
    const commands = [
      ...makefile.flatMap(({ facts }) => facts.steps.map(({ docker }) => ({ docker, uri: facts.uri, by: 'makefile' as const }))),
      ...shell.flatMap(({ facts }) =>
        facts.commands.flatMap(({ words, span }) => {
          const docker = /^(?:sudo|docker|podman|buildah|nerdctl)$/.test(words[0]?.text ?? '')
            ? readDocker(resolveWords(words), span)
            : undefined;
          return docker ? [{ docker, uri: facts.uri, by: 'shell' as const }] : [];
        }),
      ),
    ];
    const out = described.flatMap((one) => find(one) ?? []);
    for (const { docker, uri, by } of commands) {
      if (docker?.is !== 'build') continue;
      const { context, dockerfile, target, tags, span } = docker;
      // A script is started from its own folder or from the top.
      const before = lost.length;
      for (const folder of new Set([parent(uri), root])) {
        const found = find({ folder, context, dockerfile, from: 'folder', target, names: tags, by, at: { uri, span } });
        if (!found) continue;
        out.push(found);
        // Started from there it finds its stage.
        lost.length = before;
        break;
      }
    }
    return { builds: out, lost };
  },
);

/** The build of a service, its parts merged over the files. */
const composed = (stack: Stack, service: StackService): readonly Described[] => {
  const build = service.last(({ build: one }) => one);
  if (!build) return [];
  const part = <T>(pick: (one: ComposeBuild) => T | undefined): T | undefined =>
    service.last(({ build: one }) => (one ? pick(one) : undefined))?.value;
  if (part(({ inline }) => inline)) return [];
  const image = service.last(({ image: one }) => one)?.value;
  const target = service.last(({ build: one }) => one?.target);
  return [
    {
      folder: stack.folder,
      context: part(({ context }) => context),
      dockerfile: part(({ dockerfile }) => dockerfile),
      from: 'context',
      target: target?.value,
      targetUri: target?.uri,
      names: image ? [image] : [],
      by: 'compose',
      at: { uri: build.uri, span: build.value.span },
    },
  ];
};

const describedOf = (project: Project): Builds => {
  const { all, root } = project;
  return buildsIn(stacksOf(project), all.dockerfile, all.bake, all.ci, all.makefile, all.shell, root);
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

/** The build whose image has this name: the same name, or the same last part when no other build has it too. */
export const imageNamed = (all: readonly Build[], name: Argument): DeployedImage | undefined => {
  const builds = all.filter(({ names }) => names.length > 0);
  const whole = repositoryOf(name.text);
  const exact = builds.filter(({ names }) => names.some((one) => repositoryOf(one) === whole && !/[${<]/.test(whole)));
  const last = lastPart(name.text);
  const like = exact.length > 0 ? exact : builds.filter(({ names }) => last !== undefined && names.some((one) => lastPart(one) === last));
  const [first] = like;
  if (!first || like.some(({ facts }) => facts !== first.facts)) return undefined;
  // Several stages of one Dockerfile may bear one name under different tags.
  const tag = readImage(name.text).tag;
  const tagged = tag && like.find(({ names }) => names.some((one) => readImage(one).tag === tag));
  const best = tagged || (like.find(({ stage }) => stage === first.facts.final) ?? first);
  return { facts: best.facts, stage: best.stage, by: 'name', at: best.at };
};
