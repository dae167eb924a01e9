import { importOf } from '../../languages/python/writing.ts';
import { normalised, placeOf, textOf } from '../../project/settings/ask.ts';
import { slashPath } from '../../text/uri.ts';
import { assignmentOf, innerOf, placeOfValue, productions, writtenAt } from '../reading/settings.ts';
import { remoteStorage } from '../reading/storage.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** A relative folder is one folder where collectstatic runs and another where the server starts. */
export default defineRule({
  id: 'settings/static-root-relative',
  title: 'STATIC_ROOT is a whole path',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ115'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { django, view } of productions(project, only)) {
      const setting = view.get('STATIC_ROOT');
      const value = setting?.value;
      const text = textOf(value);
      if (!setting?.certain || value?.is !== 'string' || !text || value.anchor || /^(?:[/~]|[A-Za-z]:)/.test(text)) continue;
      if (remoteStorage(knowledge, view, 'staticfiles') !== false) continue;
      const { at } = value;
      const base = view.get('BASE_DIR')?.value;
      const finding: Finding = {
        at: placeOfValue(assignmentOf(setting)),
        message: `\`${text}\` is looked for in the folder a command starts in, which may be another one for the server than for \`collectstatic\`; begin it with BASE_DIR`,
        // In an image both usually start in WORKDIR.
        ...(project.all.dockerfile.length > 0 ? { severity: 'info' as const } : {}),
        fixes: () => {
          const written = writtenAt(project, at.uri);
          const name = written?.names.has('BASE_DIR') ? 'BASE_DIR' : undefined;
          if (!written || !name || !base || !innerOf(written.text, at.span) || text.includes('..')) return [];
          const code = written.text.slice(at.span.from, at.span.to);
          const same = placeOf(base)?.path === normalised(slashPath(django.root));
          if (base.is === 'path') return [fix('Begin it with BASE_DIR', same, at.uri, replace(at.span, `${name} / ${code}`))];
          if (base.is !== 'string') return [];
          return [
            fix('Begin it with BASE_DIR', same, at.uri, ...importOf(written, 'os'), replace(at.span, `os.path.join(${name}, ${code})`)),
          ];
        },
      };
      yield finding;
    }
  },
});
