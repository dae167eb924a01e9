import { readManage } from '../../commands/manage.ts';
import { programOf } from '../../commands/wrappers.ts';
import { ofEachBuild, stagesThat } from '../../languages/dockerfile/each-stage.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, type PlacedRun, placedRuns, userAt } from '../../languages/dockerfile/files.ts';
import { perMinded } from '../../languages/dockerfile/minded.ts';
import { anyOf, deployed, fileMaking, inRun } from '../../languages/dockerfile/minds.ts';
import { memo } from '../../languages/memo.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { ofDeployment } from '../../project/deployment/of-deployment.ts';
import type { Project } from '../../project/project.ts';
import { uriOf } from '../../project/settings/ask.ts';
import type { Location } from '../../text/span.ts';
import { once } from '../reading/deployments.ts';
import { buildEnd } from '../reading/dockerfile/build-end.ts';
import { changesRights, ownerAbove } from '../reading/dockerfile/owner.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding } from '../rule.ts';

/** After USER a command may write only where that user may. */
export default defineRule({
  id: 'dockerfile/write-as-nonroot',
  title: 'Commands write where their user may',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R13', 'X26'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const first = once();
    for (const { facts } of project.all.dockerfile) {
      if (facts.template) continue;
      for (const stage of writing(facts)) {
        const writes = writesUnprivileged(stage);
        const root = writes === 'collects' ? staticRoot(project, stage) : undefined;
        if (!isRefused(stage, root)) continue;
        for (const { path, what, span, user, owner, run } of refusedIn(stage, root)) {
          const at: Location = { uri: facts.uri, span };
          if (!first(at)) continue;
          yield {
            at,
            message: `${what} writes to \`${path}\` as \`${user}\`, but the folder belongs to ${owner}, so ${buildEnd(stage, run, 'Permission denied')}; run it before USER, or make the folder for that user first: \`install -d -o ${user} ${path}\``,
          } satisfies Finding;
        }
      }
    }
  },
});

/** The commands of a stage that may write and surely run as a user who is not root; none where rights are changed unseen. */
const unprivileged = memo((stage: Stage): readonly { readonly placed: PlacedRun; readonly user: string }[] => {
  const found = placedRuns(stage).flatMap((placed) => {
    const user = userAt(stage, placed.run.step);
    const writes = programOf(placed.words[0]) === 'mkdir' || collects(placed);
    return user && user !== 'root' && placed.run.command.certain && writes ? [{ placed, user }] : [];
  });
  return found.length > 0 && chainOf(stage).some(changesRights) ? [] : found;
});

const collects = ({ words }: PlacedRun): boolean => readManage(words)?.verb.text === 'collectstatic';

/** All that tells who runs such commands, and whether rights are changed unseen. */
const minds = /^\s*user\b|mkdir|collectstatic|chmod|setfacl|usermod|groupmod|fix-permissions|su/i;

/** The same without places, which an edit elsewhere does not change. */
const writesUnprivileged = perMinded(minds, (stage: Stage): 'collects' | 'makes folders' | undefined => {
  const found = unprivileged(stage);
  if (found.length === 0) return undefined;
  return found.some(({ placed }) => collects(placed)) ? 'collects' : 'makes folders';
});

const writing = stagesThat(ofEachBuild((stage) => writesUnprivileged(stage) !== undefined));

interface Refused extends Write {
  readonly user: string;
  readonly owner: string;
  readonly run: PlacedRun['run'];
}

/** What a stage may not write, where collectstatic writes to `root`. */
const refusedIn = (stage: Stage, root: string | undefined): readonly Refused[] =>
  unprivileged(stage).flatMap(({ placed, user }) =>
    writesOf(placed, root).flatMap((write): readonly Refused[] => {
      const owner = ownerAbove(stage, write.path, write.made, placed.run.step.instruction);
      return !owner || owner === user || /^\d+$/.test(owner) !== /^\d+$/.test(user) ? [] : [{ ...write, user, owner, run: placed.run }];
    }),
  );

const verdicts = perMinded(
  anyOf(minds, fileMaking, /^\s*(?:copy|add|workdir)\b/, inRun(/\b(?:chown|rm|cd)\b/)),
  (_: Stage) => new Map<string | undefined, boolean>(),
);
/** Whether there is any, which holds wherever the stage moves. */
const isRefused = (stage: Stage, root: string | undefined): boolean => {
  const kept = verdicts(stage);
  const answer = kept.get(root) ?? refusedIn(stage, root).length > 0;
  kept.set(root, answer);
  return answer;
};

/** STATIC_ROOT as a path of the image, for a stage of which a deployment is made, when the repository has no such folder. */
const staticRoot = (project: Project, stage: Stage): string | undefined => {
  const found = deploymentsOf(project).find(({ image }) => image && (image.stage === stage || image.stage.sources.includes(stage)));
  return found && rootIn(project, found);
};
const rootIn = ofDeployment((project, deployment): string | undefined => {
  const outside = uriOf(deployment.view?.get('STATIC_ROOT')?.value);
  // A folder that the repository has comes along with the source, and then it may belong to the user.
  if (outside && project.exists(outside) !== false) return undefined;
  const { root } = deployment.static;
  return root.state === 'known' && root.value.startsWith('/') ? root.value : undefined;
}, deployed);

interface Write {
  readonly path: string;
  readonly what: string;
  readonly span: Location['span'];
  /** The command makes the folder: it is not there before. */
  readonly made: boolean;
}

const writesOf = ({ words, folder, run }: PlacedRun, root: string | undefined): readonly Write[] => {
  const manage = readManage(words);
  if (manage?.verb.text === 'collectstatic' && root && !manage.rest.some(({ text }) => /^(?:-n|--dry-run)$/.test(text)))
    return [{ path: root, what: 'collectstatic', span: run.command.span, made: true }];
  if (programOf(words[0]) !== 'mkdir') return [];
  return words.slice(1).flatMap(({ text, known, span }) => {
    const path = known && !/^-|[*?[{$]/.test(text) ? absolute(folder, text) : undefined;
    return path ? [{ path, what: '`mkdir`', span, made: false }] : [];
  });
};
