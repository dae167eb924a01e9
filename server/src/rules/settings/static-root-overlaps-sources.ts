import { itemRemoved } from '../../languages/python/writing.ts';
import { isWithin, type Place, placeOf } from '../../project/settings/ask.ts';
import { appSources, collectsFromFolders, sourcesOf } from '../../project/settings/static-sources.ts';
import type { Location } from '../../text/span.ts';
import { uriOfPath } from '../../text/uri.ts';
import { assignmentOf, placeOfValue, productions, silenced, writtenAt } from '../reading/settings.ts';
import { holdsSource } from '../reading/source-folder.ts';
import { defineRule, type Finding, type Fix, fix, replace } from '../rule.ts';

/** What is collected must not be collected again, and what is written must not be deleted with it. */
export default defineRule({
  id: 'settings/static-root-overlaps-sources',
  title: 'STATIC_ROOT lies apart from the folders it is collected from',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ103', 'DJ104', 'DJ105'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const setting = view.get('STATIC_ROOT');
      const root = placeOf(setting?.value);
      if (!setting?.certain || !root || root.path === '.' || collectsFromFolders(view) !== true) continue;
      // A STATIC_ROOT that holds the whole source is another finding.
      if (holdsSource(django, view, root)) continue;
      const change = assignmentOf(setting);
      const folders: readonly { readonly place: Place; readonly at: Location; readonly listed: boolean }[] = [
        ...sourcesOf(view).flatMap(({ place, item }) => (place && item.certain ? [{ place, at: item.at, listed: true }] : [])),
        ...appSources(project, django, view).map((one) => ({ ...one, listed: false })),
      ];
      for (const { place, at, listed } of folders) {
        const [inside, outside] = [isWithin(root, place) === true, isWithin(place, root) === true];
        if (!inside && !outside) continue;
        const same = inside && outside && listed;
        if (same && silenced(view, 'staticfiles.E002')) continue;
        const what = listed ? 'this entry of STATICFILES_DIRS' : 'the static files of an app';
        const finding: Finding = {
          at: change.target,
          message: same
            ? 'STATIC_ROOT is also an entry of STATICFILES_DIRS, and Django refuses to collect a folder into itself (staticfiles.E002); give collected files a folder of their own'
            : inside
              ? `STATIC_ROOT lies in a folder it is collected from, so each \`collectstatic\` collects what the one before has written; give collected files a folder beside ${what}`
              : `STATIC_ROOT holds a folder it is collected from, so \`collectstatic --clear\` deletes the sources, and they are served beside their hashed copies; give collected files a folder beside ${what}`,
          ...(same ? { severity: 'error' as const } : {}),
          related: [{ at, message: listed ? 'Files are collected from here' : 'This app has its static files there' }],
          fixes: (): readonly Fix[] => {
            const written = writtenAt(project, placeOfValue(change).uri);
            const list = writtenAt(project, at.uri);
            return [
              ...(written
                ? ownFolder(written.text, placeOfValue(change), setting.value.at, root, (one) => project.exists(uriOfPath(one)) === true)
                : []),
              ...(same && list ? [fix('Take it out of STATICFILES_DIRS', false, list.uri, itemRemoved(list, at.span))] : []),
            ];
          },
        };
        yield finding;
        break;
      }
    }
  },
});

/** `BASE_DIR / "static"` becomes `BASE_DIR / "staticfiles"`: only where one literal names the folder below a base. */
const ownFolder = (
  text: string,
  at: Location,
  made: Location,
  { path, anchor }: Place,
  exists: (path: string) => boolean,
): readonly Fix[] => {
  if (at.uri !== made.uri || at.span.from !== made.span.from || at.span.to !== made.span.to) return [];
  const code = text.slice(at.span.from, at.span.to);
  const literals = [...code.matchAll(/(["'])([^"'\\{}]*)\1/g)];
  const [only] = literals;
  const below = only?.[2]?.replace(/^\/+|\/+$/g, '');
  if (literals.length !== 1 || !only || !below || !path.endsWith(below) || only[2]?.startsWith('/')) return [];
  if (anchor && exists(`${path.slice(0, -below.length)}staticfiles`)) return [];
  const from = at.span.from + only.index + 1;
  return [fix('Collect into `staticfiles`', false, at.uri, replace({ from, to: from + (only[2]?.length ?? 0) }, 'staticfiles'))];
};
