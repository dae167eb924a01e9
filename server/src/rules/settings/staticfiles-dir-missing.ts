import { itemRemoved } from '../../languages/python/writing.ts';
import { atLeast } from '../../project/settings/release.ts';
import { collectsFromFolders, sourcesOf } from '../../project/settings/static-sources.ts';
import { slashPath, uriOfPath } from '../../text/uri.ts';
import { isCopiedTo, mayBeBuilt } from '../reading/built.ts';
import { productions, silenced, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** A folder that is not there gives no files; before Django 4.0 it stops collectstatic. */
export default defineRule({
  id: 'settings/staticfiles-dir-missing',
  title: 'Folders of static files exist',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ108'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      if (silenced(view, 'staticfiles.W004') || collectsFromFolders(view) !== true) continue;
      const stops = atLeast(django.release('django'), '4.0') === false;
      for (const { item, place } of sourcesOf(view)) {
        if (!item.certain || !place?.anchor) continue;
        const uri = uriOfPath(place.path);
        if (project.exists(uri) !== false) continue;
        const path = place.path.slice(slashPath(project.root).replace(/\/$/, '').length + 1);
        // The image has it, and that is where files are collected for production; or a tool makes it there.
        if (isCopiedTo(project, path) || mayBeBuilt(project, path)) continue;
        const finding: Finding = {
          at: item.at,
          message: `There is no file in \`${path}\`, and Git keeps no empty folder: ${stops ? '`collectstatic` stops with FileNotFoundError' : '`collectstatic` collects nothing from it (staticfiles.W004)'}; name the folder that holds the files, or take it out`,
          ...(stops ? { severity: 'error' as const } : {}),
          fixes: () => {
            const written = writtenAt(project, item.at.uri);
            return written ? [fix('Take it out', false, written.uri, itemRemoved(written, item.at.span))] : [];
          },
        };
        yield finding;
      }
    }
  },
});
