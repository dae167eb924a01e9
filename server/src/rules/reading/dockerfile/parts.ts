// What part each stage of a Dockerfile has in the images that somebody ships, by indexes alone.
import { reachesOf, type Ties } from '../../../languages/dockerfile/ties.ts';
import type { DjangoAnswer } from '../../../project/dockerfile/django.ts';
import { startableIn } from './stages.ts';

/**
 * What part each stage of a file has in its images, without any place. Lists hold stages by their index, in the order of the file.
 */
export interface Parts {
  readonly shipped: readonly number[];
  readonly layers: readonly number[];
  /** For each stage, the shipped images that it goes into. */
  readonly images: readonly (readonly number[] | undefined)[];
  /** Of the shipped ones and of all, those that start something; each pair of ENTRYPOINT and CMD once. */
  readonly starting: readonly number[];
  readonly everyStart: readonly number[];
  readonly standings: readonly string[];
}

/** What the parts follow from: each the same object for as long as it says the same. */
export interface Inputs {
  readonly ties: readonly Ties[];
  /** Which stages start a server as far as their commands tell, which if their scripts are read too, which are named for development. */
  readonly told: readonly boolean[];
  readonly servers: readonly boolean[];
  readonly named: readonly boolean[];
  readonly django: readonly DjangoAnswer['answer'][];
  readonly forPeople: boolean;
  readonly other: boolean;
}

/** Works all of it out. */
export const partsFrom = (inputs: Inputs): Parts => {
  const { ties } = inputs;
  const shipped = shippedIn(inputs);
  // Whose chain is in it has the rest of it in it too.
  const chains = new Set<number>();
  for (const one of shipped)
    for (let at: number | undefined = one; at !== undefined && !chains.has(at); at = ties[at]?.parent) chains.add(at);
  const layers = ties.flatMap((_, i) => (chains.has(i) ? [i] : []));
  const images = imagesOf(ties, shipped);
  const starting = startingOf(ties, shipped);
  const everyStart = startingOf(ties, [...ties.keys()]);
  const standings = standingsOf(inputs, images, [shipped, layers, starting, everyStart, startableIn(ties)]);
  return { shipped, layers, images, starting, everyStart, standings };
};

const shippedIn = ({ ties, told, named, django, forPeople: isAllForPeople }: Inputs): readonly number[] => {
  if (isAllForPeople) return [];
  const used = new Set<number>();
  for (const [i, { sources }] of ties.entries()) {
    if (named[i]) continue;
    // nginx takes static files out of an image that serves by itself: both are shipped.
    for (const source of sources) if (!told[source] || django[i] !== 'no') used.add(source);
  }
  return ties.flatMap((_, i) => (named[i] || used.has(i) || django[i] === 'no' ? [] : [i]));
};

const imagesOf = (ties: readonly Ties[], shipped: readonly number[]): Parts['images'] => {
  const out: (number[] | undefined)[] = ties.map(() => undefined);
  const visit = (at: number, image: number): void => {
    const images = out[at];
    // Of one image after the other: whoever had it last has it.
    if (images?.at(-1) === image) return;
    if (images) images.push(image);
    else out[at] = [image];
    for (const source of ties[at]?.sources ?? []) visit(source, image);
  };
  for (const image of shipped) visit(image, image);
  return out;
};

const startingOf = (ties: readonly Ties[], some: readonly number[]): readonly number[] => {
  const seen = new Set<string>();
  return some.filter((i) => {
    const { cmd, entrypoint } = ties[i] as Ties;
    if (cmd === undefined && entrypoint === undefined) return false;
    const pair = `${cmd} ${entrypoint}`;
    if (seen.has(pair)) return false;
    seen.add(pair);
    return true;
  });
};

/** Stages with the same text are the same to all questions of this file and of `startable`. */
const standingsOf = (
  { ties, servers, django, other }: Inputs,
  images: Parts['images'],
  lists: readonly (readonly number[])[],
): readonly string[] => {
  const file = `${django.includes('yes')} ${django.every((one) => one === 'no')} ${other} ${ties.length > 1} `;
  const sets = ties.map(() => 0);
  for (const [n, list] of lists.entries()) for (const i of list) sets[i] = (sets[i] ?? 0) | (1 << n);
  const reaches = reachesOf(ties);
  return ties.map((_, i) => {
    let text = `${file}${sets[i]} ${django[i]} `;
    for (const image of images[i] ?? nothing) text += servers[image] ? 's' : 'n';
    const reach = reaches[i] ?? nothing;
    if (reach.length > 1) for (const one of reach) text += django[one]?.charAt(0);
    return text;
  });
};

const nothing: readonly never[] = [];
