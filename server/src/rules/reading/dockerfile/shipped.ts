// Which stages of a Dockerfile become an image that somebody ships, and what such an image starts.
import { type DockerfileFacts, type Stage, wholeOf } from '../../../languages/dockerfile/facts.ts';
import type { Launch } from '../../../languages/dockerfile/launch.ts';
import { memoOfAll } from '../../../languages/memo.ts';
import { isDjango } from '../../../project/dockerfile/django.ts';
import { relative } from '../../../text/uri.ts';
import type { Subject } from '../../rule.ts';

/** A Dockerfile in its project: the subject of a rule, or the same put together by a rule on projects. */
export type Image = Pick<Subject<'dockerfile'>, 'uri' | 'facts' | 'project'>;

const forPeople =
  /(?:^|[/._-])(?:dev|devel|development|devcontainer|local|debug|test|tests|testing|tester|ci|lint|e2e|docs|github)(?=[/._-]|$)/i;

/** Asks about the whole file, whatever stages a rule is asked about, and once for each state of file and project. */
const ofWhole = <R>(make: (image: Image) => R): ((subject: Image) => R) => {
  const latest = memoOfAll((facts: DockerfileFacts, project: Image['project'], uri: Image['uri']) => make({ facts, project, uri }));
  return ({ facts, project, uri }) => latest(wholeOf(facts), project, uri);
};

/** Those of some stages that a rule is asked about. */
const asked = ({ facts: { stages, whole } }: Image, all: readonly Stage[]): readonly Stage[] => {
  if (!whole) return all;
  const wanted = new Set(stages);
  return all.filter((stage) => wanted.has(stage));
};
const askedStarts = ({ facts: { stages, whole } }: Image, all: readonly Started[]): readonly Started[] => {
  if (!whole) return all;
  const wanted = new Set(stages);
  return all.filter(({ stage }) => wanted.has(stage));
};

/** True when the name of the stage, of the Dockerfile or of a folder around it says that it serves development or tests. */
export const servesDevelopment = ({ project, uri }: Pick<Image, 'project' | 'uri'>, stage?: Stage): boolean =>
  forPeople.test(relative(project.root, uri)) || (stage?.name !== undefined && forPeople.test(stage.name));

/** True when a stage is known to hold something else than a Django project: nginx, a small service in Flask. */
export const isForeign = ({ project, facts }: Image, stage: Stage): boolean => isDjango(project, facts, stage) === 'no';

/** True when some stage of the file surely belongs to a Django project. */
export const isDjangoFile = ofWhole(({ project, facts }: Image): boolean =>
  facts.stages.some((stage) => isDjango(project, facts, stage) === 'yes'),
);

/** True when no stage of the file may belong to a Django project. */
export const isForeignFile = ofWhole((subject: Image): boolean => subject.facts.stages.every((stage) => isForeign(subject, stage)));

/**
 * The stages of Django that may be shipped: neither development's nor a mere step on the way to another. Often but not always the last
 * stage of the file, since many end with one for tests.
 */
export const shippedStages = (subject: Image): readonly Stage[] => asked(subject, allShipped(subject));

const allShipped = ofWhole((subject: Image): readonly Stage[] => {
  const kept = subject.facts.stages.filter((stage) => !servesDevelopment(subject, stage));
  const used = new Set(kept.flatMap(({ sources }) => sources));
  return kept.filter((stage) => !used.has(stage) && !isForeign(subject, stage));
});

/** A stage and all those below it, the lowest first. */
export const chainOf = (stage: Stage): readonly Stage[] => [...(stage.parent ? chainOf(stage.parent) : []), stage];

/** The stages that a shipped image is made from, itself and those it copies from, however far; each with the images it goes into. */
export const sourceStages = (subject: Image): ReadonlyMap<Stage, readonly Stage[]> => {
  const all = allSources(subject);
  return new Map(subject.facts.stages.flatMap((stage) => (all.has(stage) ? [[stage, all.get(stage) ?? []] as const] : [])));
};

const allSources = ofWhole((subject: Image): ReadonlyMap<Stage, readonly Stage[]> => {
  const out = new Map<Stage, Stage[]>();
  for (const shipped of allShipped(subject)) {
    const open = [shipped];
    for (let stage = open.pop(); stage; stage = open.pop()) {
      const images = out.get(stage);
      if (images?.includes(shipped)) continue;
      if (images) images.push(shipped);
      else out.set(stage, [shipped]);
      open.push(...stage.sources);
    }
  }
  return out;
});

/** The stages whose files are in a shipped image, each once, in the order of the file. */
export const shippedLayers = (subject: Image): readonly Stage[] => asked(subject, allLayers(subject));

const allLayers = ofWhole((subject: Image): readonly Stage[] => {
  const all = new Set(allShipped(subject).flatMap(chainOf));
  return subject.facts.stages.filter((stage) => all.has(stage));
});

/** What a stage starts. */
export interface Started {
  readonly stage: Stage;
  readonly launch: Launch;
}

const startedBy = (stages: readonly Stage[]): readonly Started[] => {
  const seen = new Map<unknown, Set<unknown>>();
  return stages.flatMap((stage): readonly Started[] => {
    const { launch, cmd, entrypoint } = stage;
    const with_ = seen.get(entrypoint) ?? new Set();
    if (!launch || with_.has(cmd)) return [];
    seen.set(entrypoint, with_.add(cmd));
    return [{ stage, launch }];
  });
};

/** What the shipped images start; each pair of ENTRYPOINT and CMD once. */
export const shippedStarts = (subject: Image): readonly Started[] => askedStarts(subject, allShippedStarts(subject));
const allShippedStarts = ofWhole((subject: Image) => startedBy(allShipped(subject)));

/** What any stage starts, those of development too; each pair of ENTRYPOINT and CMD once. */
export const allStarts = (subject: Image): readonly Started[] => askedStarts(subject, everyStart(subject));
const everyStart = ofWhole((subject: Image) => startedBy(subject.facts.stages));
