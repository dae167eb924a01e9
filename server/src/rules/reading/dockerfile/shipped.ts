// Which stages of a Dockerfile become an image that somebody ships, and what such an image starts.
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import type { Launch } from '../../../languages/dockerfile/launch.ts';
import { mountsOf } from '../../../languages/dockerfile/mounts.ts';
import { memo } from '../../../languages/memo.ts';
import { djangoOf } from '../../../project/dockerfile/django.ts';
import { relative } from '../../../text/uri.ts';
import type { Subject } from '../../rule.ts';

/** A Dockerfile in its project: the subject of a rule, or the same put together by a rule on projects. */
export type Image = Pick<Subject<'dockerfile'>, 'uri' | 'facts' | 'project'>;

const forPeople =
  /(?:^|[/._-])(?:dev|devel|development|devcontainer|local|debug|test|tests|testing|tester|ci|lint|e2e|docs|github)(?=[/._-]|$)/i;

/** True when the name of the stage, of the Dockerfile or of a folder around it says that it serves development or tests. */
export const servesDevelopment = ({ project, uri }: Pick<Image, 'project' | 'uri'>, stage?: Stage): boolean =>
  forPeople.test(relative(project.root, uri)) || (stage?.name !== undefined && forPeople.test(stage.name));

/** The stages that a stage is made from: the one below it, and those it copies or mounts files from. */
const sourcesOf = (stage: Stage, names: ReadonlyMap<string, Stage>): readonly Stage[] => {
  const mounted = stage.steps.flatMap(({ instruction }) =>
    mountsOf(instruction).flatMap(({ from }) => names.get(from?.toLowerCase() ?? '') ?? []),
  );
  return [...(stage.parent ? [stage.parent] : []), ...stage.copies.flatMap((copy) => copy.stage ?? []), ...mounted];
};

/** True when a stage is known to hold something else than a Django project: nginx, a small service in Flask. */
export const isForeign = ({ project, facts }: Image, stage: Stage): boolean => djangoOf(project, facts, stage).answer === 'no';

/** True when no stage of the file may belong to a Django project. */
export const isForeignFile = memo((subject: Image): boolean => subject.facts.stages.every((stage) => isForeign(subject, stage)));

/**
 * The stages of Django that may be shipped: neither development's nor a mere step on the way to another. Often but not always the last
 * stage of the file, since many end with one for tests.
 */
export const shippedStages = memo((subject: Image): readonly Stage[] => {
  const { stages } = subject.facts;
  const kept = stages.filter((stage) => !servesDevelopment(subject, stage));
  const names = new Map(stages.flatMap((stage) => (stage.name ? [[stage.name, stage] as const] : [])));
  const used = new Set(kept.flatMap((stage) => sourcesOf(stage, names)));
  return kept.filter((stage) => !used.has(stage) && !isForeign(subject, stage));
});

/** A stage and all those below it, the lowest first. */
export const chainOf = (stage: Stage): readonly Stage[] => [...(stage.parent ? chainOf(stage.parent) : []), stage];

/** The stages that a shipped image is made from, itself and those it copies from, however far; each with the images it goes into. */
export const sourceStages = memo((subject: Image): ReadonlyMap<Stage, readonly Stage[]> => {
  const names = new Map(subject.facts.stages.flatMap((stage) => (stage.name ? [[stage.name, stage] as const] : [])));
  const out = new Map<Stage, Stage[]>();
  for (const shipped of shippedStages(subject)) {
    const open = [shipped];
    for (let stage = open.pop(); stage; stage = open.pop()) {
      const images = out.get(stage) ?? [];
      if (images.includes(shipped)) continue;
      out.set(stage, [...images, shipped]);
      open.push(...sourcesOf(stage, names));
    }
  }
  return out;
});

/** The stages whose files are in a shipped image, each once, in the order of the file. */
export const shippedLayers = memo((subject: Image): readonly Stage[] => {
  const all = new Set(shippedStages(subject).flatMap(chainOf));
  return subject.facts.stages.filter((stage) => all.has(stage));
});

/** What a stage starts. */
export interface Started {
  readonly stage: Stage;
  readonly launch: Launch;
}

const startedBy = (stages: readonly Stage[]): readonly Started[] => {
  const seen: Stage[] = [];
  return stages.flatMap((stage): readonly Started[] => {
    const { launch } = stage;
    if (!launch || seen.some(({ cmd, entrypoint }) => cmd === stage.cmd && entrypoint === stage.entrypoint)) return [];
    seen.push(stage);
    return [{ stage, launch }];
  });
};

/** What the shipped images start; each pair of ENTRYPOINT and CMD once. */
export const shippedStarts = memo((subject: Image) => startedBy(shippedStages(subject)));

/** What any stage starts, those of development too; each pair of ENTRYPOINT and CMD once. */
export const allStarts = memo((subject: Image) => startedBy(subject.facts.stages));
