// Questions to the features, asked at a `<cursor>` in one file of a small project.
import assert from 'node:assert/strict';
import { complete } from '../../server/src/features/complete.ts';
import type { Completion, Place } from '../../server/src/features/feature.ts';
import { hover } from '../../server/src/features/hover.ts';
import type { Settings } from '../../server/src/project/config.ts';
import { readCursor } from './cursor.ts';
import { at, knowledge, snapshotOf } from './project.ts';

export type Files = Readonly<Record<string, string>>;
export interface Asking extends Place {
  readonly text: string;
}

/** The place of the caret in a file, with other files of the project beside it. */
export const placeIn = (path: string, marked: string, others: Files = {}, settings: Settings = {}): Asking => {
  const { text, offset } = readCursor(marked);
  const snapshot = snapshotOf({ [path]: text, ...others }, settings);
  const project = snapshot.project(at(path));
  const parsed = snapshot.parsed(at(path));
  assert.ok(project && parsed, path);
  return { project, parsed, knowledge, offset, text };
};

/** The completions in the order a list shows them. */
export const itemsAt = (place: Place): readonly Completion[] =>
  [...complete(place)].sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0));

/** The text of the file once a completion is taken, as a client without snippets takes it. */
export const taken = (place: Asking, label: string): string => {
  const item = complete(place).find((one) => one.label === label);
  assert.ok(item, `${label} is not offered`);
  return place.text.slice(0, item.replace.from) + item.plain + place.text.slice(item.replace.to);
};

/** The hover as text; empty when there is none. */
export const hoverAt = (place: Place): string => hover(place)?.markdown ?? '';
