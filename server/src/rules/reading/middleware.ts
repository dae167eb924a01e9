// Where middleware stands in the list, and how it is moved.

import { unknown } from '../../languages/maybe.ts';
import { itemAfter } from '../../languages/python/writing.ts';
import type { Project } from '../../project/project.ts';
import { positionOf } from '../../project/settings/ask.ts';
import type { KnownItem } from '../../project/settings/value.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import type { Edit } from '../../text/edit.ts';
import { literalOf, takenOut } from './literal.ts';
import { isStaticMiddleware, stringsOf, writtenAt } from './settings.ts';

export const securityMiddleware = 'django.middleware.security.SecurityMiddleware';

/** One middleware and its place from the front. */
export interface PlacedMiddleware {
  readonly path: string;
  readonly item: KnownItem;
  readonly index: number;
}

/** The middleware of a view whose place is certain, in order. */
export const placedMiddleware = (view: SettingsView): readonly PlacedMiddleware[] => {
  const list = listOf(view, 'MIDDLEWARE');
  if (!list) return [];
  return stringsOf(view, 'MIDDLEWARE').flatMap(({ text, item }) => {
    const index = positionOf(list, item);
    return index === unknown || !item.certain ? [] : [{ path: text, item, index }];
  });
};

/** The middleware that serves collected files, where its place is certain. */
export const staticMiddleware = (view: SettingsView): PlacedMiddleware | undefined =>
  placedMiddleware(view).find(({ path }) => isStaticMiddleware(path));

/** Edits that move an item of a list behind another one; nothing when the two stand in different files, or not in lists. */
export const movedBehind = (project: Project, item: KnownItem, anchor: KnownItem): readonly Edit[] => {
  const { uri, span } = item.at;
  const written = writtenAt(project, uri);
  const removal = takenOut(project, item);
  if (!written || !removal || anchor.at.uri !== uri || !literalOf(project, anchor)) return [];
  return [removal, itemAfter(written, anchor.at.span, written.text.slice(span.from, span.to))];
};
