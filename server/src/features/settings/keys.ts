// Keys of the dictionaries in settings.
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import { keysAt } from './naming.ts';
import { isInstalled, type Seen, standsIn } from './seen.ts';

/** The keys that a dictionary may have and has not. Without quotes around the caret they bring theirs, and the colon. */
export const settingKeys = (seen: Seen): readonly Completion[] => {
  const { caret, place, django } = seen;
  if (caret.on !== 'key') return [];
  const { text } = place.parsed.file;
  // A key of `A["b"]` is written alone; one of a dictionary wants a colon behind it.
  const subscript = /\[\s*["']?$/.test(text.slice(Math.max(0, caret.span.from - 20), caret.span.from)) && caret.quoted;
  const behind = /^["']?\s*:/.test(text.slice(caret.span.to, caret.span.to + 20));
  return keysAt(place.knowledge, caret.way).flatMap(({ key, entry }) => {
    if (caret.written.includes(key) || !isInstalled(place.project, entry.of) || standsIn(django, entry) === 'absent') return [];
    const written = caret.quoted ? key : `"${key}"${behind || subscript ? '' : ': '}`;
    return [
      completion(key, 'option', caret.span, {
        detail: entry.brief,
        insert: written,
        plain: written,
        sort: key === 'BACKEND' || key === 'ENGINE' || key === 'version' ? `0${key}` : `1${key}`,
        entry: { kind: entry.kind, name: entry.name },
      }),
    ];
  });
};
