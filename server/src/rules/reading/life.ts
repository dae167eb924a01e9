// Whether what a base image is made of still gets security fixes.
import type { Day, ImageFacts, Life } from '../../knowledge/images/facts.ts';
import type { Tables } from '../../knowledge/images/tables.ts';

/** The day on which something stopped getting fixes; nothing while it gets them, or when that or the day is not known. */
export const endedOn = (life: Life | undefined, today: Day | undefined): Day | undefined =>
  life?.end !== undefined && today !== undefined && life.end < today ? life.end : undefined;

/** The life of the distribution of an image, with its name for messages. */
export const distributionOf = (
  tables: Tables,
  { family, release }: ImageFacts,
): { readonly name: string; readonly life: Life | undefined } => {
  if (release === undefined) return { name: '', life: undefined };
  if (family === 'debian') return { name: `Debian ${release}`, life: tables.debianEnd(release) };
  if (family === 'ubuntu') return { name: `Ubuntu ${release}`, life: tables.ubuntuEnd(release) };
  return family === 'alpine' ? { name: `Alpine ${release}`, life: tables.alpineEnd(release) } : { name: '', life: undefined };
};

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `October 2025`. */
export const monthOf = (day: Day): string => `${months[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;
