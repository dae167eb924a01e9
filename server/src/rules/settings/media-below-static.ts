import { isWithin, placeOf, textOf } from '../../project/settings/ask.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, productions } from '../reading/settings.ts';
import { holdsSource } from '../reading/source-folder.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Uploads in the folder of static files are public, cached, and deleted with it; at the same address they hide each other. */
export default defineRule({
  id: 'settings/media-below-static',
  title: 'Uploads are kept apart from static files',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ112', 'DJ113', 'DJ114', 'DJ215'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const media = view.get('MEDIA_ROOT');
      const folder = placeOf(media?.value);
      const whitenoise = staticMiddleware(view) !== undefined;
      if (media?.certain && folder && folder.path !== '.')
        for (const name of ['STATIC_ROOT', ...(whitenoise ? ['WHITENOISE_ROOT'] : [])]) {
          const other = view.get(name);
          const place = placeOf(other?.value);
          if (!other?.certain || !place || place.path === '.' || isWithin(folder, place) !== true) continue;
          // A folder with the source in it is another finding.
          if (holdsSource(django, view, place)) continue;
          const same = folder.path === place.path;
          const finding: Finding = {
            at: assignmentOf(media).target,
            message:
              same && name === 'STATIC_ROOT'
                ? 'MEDIA_ROOT and STATIC_ROOT are the same folder, and Django refuses to collect into it (ImproperlyConfigured); give uploads a folder of their own'
                : `MEDIA_ROOT lies in ${name}: ${whitenoise ? 'WhiteNoise serves only the uploads that were there when it started, and' : 'uploads'} lie beside scripts of the site, and \`collectstatic --clear\` deletes them; give uploads a folder of their own`,
            ...(same && name === 'STATIC_ROOT' ? { severity: 'error' as const } : {}),
            related: [{ at: assignmentOf(other).target, message: `${name} is set here` }],
          };
          yield finding;
          break;
        }
      const url = view.get('MEDIA_URL');
      const [mediaUrl, staticUrl] = [textOf(url?.value), textOf(view.get('STATIC_URL')?.value)];
      if (!url?.certain || !mediaUrl || !staticUrl) continue;
      const clean = (text: string) => `/${text.replace(/^\/|\/$/g, '')}/`;
      if (!clean(mediaUrl).startsWith(clean(staticUrl)) || clean(staticUrl) === '//') continue;
      const equal = clean(mediaUrl) === clean(staticUrl);
      const finding: Finding = {
        at: assignmentOf(url).target,
        message: equal
          ? 'MEDIA_URL and STATIC_URL are the same address, and Django stops with ImproperlyConfigured as soon as a static file is named; write another one'
          : 'MEDIA_URL lies below STATIC_URL, so what serves static files is asked for uploads too and answers 404 or caches them; write another one',
        ...(equal ? { severity: 'error' as const } : {}),
      };
      yield finding;
    }
  },
});
