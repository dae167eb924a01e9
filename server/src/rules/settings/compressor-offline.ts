import { unknown } from '../../languages/maybe.ts';
import { truth } from '../../project/settings/ask.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, hasApp, mayMiss, productions, stringsOf } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** What django-compressor writes while a page is rendered, WhiteNoise does not know: it listed the folder when it started. */
export default defineRule({
  id: 'settings/compressor-offline',
  title: 'django-compressor works before WhiteNoise starts',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ219'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      if (!staticMiddleware(view) || !hasApp(view, 'compressor')) continue;
      const enabled = view.get('COMPRESS_ENABLED');
      const debug = view.get('DEBUG');
      // Switched off by itself or, where nothing is said, by DEBUG.
      const active = enabled ? (enabled.certain ? truth(enabled.value) : unknown) : debug?.certain ? truth(debug.value) === false : unknown;
      if (active !== true || view.get('COMPRESS_STORAGE') || view.get('WHITENOISE_AUTOREFRESH')) continue;
      const offline = view.get('COMPRESS_OFFLINE');
      if (offline ? !offline.certain || truth(offline.value) !== false : !mayMiss(project, view)) continue;
      const app = stringsOf(view, 'INSTALLED_APPS').find(({ text }) => /^compressor\b/.test(text))?.item.at;
      const change = offline && assignmentOf(offline);
      const at = change?.target ?? app;
      if (!at) continue;
      const finding: Finding = {
        at,
        message:
          'django-compressor writes its files while pages are rendered, and WhiteNoise serves only files that were there when it started: styles and scripts answer 404; set COMPRESS_OFFLINE to True and run `manage.py compress` in the build, after `collectstatic`',
        fixes: () =>
          change?.value.is === 'boolean' && change.value.at.uri === change.statement.uri
            ? [fix('Set it to True', false, change.value.at.uri, replace(change.value.at.span, 'True'))]
            : [],
      };
      yield finding;
    }
  },
});
