// The same image under another tag.
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { readImage } from '../../../languages/dockerfile/image.ts';
import { type Fix, fix, replace, type Subject } from '../../rule.ts';
import { bottomOf, imageOf } from './image.ts';
import { stageName } from './stages.ts';

/** Builds a stage from another tag of its image, if what that leads to was ever published and is what is wanted. */
const withTag = (
  subject: Subject<'dockerfile'>,
  stage: Stage,
  tag: string,
  fits: (image: NonNullable<ReturnType<typeof imageOf>>) => boolean,
): readonly Fix[] => {
  const { uri, text, knowledge, project } = subject;
  const { span } = bottomOf(stage).image;
  const written = text.slice(span.from, span.to);
  if (tag === written || tag.includes('$') || tag.includes('@')) return [];
  const found = knowledge.images.image(readImage(tag), project.config.today);
  if (!found || !fits(found) || found.published === 'never' || (found.kind === 'python' && found.published === undefined)) return [];
  return [fix(`Build ${stageName(stage)} from \`${tag}\``, false, uri, replace(span, tag))];
};

const writtenImage = ({ text }: Subject<'dockerfile'>, stage: Stage): string => {
  const { span } = bottomOf(stage).image;
  return text.slice(span.from, span.to);
};

/** The official python image of a stage with another minor. */
export const withPython = (subject: Subject<'dockerfile'>, stage: Stage, minor: string, wanted: string): readonly Fix[] => {
  if (imageOf(subject, stage)?.kind !== 'python') return [];
  const written = writtenImage(subject, stage);
  const match = new RegExp(`^([^@]*:)${minor.replace('.', '\\.')}(?:\\.\\d+)?(?=-|$)`).exec(written);
  return match ? withTag(subject, stage, `${match[1]}${wanted}${written.slice(match[0].length)}`, ({ python }) => python === wanted) : [];
};

/** The image of a stage on another release of Debian. */
export const withRelease = (subject: Subject<'dockerfile'>, stage: Stage, wanted: string): readonly Fix[] => {
  const image = imageOf(subject, stage);
  const written = writtenImage(subject, stage);
  if (!image?.release || !written.includes(':')) return [];
  const named = new RegExp(`(?<=[:-])${image.release}(?=$|-)`);
  const tag = named.test(written) ? written.replace(named, wanted) : `${written}-${wanted}`;
  return withTag(subject, stage, tag, ({ release }) => release === wanted);
};
