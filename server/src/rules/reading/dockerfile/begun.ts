// The images that the stages of a Dockerfile begin from.
import type { ImageFacts } from '../../../knowledge/images/facts.ts';
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import type { Finding, Subject } from '../../rule.ts';
import { together } from '../together.ts';
import { imageOf } from './image.ts';
import { isForeignFile, servesDevelopment } from './shipped.ts';

/**
 * What is to be said of each image that a stage begins from: those for development left out, and files of other things than the project.
 * The same image in several stages is told once.
 */
export const judgeImages = (
  subject: Subject<'dockerfile'>,
  judge: (stage: Stage, image: ImageFacts) => Finding | undefined,
): Iterable<Finding> => {
  if (isForeignFile(subject)) return [];
  return together(
    subject.facts.stages.flatMap((stage) => {
      const image = stage.parent || servesDevelopment(subject, stage) ? undefined : imageOf(subject, stage);
      return (image && judge(stage, image)) ?? [];
    }),
  );
};
