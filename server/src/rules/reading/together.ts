// Findings that have one cause in several places.
import type { Edit } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';
import type { Finding, Fix } from '../rule.ts';

const merged = (fixes: readonly Fix[]): Fix | undefined => {
  const [first] = fixes;
  if (!first) return undefined;
  const edits = new Map<Uri, readonly Edit[]>();
  for (const one of fixes) for (const [uri, list] of one.edits) edits.set(uri, [...(edits.get(uri) ?? []), ...list]);
  return { ...first, edits };
};

/** Makes one finding of those that say the same: the first, with the places of the others beside it and fixes that mend them all. */
export const together = (all: readonly Finding[]): readonly Finding[] => {
  const groups = new Map<string, Finding[]>();
  for (const one of all) {
    const group = groups.get(one.message);
    if (group) group.push(one);
    else groups.set(one.message, [one]);
  }
  return [...groups.values()].flatMap((group): readonly Finding[] => {
    const [first, ...more] = group;
    if (!first || more.length === 0) return group;
    return [
      {
        ...first,
        related: [...(first.related ?? []), ...more.map(({ at }) => ({ at, message: 'And here' }))],
        ...(first.fixes
          ? {
              fixes: () =>
                (first.fixes?.() ?? []).flatMap(
                  (one) => merged([one, ...more.flatMap(({ fixes }) => fixes?.().filter(({ title }) => title === one.title) ?? [])]) ?? [],
                ),
            }
          : {}),
      },
    ];
  });
};
