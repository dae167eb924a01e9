import type { Part, UwsgiFacts } from '../../languages/uwsgi/facts.ts';

/**
 * What is found in the sections called `uwsgi`, part by part. A keystroke leaves all parts but one as they are, so what `find` looks
 * for should be remembered at the part.
 */
export const inParts = <T>({ sections }: UwsgiFacts, find: (part: Part) => readonly T[]): readonly T[] => {
  const out: T[] = [];
  for (const { name, parts } of sections) if (name === 'uwsgi') for (const part of parts) for (const one of find(part)) out.push(one);
  return out;
};
