// Users that USER and `--chown` may name: those a stage makes, and those of its image.

import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';

/** Users that images bring, beside the one they start as. */
const brought: Partial<Record<ImageFacts['kind'], readonly string[]>> = {
  node: ['node'],
  nginx: ['nginx'],
  postgres: ['postgres'],
  redis: ['redis'],
};

interface User {
  readonly name: string;
  /** Its number, when the command says so. */
  readonly number: string | undefined;
}

/** Users that `useradd` and `adduser` make. */
const made = (stage: Stage): readonly User[] =>
  placedRuns(stage).flatMap(({ words }) => {
    const program = words[0]?.text.replace(/^.*\//, '') ?? '';
    if (program !== 'useradd' && program !== 'adduser') return [];
    const valued =
      /^(?:-[uUgGdshcbekpKZRP]|--(?:uid|gid|groups|home|home-dir|shell|ingroup|gecos|comment|base-dir|skel|expiredate|password))$/;
    let number: string | undefined;
    const operands: string[] = [];
    for (let i = 1; i < words.length; i++) {
      const text = words[i]?.text ?? '';
      if (!text.startsWith('-')) operands.push(text);
      else if (text.startsWith('--uid=')) number = text.slice('--uid='.length);
      else if (valued.test(text)) {
        i++;
        if (text === '-u' || text === '--uid') number = words[i]?.text;
      } else if (/^-[a-zA-Z]+u$/.test(text)) {
        i++;
        number = words[i]?.text;
      }
    }
    const name = program === 'useradd' ? operands.at(-1) : operands[0];
    return name && /^[a-z_][\w-]*$/i.test(name) ? [{ name, number }] : [];
  });

/** Users for `USER`, or with `group` for `--chown`. */
export const users = (stage: Stage | undefined, image: ImageFacts | undefined, span: Span, group: boolean): readonly Completion[] => {
  const out = new Map<string, string>();
  for (let one = stage; one; one = one.parent) {
    for (const { name, number } of made(one)) {
      if (number) out.set(group ? `${number}:${number}` : number, `The number of ${name}; Kubernetes can check that it is not root`);
      out.set(group ? `${name}:${name}` : name, 'Made in this file');
    }
  }
  for (const name of (image && brought[image.kind]) ?? []) out.set(group ? `${name}:${name}` : name, 'Brought by the image');
  if (image && image.user !== 'root') out.set(group ? `${image.user}:${image.user}` : image.user, 'The user the image starts as');
  if (!group) out.set('root', 'May do everything; not for what is shipped');
  return [...out].map(([text, detail], i) => completion(text, 'value', span, { detail, sort: `1${i}` }));
};
