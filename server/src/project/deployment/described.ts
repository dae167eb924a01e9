// The builds that files describe, in the words in which they do: Compose, bake files, workflows, Makefiles and scripts.
import { readDocker } from '../../commands/docker.ts';
import { type Argument, inFile, resolveWords } from '../../commands/resolve.ts';
import type { ComposeBuild } from '../../languages/compose/facts.ts';
import { memoOfAll } from '../../languages/memo.ts';
import type { Location } from '../../text/span.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import { type Stack, type StackService, stacksOf } from './stacks.ts';

/** One build as a file describes it. Its words know the file they stand in where that is another one than `at` tells. */
export interface Described {
  /** The folder it is started in; where there are several, one of them. */
  readonly folders: readonly Uri[];
  readonly context: Argument | undefined;
  readonly dockerfile: Argument | undefined;
  /** Whether the Dockerfile is named from the context (Compose, bake) or from the folder (a command line). */
  readonly from: 'context' | 'folder';
  readonly target: Argument | undefined;
  readonly names: readonly Argument[];
  readonly by: 'compose' | 'bake' | 'ci' | 'makefile' | 'shell';
  readonly at: Location;
  /** The service of Compose that is built so, with its stack. */
  readonly of: { readonly stack: Stack; readonly service: StackService } | undefined;
}

type All = Project['all'];

/** The folder of a context that is no address, from where it is named. */
export const contextFolder = (folder: Uri, context: Argument | undefined): Uri =>
  resolve(folder, (context?.text ?? '.').replace(/(?<=.)\/+$/, ''));

/** Every build that a file of the project describes, whether its Dockerfile is there or not. */
export const describedBuilds = (project: Project): readonly Described[] => {
  const { all, root } = project;
  return describedIn(stacksOf(project), all.bake, all.ci, all.makefile, all.shell, root);
};

const describedIn = memoOfAll(
  (
    stacks: readonly Stack[],
    bake: All['bake'],
    ci: All['ci'],
    makefile: All['makefile'],
    shell: All['shell'],
    root: Uri,
  ): readonly Described[] => {
    const out: Described[] = [];
    for (const stack of stacks) for (const service of stack.services) out.push(...composed(stack, service));
    for (const { facts } of bake) {
      for (const { context, dockerfile, target, inline, tags, span } of facts.targets) {
        if (inline) continue;
        const at = { uri: facts.uri, span };
        const folders = [parent(facts.uri)];
        out.push({ folders, context, dockerfile, from: 'context', target, names: tags, by: 'bake', at, of: undefined });
      }
    }
    for (const { facts } of ci) {
      for (const { context, dockerfile, target, tags, folder, span, by: how } of facts.builds) {
        const folders = [folder ? resolve(root, folder) : root];
        const at = { uri: facts.uri, span };
        // An action builds the commit itself when no folder is named.
        const built = how === 'action' && context?.known === false && /^\$\{\{[^}]*github/.test(context.text) ? undefined : context;
        out.push({ folders, context: built, dockerfile, from: 'folder', target, names: tags, by: 'ci', at, of: undefined });
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
    for (const { docker, uri, by } of commands) {
      if (docker?.is !== 'build') continue;
      const { context, dockerfile, target, tags, span } = docker;
      // A script is started from its own folder or from the top.
      const folders = [...new Set([parent(uri), root])];
      out.push({ folders, context, dockerfile, from: 'folder', target, names: tags, by, at: { uri, span }, of: undefined });
    }
    return out;
  },
);

/** The build of a service, its parts merged over the files. */
export const composed = (stack: Stack, service: StackService): readonly Described[] => composedOf(service, stack);
const composedOf = memoOfAll((service: StackService, stack: Stack): readonly Described[] => {
  const build = service.last(({ build: one }) => one);
  if (!build) return [];
  const part = <T>(pick: (one: ComposeBuild) => T | undefined): { readonly value: T; readonly uri: Uri } | undefined =>
    service.last(({ build: one }) => (one ? pick(one) : undefined));
  const word = (pick: (one: ComposeBuild) => Argument | undefined): Argument | undefined => {
    const found = part(pick);
    return found && inFile(found.value, found.uri);
  };
  if (part(({ inline }) => inline)) return [];
  const image = service.last(({ image: one }) => one)?.value;
  return [
    {
      folders: [stack.folder],
      context: word(({ context }) => context),
      dockerfile: word(({ dockerfile }) => dockerfile),
      from: 'context',
      target: word(({ target }) => target),
      names: image ? [image] : [],
      by: 'compose',
      at: { uri: build.uri, span: build.value.span },
      of: { stack, service },
    },
  ];
});
