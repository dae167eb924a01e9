import { lineAfter, linesAt } from '../../languages/python/writing.ts';
import { settingsInBuild } from '../../project/deployment/build-settings.ts';
import type { Project } from '../../project/project.ts';
import { truth } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { endsBuild } from '../reading/dockerfile/build-end.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, hasApp, isOverruled, mayMiss, productions, writtenAt } from '../reading/settings.ts';
import { copiesOfRoot } from '../reading/static-root-copy.ts';
import { remoteStorage } from '../reading/storage.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** Without STATIC_ROOT collectstatic stops, and what serves collected files has none. */
export default defineRule({
  id: 'settings/static-root-missing',
  title: 'Static files are collected into a folder',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ101'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { view } of productions(project, only)) {
      if (!hasApp(view, 'django.contrib.staticfiles') || remoteStorage(knowledge, view, 'staticfiles') !== false) continue;
      const setting = view.get('STATIC_ROOT');
      if (setting && (!setting.certain || isOverruled(view) || truth(setting.value) !== false || setting.value.is === 'list')) continue;
      if (!setting && !mayMiss(project, view)) continue;
      const own = staticMiddleware(view);
      const collecting = collectingBuild(project, view);
      // A project that never collects does not need it.
      const home = own?.item.at ?? collecting?.at;
      if (!home) continue;
      const finders = view.get('WHITENOISE_USE_FINDERS');
      const url = view.get('STATIC_URL');
      const place = setting ? assignmentOf(setting) : url && assignmentOf(url);
      const base = view.get('BASE_DIR')?.value;
      const written = place && writtenAt(project, place.statement.uri);
      const finding: Finding = {
        at: place?.target ?? home,
        message: `STATIC_ROOT is not set, so \`collectstatic\` stops with ImproperlyConfigured${collecting ? ' and the build of the image with it' : ''}${own ? `${collecting ? ',' : ''} and WhiteNoise has nothing to serve` : ''}; name a folder of its own`,
        ...(collecting ? { related: [{ at: collecting.at, message: 'The build stops here' }] } : {}),
        ...(!collecting && finders && truth(finders.value) !== false ? { severity: 'info' as const } : {}),
        fixes: () => {
          if (!place || !written || setting || place.statement.uri !== base?.at.uri || !['path', 'string'].includes(base.is)) return [];
          if (base.is !== 'path') return [];
          const line = `STATIC_ROOT = BASE_DIR / ${written.quote}staticfiles${written.quote}`;
          const from = place.statement.span.from;
          if (from > 0 && written.text[from - 1] !== '\n') return [];
          const added = linesAt(written, lineAfter(written.text, place.statement.span.to), [line]);
          const copied = copiesOfRoot(project, view, 'staticfiles');
          return [
            fix('Add STATIC_ROOT', true, written.uri, added),
            ...(copied.size > 0
              ? [{ title: 'Add STATIC_ROOT and copy it', safe: false, edits: new Map([...copied, [written.uri, [added]]]) }]
              : []),
          ];
        },
      };
      yield finding;
    }
  },
});

/** The command of an image's build that collects with these settings and ends the build when it fails. */
const collectingBuild = (project: Project, { uri }: SettingsView): { readonly at: Location } | undefined => {
  for (const { facts } of project.all.dockerfile) {
    for (const stage of facts.stages) {
      for (const { verb, view, run, manage } of settingsInBuild(project, facts, stage)) {
        if (verb !== 'collectstatic' || view.uri !== uri || !mayMiss(project, view)) continue;
        if (!endsBuild(stage, run)) continue;
        const setting = view.get('STATIC_ROOT');
        if (!setting || (setting.certain && truth(setting.value) === false)) return { at: { uri: facts.uri, span: manage.verb.span } };
      }
    }
  }
  return undefined;
};
