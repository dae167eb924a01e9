// How an agreement is broken: a word of one file that another file relies on, and the rules that must tell.
import type { Files } from './samples.ts';

export interface Mutation {
  readonly name: string;
  /** Samples in which it cannot be told, with the reason. */
  readonly beyond: Readonly<Record<string, string>>;
  /** One of these must be told in the broken project; all of them are silent in the sound one. */
  readonly told: readonly string[];
  /** The broken project; nothing where the agreement does not exist. */
  readonly apply: (files: Files) => Files | undefined;
}

type Change = readonly [path: RegExp, from: RegExp, to: string];

/** Every change must take hold in some file, else there is nothing to break. Each file is changed once for each change. */
export const mutation = (name: string, told: readonly string[], ...changes: readonly Change[]): Mutation => ({
  name,
  beyond: {},
  told,
  apply(files) {
    let out = files;
    for (const [path, from, to] of changes) {
      const hit = Object.entries(out).find(([name, text]) => path.test(name) && from.test(text));
      if (!hit) return undefined;
      out = { ...out, [hit[0]]: hit[1].replace(from, to) };
    }
    return out;
  },
});

export const dockerfile = /(?:^|\/)Dockerfile$/;
export const compose = /compose\.yaml$/;
export const manifest = /kubernetes\/app\.yaml$/;
export const template = /default\.conf\.template$/;
export const balancer = /balancer\.conf$/;
export const requirements = /requirements\.txt$/;
export const settings = /settings\.py$/;
export const uwsgi = /uwsgi\.ini$/;

/** The same with files that were not there. */
export const adding = (name: string, told: readonly string[], files: Files, ...changes: readonly Change[]): Mutation => {
  const one = mutation(name, told, ...changes);
  return { ...one, apply: (before) => one.apply({ ...before, ...files }) };
};

/** A command of Compose that does something in front of the server. */
export const started = (first: string): string =>
  `    command: ["sh", "-c", "${first}exec uvicorn shop.asgi:application --host 0.0.0.0 --port 8000 --lifespan off"]\n$&`;

/** The same, with what hides it in some samples. */
export const hidden = (why: string, samples: readonly string[], one: Mutation): Mutation => ({
  ...one,
  beyond: Object.fromEntries(samples.map((name) => [name, why])),
});
