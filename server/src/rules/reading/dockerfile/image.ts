// What the tables know of the image below a stage.
import type { ImageFacts } from '../../../knowledge/images/facts.ts';
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { readImage } from '../../../languages/dockerfile/image.ts';
import type { Subject } from '../../rule.ts';

/** The stage whose FROM names an image: the one itself, or the one it is built on in the end. */
export const bottomOf = (stage: Stage): Stage => {
  let at = stage;
  while (at.parent) at = at.parent;
  return at;
};

/** What is at the bottom of a stage; nothing for images the tables do not know and names that are decided at build time. */
export const imageOf = ({ knowledge }: Pick<Subject<'dockerfile'>, 'knowledge'>, stage: Stage): ImageFacts | undefined => {
  const { image } = bottomOf(stage);
  return image.known && image.text !== '' ? knowledge.images.image(readImage(image.text)) : undefined;
};
