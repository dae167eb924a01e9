import { textOf } from '../../project/settings/ask.ts';
import { assignmentOf, hasApp, innerOf, mayMiss, placeOfValue, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** At the root of the site static files and pages share one space of names, and so do uploads by default. */
export default defineRule({
  id: 'settings/static-url-is-root',
  title: 'Static files have an address below the root',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ111'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const setting = view.get('STATIC_URL');
      const text = textOf(setting?.value);
      if (!setting?.certain || (text !== '/' && text !== '') || !hasApp(view, 'django.contrib.staticfiles')) continue;
      const media = view.get('MEDIA_URL');
      // Without a value of its own MEDIA_URL is the root too.
      const clash = media ? media.certain && ['', '/'].includes(textOf(media.value) ?? '?') : mayMiss(project, view);
      const { at } = setting.value;
      const written = writtenAt(project, at.uri);
      const inner = written && innerOf(written.text, at.span);
      const finding: Finding = {
        at: placeOfValue(assignmentOf(setting)),
        message: clash
          ? 'STATIC_URL is the root of the site, which MEDIA_URL is too, and `collectstatic` stops with ImproperlyConfigured; write `/static/`'
          : 'STATIC_URL is the root of the site, so who serves static files stands in front of every page; write `/static/`',
        ...(clash ? { severity: 'error' as const } : {}),
        fixes: () => (inner ? [fix('Write `/static/`', false, at.uri, replace(inner, '/static/'))] : []),
      };
      yield finding;
    }
  },
});
