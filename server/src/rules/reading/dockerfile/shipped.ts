// Which stages of a Dockerfile become an image that somebody ships, and what such an image starts.

import { type DockerfileFacts, type Stage, wholeOf } from '../../../languages/dockerfile/facts.ts';
import type { Launch } from '../../../languages/dockerfile/launch.ts';
import { mindedSlot, perMinded } from '../../../languages/dockerfile/minded.ts';
import { followed, starts } from '../../../languages/dockerfile/minds.ts';
import { asRead } from '../../../languages/dockerfile/moved.ts';
import { perOwn } from '../../../languages/dockerfile/per-content.ts';
import { memo, memoOfAll } from '../../../languages/memo.ts';
import { rememberedInContext } from '../../../project/dockerfile/context.ts';
import { type DjangoAnswer, isDjango } from '../../../project/dockerfile/django.ts';
import { startedBy } from '../../../project/dockerfile/started.ts';
import { relative } from '../../../text/uri.ts';
import type { Subject } from '../../rule.ts';
import { startable } from './stages.ts';

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

const setOf = memo((stages: readonly Stage[]): ReadonlySet<Stage> => new Set(stages));
/** Those of some stages, in the order of the file, that a rule is asked about. */
const asked = ({ facts: { stages, whole } }: Image, all: readonly Stage[]): readonly Stage[] =>
  whole ? stages.filter((stage) => setOf(all).has(stage)) : all;

/** True when the name of the Dockerfile or of a folder around it says that it serves development or tests. */
const isForPeople = ofWhole(({ project, uri }) => forPeople.test(relative(project.root, uri)));

/** True when the name of the stage, of the Dockerfile or of a folder around it says that it serves development or tests. */
export const servesDevelopment = (image: Image, stage?: Stage): boolean =>
  isForPeople(image) || (stage?.name !== undefined && forPeople.test(stage.name));

/** Which stages belong to a Django project, by their index. */
export const djangoAnswers = ofWhole(({ project, facts }: Image): readonly DjangoAnswer['answer'][] =>
  facts.stages.map((stage) => isDjango(project, facts, stage)),
);

/** True when a stage is known to hold something else than a Django project: nginx, a small service in Flask. */
export const isForeign = (image: Image, stage: Stage): boolean => djangoAnswers(image)[stage.index] === 'no';

/** True when some stage of the file surely belongs to a Django project. */
export const isDjangoFile = ofWhole((subject: Image): boolean => djangoAnswers(subject).includes('yes'));

/** True when no stage of the file may belong to a Django project. */
export const isForeignFile = ofWhole((subject: Image): boolean => djangoAnswers(subject).every((answer) => answer === 'no'));

/**
 * The stages of Django that may be shipped: neither development's nor a mere step on the way to another. Often but not always the last
 * stage of the file, since many end with one for tests.
 */
export const shippedStages = (subject: Image): readonly Stage[] => asked(subject, allShipped(subject));

const allShipped = ofWhole((subject: Image): readonly Stage[] => {
  const kept = subject.facts.stages.filter((stage) => !servesDevelopment(subject, stage));
  const used = new Set<Stage>();
  for (const stage of kept) {
    for (const source of stage.sources) {
      // nginx takes static files out of an image that serves by itself: both are shipped.
      if (!startsAny(source) || !isForeign(subject, stage)) used.add(source);
    }
  }
  return kept.filter((stage) => !used.has(stage) && !isForeign(subject, stage));
});

/** The stages that a shipped image is made from, itself and those it copies from, however far; each with the images it goes into. */
export const sourceStages = (subject: Image): ReadonlyMap<Stage, readonly Stage[]> => {
  const all = allSources(subject);
  return new Map(
    subject.facts.stages.flatMap((stage) => {
      const images = all[stage.index];
      return images ? [[stage, images] as const] : [];
    }),
  );
};

/** The same of all stages, by their index. */
const allSources = ofWhole((subject: Image): readonly (readonly Stage[] | undefined)[] => {
  const out: (Stage[] | undefined)[] = subject.facts.stages.map(() => undefined);
  const visit = (stage: Stage, shipped: Stage): void => {
    const images = out[stage.index];
    // Of one image after the other: whoever had it last has it.
    if (images?.at(-1) === shipped) return;
    if (images) images.push(shipped);
    else out[stage.index] = [shipped];
    for (const source of stage.sources) visit(source, shipped);
  };
  for (const shipped of allShipped(subject)) visit(shipped, shipped);
  return out;
});

