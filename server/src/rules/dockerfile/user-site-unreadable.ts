import { targetOf } from '../../languages/dockerfile/environments.ts';
import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { filesOf, userAt, within } from '../../languages/dockerfile/files.ts';
import { anyOf, followed, targets } from '../../languages/dockerfile/minds.ts';
import { ownHolds } from '../../languages/dockerfile/stage-words.ts';
import { memo } from '../../languages/memo.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { startedPrograms } from '../reading/dockerfile/programs.ts';
import { copiedTrees } from '../reading/dockerfile/python.ts';
import { chainOf, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { eased, startable } from '../reading/dockerfile/stages.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** The home of root is closed to everybody else. */
export default defineRule({
  id: 'dockerfile/user-site-unreadable',
  title: 'The user who runs the application can read its packages',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R20'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /root|--user/,
  minds: anyOf(targets, followed),
  *check(subject) {
    const { uri, facts } = subject;
    const told = new Set<number>();
    for (const stage of startable(facts)) {
      const user = userAt(stage, stage);
      const image = imageOf(subject, stage);
      if (user === undefined || user === 'root' || !image || image.family === 'rhel' || isOpened(stage)) continue;
      for (const { at, path, copy, into } of inHomeOfRoot(subject, stage)) {
        if (told.has(at.from)) continue;
        told.add(at.from);
        yield {
          at: { uri, span: at },
          message: `Only root may enter \`/root\`, so \`${user}\` cannot read the packages in \`${path}\` and the application does not start; ${copy ? `copy them to a folder that ${user} may read` : 'install them into an environment outside of it'}`,
          severity: eased('error', servesDevelopment(subject, stage)),
          related: stage.user ? [{ at: { uri, span: stage.user.span }, message: `\`${user}\` runs the application` }] : [],
          fixes: () => (copy && into ? toHome(subject, stage, into, copy, path, user) : []),
        };
      }
    }
  },
});

const mayOpen = ownHolds(/chmod|chown|setfacl|ln/);
/** Something changes who may enter the folder. */
const isOpened = (stage: Stage): boolean =>
  chainOf(stage).some(
    (one) =>
      mayOpen(one) &&
      one.runs.some(
        ({ command: { words } }) =>
          /^(?:chmod|chown|setfacl|ln)$/.test(words[0]?.text ?? '') && words.some(({ text }) => /^\/root(?:\/|$)/.test(text)),
      ),
  );

interface Closed {
  readonly at: Span;
  readonly path: string;
  readonly copy: Copy | undefined;
  readonly into: Stage | undefined;
}

/** What a stage itself copies to the home of root, and the commands that install into it. */
const homely = memo((one: Stage): { readonly copied: readonly Closed[]; readonly runs: Stage['runs'] } => ({
  copied: one.copies.flatMap((copy) =>
    copiedTrees(one, copy)
      .filter(({ to }) => within('/root', to))
      .map(({ to, source }): Closed => ({ at: source.span, path: to, copy, into: one })),
  ),
  runs: one.runs.filter((run) => {
    if (!run.installation?.options.some(({ name }) => name === '--user')) return false;
    const target = targetOf(one, run);
    return target?.into === 'user' && target.user === 'root';
  }),
}));

/** Packages that the application needs and that lie in the home of root. */
const inHomeOfRoot = (subject: Subject<'dockerfile'>, stage: Stage): readonly Closed[] =>
  chainOf(stage).flatMap((one) => [
    ...homely(one).copied,
    ...homely(one).runs.flatMap(({ installation }): readonly Closed[] => {
      // Tools for the build may stay there.
      const needed =
        installation?.files.some(({ as }) => as === 'requirements') ||
        startedPrograms(subject, stage).some(({ distribution }) => installation?.packages.some(({ name }) => name === distribution));
      const option = installation?.options.find(({ name }) => name === '--user');
      return needed && option ? [{ at: option.span, path: '/root/.local', copy: undefined, into: undefined }] : [];
    }),
  ]);

/** Copies the packages to the user's own home, where Python looks for them, and follows them in the PATH. */
const toHome = (
  { uri, text }: Subject<'dockerfile'>,
  stage: Stage,
  into: Stage,
  copy: Copy,
  path: string,
  user: string,
): readonly Fix[] => {
  const home = chainOf(stage)
    .flatMap(filesOf)
    .find(
      ({ does, kind, owner, instruction }) =>
        does === 'make' && kind === 'tree' && owner === user && instruction.span.from < copy.instruction.span.from,
    )?.path;
  if (home === undefined || path !== '/root/.local' || !copy.destination) return [];
  const edits: Edit[] = [replace(copy.destination.span, `${home}/.local`)];
  for (const { instruction } of into.steps) {
    if (instruction.name !== 'ENV') continue;
    const { from, to } = instruction.span;
    for (const { index } of text.slice(from, to).matchAll(/\/root\/\.local(?=\/|\b)/g))
      edits.push(replace({ from: from + index, to: from + index + path.length }, `${home}/.local`));
  }
  return [fix(`Copy them to \`${home}/.local\``, false, uri, ...edits)];
};
