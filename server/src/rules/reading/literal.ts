// Whether an item of a list is written in a list, and may be taken out of it or put elsewhere in it.
import { bodyOf } from '../../languages/python/parse.ts';
import { expressionsOf, statementsIn, within } from '../../languages/python/walk.ts';
import { itemRemoved } from '../../languages/python/writing.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import type { KnownItem } from '../../project/settings/value.ts';
import type { Edit } from '../../text/edit.ts';
import { moved, type Span } from '../../text/span.ts';
import { writtenAt } from './settings.ts';

/** A list, tuple or set of the text, with the places of its items. */
export interface Literal {
  readonly type: 'list' | 'tuple' | 'set';
  readonly items: readonly Span[];
}

/** The literal that an item is written in; nothing where it stands elsewhere: in a call such as `append`, in a sum, behind a name. */
export const literalOf = (project: Project, { at: { uri, span } }: Pick<KnownItem, 'at'>): Literal | undefined => {
  const placed = parsedAt(project, uri, 'python')?.tree.chunks.find(
    ({ at, chunk }) => at <= span.from && span.to <= at + chunk.text.length,
  );
  if (!placed) return undefined;
  const { at, chunk } = placed;
  const from = span.from - at;
  for (const statement of statementsIn(bodyOf(chunk))) {
    if (statement.span.from > from || statement.span.to < from) continue;
    for (const expression of expressionsOf(statement)) {
      for (const one of within(expression)) {
        if (one.is === 'sequence' && one.items.some((item) => item.span.from === from && item.span.to === span.to - at))
          return { type: one.type, items: one.items.map((item) => moved(item.span, at)) };
      }
    }
  }
  return undefined;
};

/** The edit that takes an item out of its literal; nothing where it is not written in one, or where a tuple would become a text. */
export const takenOut = (project: Project, item: KnownItem): Edit | undefined => {
  const literal = literalOf(project, item);
  const written = writtenAt(project, item.at.uri);
  if (!literal || !written || (literal.type === 'tuple' && literal.items.length < 3)) return undefined;
  return itemRemoved(written, item.at.span);
};
