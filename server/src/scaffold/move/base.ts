// Alpine's base image becomes Debian's slim one, with the same Python.
import type { Day } from '../../knowledge/images/facts.ts';
import type { Tables } from '../../knowledge/images/tables.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { type Edit, replace } from '../../text/edit.ts';

/** The releases whose packages the tables know, the newest first. */
const releases = ['trixie', 'bookworm', 'bullseye'] as const;

/** Whether a stage is Python on Alpine: its own image, or that of the stage it is built on. */
export const isAlpinePython = ({ base }: Stage): boolean => base?.family === 'python' && base.system === 'alpine';

/** The Debian release for a tag of the python image: the newest that has it. */
export const releaseOf = (tables: Tables, tag: string, today: Day): string => {
  const version = /^\d+(?:\.\d+)*/.exec(tag)?.[0];
  if (version === undefined) return releases[0];
  if (version.split('.').length > 2) return tables.image({ repository: 'python', tag: `${version}-slim` }, today)?.release ?? 'bookworm';
  const offered = new Set(tables.tags({ repository: 'python' }, today).map((one) => one.tag));
  return releases.find((release) => offered.has(`${version}-slim-${release}`)) ?? releases[0];
};

/** `python:3.12-alpine3.20` as `python:3.12-slim-trixie`, however it is written; nothing when the word does not say Alpine. */
export const slimName = (written: string, release: string): string | undefined => {
  const bare = written.replace(/@sha256:[0-9a-f]+/, '');
  const version = /:alpine/.test(bare)
    ? bare.replace(/:alpine[\d.]*/, `:slim-${release}`)
    : bare.replace(/-alpine(?:\$\{?\w+\}?|[\d.]*)/, `-slim-${release}`);
  return version === bare ? undefined : version;
};

/** The edits that put Debian under the stages; nothing when one of them says its image in a way that is not understood. */
export const rebase = (facts: DockerfileFacts, stages: readonly Stage[], release: string): readonly Edit[] | undefined => {
  const edits = new Map<number, Edit>();
  for (const { image, parent } of stages) {
    if (parent) continue;
    const next = slimName(image.written, release);
    if (next !== undefined) {
      edits.set(image.span.from, replace(image.span, next));
      continue;
    }
    // The tag, or all of the name, comes from an ARG in front of the first FROM.
    const names = new Set(image.variables.map(({ name }) => name));
    const given = facts.globals.filter(({ name, value }) => names.has(name) && value !== undefined && /alpine/.test(value.text));
    if (given.length === 0) return undefined;
    for (const { value } of given) {
      const slim = value && (slimName(value.written, release) ?? value.written.replace(/^alpine[\d.]*/, `slim-${release}`));
      if (value && slim !== undefined) edits.set(value.span.from, replace(value.span, slim));
    }
  }
  return [...edits.values()];
};
