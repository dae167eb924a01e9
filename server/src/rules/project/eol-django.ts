import { ofEachBuild, ofEachStage, stagesThat } from '../../languages/dockerfile/each-stage.ts';
import { mindedSlot } from '../../languages/dockerfile/minded.ts';
import { anyOf, requirements, targets } from '../../languages/dockerfile/minds.ts';
import { globalsText, ownHolds } from '../../languages/dockerfile/stage-words.ts';
import { memo } from '../../languages/memo.ts';
import { rememberedInContextAt, rememberedOfEachInContext } from '../../project/dockerfile/context.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { shippedStages } from '../reading/dockerfile/shipped.ts';
import { endedOn, monthOf } from '../reading/life.ts';
import { defineRule } from '../rule.ts';

/** A Django that nobody mends any more keeps every hole that is found from now on. */
export default defineRule({
  id: 'project/eol-django',
  title: 'Django still gets security fixes',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R42'],
  reads: 'project',
  *check(project, { images }) {
    const isEnded = (minor: string): boolean => Boolean(endedOn(images.djangoEnd(minor), project.config.today));
    if (!mayHave(project, isEnded)) return;
    const inImages = installedIn(project, isEnded);
    const places = inImages.size > 0 ? inImages : listedIn(project);
    // A file that was left behind says nothing about what runs.
    if ([...places.keys()].some((minor) => !isEnded(minor)) && inImages.size === 0) return;
    for (const [minor, [first, ...more]] of places) {
      const end = endedOn(images.djangoEnd(minor), project.config.today);
      if (!first || !end) continue;
      yield {
        at: first,
        message: `Django ${minor} has had no security fixes since ${monthOf(end)}, so holes that are published from then on stay open; move to a release that is supported, one minor at a time`,
        related: more.slice(0, 9).map((at) => ({ at, message: 'Pinned here too' })),
      };
    }
  },
});

/** Whether any file pins such a Django, or a command may: to ask what each image installs is dear, and most pins are new. */
const mayHave = ({ all }: Project, isMeant: (minor: string) => boolean): boolean =>
  pinnedIn(all.requirements).some(isMeant) ||
  all.dockerfile.some(({ facts }) => pins.test(globalsText(facts)) || maybePinning(facts).length > 0);
const pins = /django\b[^\n&|;]*[=~<>$]/i;
const maybePinning = stagesThat(ofEachStage(ownHolds(pins)));
/** The minors of Django in all requirements and lock files, constraints included. */
const pinnedIn = memo((files: Project['all']['requirements']): readonly string[] => [
  ...new Set(
    files.flatMap(({ facts }) => facts.distributions.flatMap(({ name, version }) => (name === 'django' ? (minorOf(version) ?? []) : []))),
  ),
]);

type Places = Map<string, Location[]>;

const add = (places: Places, version: string | undefined, at: Location): void => {
  const minor = minorOf(version);
  if (minor === undefined) return;
  const list = places.get(minor);
  if (!list) places.set(minor, [at]);
  else if (!list.some(({ uri, span }) => uri === at.uri && span.from === at.span.from)) list.push(at);
};

/** The Django that the shipped images install, by minor; places only of those that are `wanted`. */
const installedIn = (project: Project, wanted: (minor: string) => boolean): Places => {
  const places: Places = new Map();
  for (const { facts } of project.all.dockerfile) {
    if (facts.template) continue;
    const minors = minorInEach(project, facts);
    for (const stage of shippedStages({ uri: facts.uri, facts, project })) {
      const minor = minors[stage.index];
      if (minor === undefined) continue;
      const django = wanted(minor) ? imageRequirements(project, facts, stage).byName.get('django') : undefined;
      if (django) add(places, minor, django.at);
      else if (!places.has(minor)) places.set(minor, []);
    }
  }
  return places;
};
/** Without its place, which an edit elsewhere in the file changes. */
const slotOf = mindedSlot(anyOf(requirements, targets));
const minorIn = rememberedInContextAt(slotOf, (project, facts, stage): string | undefined =>
  minorOf(imageRequirements(project, facts, stage).byName.get('django')?.version),
);
const minorInEach = rememberedOfEachInContext(ofEachBuild(slotOf), minorIn);
const minorOf = (version: string | undefined): string | undefined => /^\d+\.\d+/.exec(version ?? '')?.[0];

/** The Django that the files of the project pin, by minor. */
const listedIn = (project: Project): Places => {
  const places: Places = new Map();
  for (const { facts } of project.all.requirements) {
    if (facts.template) continue;
    for (const { name, version, kind, nameSpan } of facts.distributions)
      if (name === 'django' && kind !== 'constraint') add(places, version, { uri: facts.uri, span: nameSpan });
  }
  return places;
};
