import { readImage } from '../../languages/dockerfile/image.ts';
import type { Span } from '../../text/span.ts';
import type { Hover, Place } from '../feature.ts';
import { imageText } from './text.ts';

/** What an image is and how long it gets fixes; nothing for images the tables do not know. */
export const hoverImage = ({ knowledge, project }: Place, text: string, span: Span): Hover | undefined => {
  const { today } = project.config;
  const facts = knowledge.images.image(readImage(text), today);
  return facts && { span, markdown: imageText(knowledge.images, text, facts, today) };
};
