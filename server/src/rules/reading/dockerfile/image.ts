// What the tables know of the image below a stage.
import type { ImageFacts } from '../../../knowledge/images/facts.ts';
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { readImage } from '../../../languages/dockerfile/image.ts';
import { memo } from '../../../languages/memo.ts';
import type { Subject } from '../../rule.ts';

/** What a question about images needs of a rule's subject: the tables, and the day. */
export type Asker = Pick<Subject<'dockerfile'>, 'knowledge' | 'project'>;

/** The stage whose FROM names an image: the one itself, or the one it is built on in the end. */
export const bottomOf = (stage: Stage): Stage => {
  let at = stage;
  while (at.parent) at = at.parent;
  return at;
};

interface Kept<R> {
  knowledge?: Asker['knowledge'];
  today?: string | undefined;
  result?: R;
}

/** Remembers an answer about a stage for as long as tables and day are the same. */
export const perStage = <R>(answer: (asker: Asker, stage: Stage) => R): ((asker: Asker, stage: Stage) => R) => {
  const latest = memo((_: Stage): Kept<R> => ({}));
  return (asker, stage) => {
    const kept = latest(stage);
    const { knowledge, project } = asker;
    const { today } = project.config;
    if (kept.knowledge === knowledge && kept.today === today) return kept.result as R;
    kept.knowledge = knowledge;
    kept.today = today;
    kept.result = answer(asker, stage);
    return kept.result;
  };
};

/** Asked about the stage that names the image, of all that are built on it. */
const imageAt = perStage(({ knowledge, project }: Asker, { image }: Stage): ImageFacts | undefined =>
  image.known && image.text !== '' ? knowledge.images.image(readImage(image.text), project.config.today) : undefined,
);

/** What is at the bottom of a stage; nothing for images the tables do not know and names that are decided at build time. */
export const imageOf = (asker: Asker, stage: Stage): ImageFacts | undefined => imageAt(asker, bottomOf(stage));
