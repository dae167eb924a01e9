// Which stages of a Dockerfile become an image that somebody ships, and what such an image starts.
import { ofEachBuild, ofEachStage, perLineage, stagesAt } from '../../../languages/dockerfile/each-stage.ts';
import { type DockerfileFacts, type Stage, wholeOf } from '../../../languages/dockerfile/facts.ts';
import type { Launch } from '../../../languages/dockerfile/launch.ts';
import { mindedSlot } from '../../../languages/dockerfile/minded.ts';
import { starts } from '../../../languages/dockerfile/minds.ts';
import { perSlot } from '../../../languages/dockerfile/per-content.ts';
import { ownHolds } from '../../../languages/dockerfile/stage-words.ts';
import { tiesOf } from '../../../languages/dockerfile/ties.ts';
import { memoOfAll } from '../../../languages/memo.ts';
import { rememberedInContextAt, rememberedOfEachInContext } from '../../../project/dockerfile/context.ts';
import { type DjangoAnswer, djangoAnswersOf } from '../../../project/dockerfile/django.ts';
import { followedSlot, followedSlots, startedBy } from '../../../project/dockerfile/started.ts';
import { relative } from '../../../text/uri.ts';
import type { Subject } from '../../rule.ts';
import { type Inputs, type Parts, partsFrom } from './parts.ts';

export { chainOf } from '../../../languages/dockerfile/stage-words.ts';

/** A Dockerfile in its project: the subject of a rule, or the same put together by a rule on projects. */
export type Image = Pick<Subject<'dockerfile'>, 'uri' | 'facts' | 'project'>;

const forPeople =
  /(?:^|[/._-])(?:dev|devel|development|devcontainer|local|debug|test|tests|testing|tester|ci|lint|e2e|docs|github)(?=[/._-]|$)/i;

/** Asks about the whole file, whatever stages a rule is asked about, and once for each state of file and project. */
const ofWhole = <R>(make: (image: Image) => R): ((subject: Image) => R) => {
  const latest = memoOfAll((facts: DockerfileFacts, project: Image['project'], uri: Image['uri']) => make({ facts, project, uri }));
  return ({ facts, project, uri }) => latest(wholeOf(facts), project, uri);
};

/** True when the name of the Dockerfile or of a folder around it says that it serves development or tests. */
const isForPeople = ofWhole(({ project, uri }) => forPeople.test(relative(project.root, uri)));

/** True when the name of the stage, of the Dockerfile or of a folder around it says that it serves development or tests. */
export const servesDevelopment = (image: Image, stage?: Stage): boolean =>
  isForPeople(image) || (stage !== undefined && isNamedForPeople(stage));
const isNamedForPeople = ({ name }: Stage): boolean => name !== undefined && forPeople.test(name);
const namedForPeople = ofEachBuild(isNamedForPeople);

/** Which stages belong to a Django project, by their index. */
export const djangoAnswers = ({ project, facts }: Image): readonly DjangoAnswer['answer'][] => djangoAnswersOf(project, facts);

/** True when a stage is known to hold something else than a Django project: nginx, a small service in Flask. */
export const isForeign = (image: Image, stage: Stage): boolean => djangoAnswers(image)[stage.index] === 'no';

/** True when some stage of the file surely belongs to a Django project. */
export const isDjangoFile = ofWhole((subject: Image): boolean => djangoAnswers(subject).includes('yes'));

/** True when no stage of the file may belong to a Django project. */
export const isForeignFile = ofWhole((subject: Image): boolean => djangoAnswers(subject).every((answer) => answer === 'no'));

const latestParts = perLineage((): { inputs?: Inputs; parts?: Parts } => ({}));
const partsOf = ofWhole((image: Image): Parts => {
  const { project, facts } = image;
  const inputs: Inputs = {
    ties: tiesOf(facts),
    told: startsOfEach(facts),
    servers: startsServers(project, facts),
    named: namedForPeople(facts),
    django: djangoAnswers(image),
    forPeople: isForPeople(image),
    other: wantsOther(image),
  };
  const latest = latestParts(facts);
  if (!latest.parts || !isSame(latest.inputs, inputs)) {
    latest.inputs = inputs;
    latest.parts = partsFrom(inputs);
  }
  return latest.parts;
});
const isSame = (before: Inputs | undefined, now: Inputs): boolean =>
  before !== undefined && (Object.keys(now) as (keyof Inputs)[]).every((key) => before[key] === now[key]);

/**
 * What the other stages of the file make of each stage, by its index: while that is the same, so is what the questions of this file and
 * `startable` answer about it. The same list for as long as it says the same.
 */
export const standings = (image: Image): readonly string[] => partsOf(image).standings;

/**
 * The stages of Django that may be shipped: neither development's nor a mere step on the way to another. Often but not always the last
 * stage of the file, since many end with one for tests.
 */
export const shippedStages = (image: Image): readonly Stage[] => stagesAt(image.facts, partsOf(image).shipped);

/** The stages that a shipped image is made from, itself and those it copies from, however far; each with the images it goes into. */
export const sourceStages = (image: Image): ReadonlyMap<Stage, readonly Stage[]> => {
  const { images } = partsOf(image);
  const { stages } = wholeOf(image.facts);
  return new Map(
    image.facts.stages.flatMap((stage) => {
      const into = images[stage.index];
      return into ? [[stage, into.map((i) => stages[i] as Stage)] as const] : [];
    }),
  );
};

/** The stages whose files are in a shipped image, each once, in the order of the file. */
export const shippedLayers = (image: Image): readonly Stage[] => stagesAt(image.facts, partsOf(image).layers);

/** What a stage starts. */
export interface Started {
  readonly stage: Stage;
  readonly launch: Launch;
}

const withLaunch = (stages: readonly Stage[]): readonly Started[] =>
  stages.flatMap((stage): readonly Started[] => (stage.launch ? [{ stage, launch: stage.launch }] : []));

/** What the shipped images start; each pair of ENTRYPOINT and CMD once. */
export const shippedStarts = (subject: Image): readonly Started[] => withLaunch(startingShipped(subject));
/** The stages of `shippedStarts`. */
export const startingShipped = (image: Image): readonly Stage[] => stagesAt(image.facts, partsOf(image).starting);

/** What any stage starts, those of development too; each pair of ENTRYPOINT and CMD once. */
export const allStarts = (image: Image): readonly Started[] => withLaunch(stagesAt(image.facts, partsOf(image).everyStart));

/** Whether some stage of the file uses the distribution's own Python or its packages. */
export const wantsOther = ({ facts }: Image): boolean => usesOther(facts).includes(true);
const usesOther = ofEachStage(ownHolds(/\/usr\/bin\/(?:env )?python|--system-site-packages|dist-packages/));

/** Whether the container of a stage starts a server that we know. */
export const startsServer = (project: Image['project'], facts: DockerfileFacts, stage: Stage): boolean =>
  startsItself(stage) || startsByScript(project, facts, stage);
/** Where to keep what follows from the ENTRYPOINT and CMD of a stage. */
export const startsSlot = mindedSlot(starts);
const startsOfEach = ofEachBuild(perSlot(startsSlot, ({ launch }): boolean => launch?.server !== undefined));
const startsItself = perSlot(startsSlot, ({ launch }): boolean => launch?.server !== undefined && !launch.script);
const startsByScript = rememberedInContextAt(
  followedSlot,
  (project, facts, stage): boolean => startedBy(project, facts, stage)?.server !== undefined,
);
const startsServers = rememberedOfEachInContext(followedSlots, startsServer);