/** The stages whose files are in a shipped image, each once, in the order of the file. */
export const shippedLayers = (subject: Image): readonly Stage[] => asked(subject, allLayers(subject));

const allLayers = ofWhole((subject: Image): readonly Stage[] => {
  const all = new Set<Stage>();
  // Whose chain is in it has the rest of it in it too.
  for (const shipped of allShipped(subject)) for (let at: Stage | undefined = shipped; at && !all.has(at); at = at.parent) all.add(at);
  return subject.facts.stages.filter((stage) => all.has(stage));
});

/** What a stage starts. */
export interface Started {
  readonly stage: Stage;
  readonly launch: Launch;
}

/** Of some stages, those that start something; each pair of ENTRYPOINT and CMD once. */
const starting = (stages: readonly Stage[]): readonly Stage[] => {
  const seen = new Map<unknown, unknown[]>();
  return stages.filter(({ cmd, entrypoint }) => {
    if (!cmd && !entrypoint) return false;
    const with_ = seen.get(cmd);
    if (with_?.includes(entrypoint)) return false;
    if (with_) with_.push(entrypoint);
    else seen.set(cmd, [entrypoint]);
    return true;
  });
};
const withLaunch = (stages: readonly Stage[]): readonly Started[] =>
  stages.flatMap((stage): readonly Started[] => (stage.launch ? [{ stage, launch: stage.launch }] : []));

/** What the shipped images start; each pair of ENTRYPOINT and CMD once. */
export const shippedStarts = (subject: Image): readonly Started[] => withLaunch(startingShipped(subject));
/** The stages of `shippedStarts`. */
export const startingShipped = (subject: Image): readonly Stage[] => asked(subject, allShippedStarts(subject));
const allShippedStarts = ofWhole((subject: Image) => starting(allShipped(subject)));

/** What any stage starts, those of development too; each pair of ENTRYPOINT and CMD once. */
export const allStarts = (subject: Image): readonly Started[] => withLaunch(asked(subject, everyStart(subject)));
const everyStart = ofWhole((subject: Image) => starting(subject.facts.stages));

/** Whether some stage of the file uses the distribution's own Python or its packages. */
export const wantsOther = ofWhole(({ facts }: Image): boolean => facts.stages.some(usesOther));
const usesOther = perOwn(({ instructions }: Stage): boolean =>
  instructions.some((one) => /\/usr\/bin\/(?:env )?python|--system-site-packages|dist-packages/.test(asRead(one).script.text)),
);

/**
 * What the other stages of the file make of each stage, by its index, as far as the questions of this file and of `startable` tell it:
 * while that is the same, so are the answers about it.
 */
export const standings = ofWhole((subject: Image): readonly string[] => {
  const { project, facts } = subject;
  const file = `${isDjangoFile(subject)} ${isForeignFile(subject)} ${wantsOther(subject)} ${facts.stages.length > 1} `;
  const sets = facts.stages.map(() => 0);
  const lists = [allShipped(subject), allLayers(subject), allShippedStarts(subject), everyStart(subject), startable(facts)];
  for (const [i, list] of lists.entries()) for (const { index } of list) sets[index] = (sets[index] ?? 0) | (1 << i);
  const images = allSources(subject);
  const django = djangoAnswers(subject);
  // Hundreds of stages have the same standing.
  const texts = new Map<string, string[]>();
  return facts.stages.map(({ index }) => {
    const answer = django[index] as DjangoAnswer['answer'];
    const kept = texts.get(answer) ?? [];
    texts.set(answer, kept);
    const mine = sets[index] ?? 0;
    kept[mine] ??= `${file}${mine} ${answer}`;
    let text = kept[mine] as string;
    for (const image of images[index] ?? nothing) text += startsServer(project, facts, image) ? 's' : 'n';
    return text;
  });
});
const nothing: readonly never[] = [];

/** Whether the container of a stage starts a server that we know. */
export const startsServer = (project: Image['project'], facts: DockerfileFacts, stage: Stage): boolean =>
  startsItself(stage) || startsByScript(project, facts, stage);
const startsAny = perMinded(starts, ({ launch }): boolean => launch?.server !== undefined);
const startsItself = perMinded(starts, ({ launch }): boolean => launch?.server !== undefined && !launch.script);
const startsByScript = rememberedInContext(
  (project, facts, stage): boolean => startedBy(project, facts, stage)?.server !== undefined,
  mindedSlot(followed),
);
