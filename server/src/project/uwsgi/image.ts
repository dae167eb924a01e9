// The image in which a project's uWSGI runs, as far as its Dockerfiles say.

import type { Value } from '../../languages/dockerfile/expand.ts';
import type { Stage, Start } from '../../languages/dockerfile/facts.ts';
import type { Location } from '../../text/span.ts';
import type { Project } from '../project.ts';

/** A last stage and the Dockerfile it stands in. */
export interface Image {
  readonly uri: Location['uri'];
  readonly stage: Stage;
}

/**
 * The image that runs uWSGI: the one whose command is uWSGI, else the only one there is. Nothing when that is not clear,
 * and where a Dockerfile for development stands beside another, the other counts.
 */
export const uwsgiImage = ({ all }: Project): Image | undefined => {
  const images = all.dockerfile.flatMap(({ facts: { uri, final, template } }): readonly Image[] =>
    final && !template ? [{ uri, stage: final }] : [],
  );
  const starting = images.filter(({ stage }) => uwsgiArguments(stage) !== undefined);
  if (starting.length > 0) return starting.length === 1 ? starting[0] : undefined;
  return images.length === 1 && all.dockerfile.length === 1 ? images[0] : undefined;
};

/** Programs that only start another one. */
const wrappers = /^(?:exec|tini|dumb-init|catatonit|nice|env|--|-[a-z]+)$/;

/** The words behind `uwsgi` in the command of an image; nothing when the command is a script, another program, or not known. */
export const uwsgiArguments = ({ entrypoint, cmd }: Stage): readonly string[] | undefined => {
  const first = entrypoint && wordsOf(entrypoint);
  const second = cmd && wordsOf(cmd);
  if ((entrypoint && !first) || (cmd && !second)) return undefined;
  const words = [...(first ?? []), ...(entrypoint?.form === 'shell' ? [] : (second ?? []))];
  const program = words.findIndex((word) => !wrappers.test(baseOf(word)));
  return program >= 0 && /^u?wsgi(?:[-_].*)?$/.test(baseOf(words[program] ?? '')) ? words.slice(program + 1) : undefined;
};

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const wordsOf = ({ form, words, commands }: Start): readonly string[] | undefined => {
  if (form === 'exec') return words.map(({ text }) => text);
  const [only, ...others] = commands;
  return only && others.length === 0 ? only.words.map(({ text }) => text) : undefined;
};

/** Base images that are known to start as root. */
const rootFamilies: ReadonlySet<string> = new Set(['python', 'debian', 'ubuntu', 'alpine', 'uv']);

/** Whether the image starts its command as root; undefined when it does not say. `user` is the USER line's word. */
export const imageUser = ({ stage }: Image): { readonly root: boolean | undefined; readonly user: Value | undefined } => {
  const { user, base } = stage;
  if (!user) return { root: base && rootFamilies.has(base.family) ? true : undefined, user };
  if (!user.known || user.text === '') return { root: undefined, user };
  return { root: /^(?:root|0+)(?::|$)/.test(user.text), user };
};
