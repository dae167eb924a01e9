import { standing } from '../../knowledge/settings/releases.ts';
import { lineAfter, lineOf } from '../../languages/python/writing.ts';
import { textOf, truth } from '../../project/settings/ask.ts';
import type { Setting, SettingsView } from '../../project/settings/view.ts';
import { assignmentOf, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Names that other rules speak of, and one that Django itself never read. */
const others = new Set(['STATICFILES_STORAGE', 'DEFAULT_FILE_STORAGE', 'MIDDLEWARE_CLASSES', 'LOGOUT_URL']);

/** Whether somebody loses something that the line still seems to promise. Elsewhere it is merely dead text. */
const isMissed = (name: string, { value }: Setting, view: SettingsView): boolean => {
  switch (name) {
    case 'PASSWORD_RESET_TIMEOUT_DAYS':
      return view.get('PASSWORD_RESET_TIMEOUT') === undefined;
    case 'USE_L10N':
      return truth(value) === false;
    case 'USE_ETAGS':
      return truth(value) === true;
    case 'FILE_CHARSET':
      return !/^utf-?8$/i.test(textOf(value) ?? 'utf-8');
    case 'DEFAULT_CONTENT_TYPE':
      return !/^text\/html/.test(textOf(value) ?? 'text/html');
    case 'TEMPLATE_DIRS':
    case 'TEMPLATE_LOADERS':
    case 'TEMPLATE_CONTEXT_PROCESSORS':
      return view.get('TEMPLATES') === undefined && view.open.length === 0;
    default:
      return false;
  }
};

/** Where the line begins, with the comment above it when that names the setting, as links to its documentation do. */
const withHeading = (text: string, from: number, name: string): number => {
  const above = lineOf(text, Math.max(0, from - 1));
  const line = text.slice(above, from);
  return from > 0 && line.startsWith('#') && line.toUpperCase().replaceAll('-', '_').includes(name) ? above : from;
};

/** A setting that this Django does not read any more says what is not so. */
export default defineRule({
  id: 'settings/removed-setting',
  title: 'Settings are ones that Django still reads',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ314'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { django, view } of productions(project, only)) {
      const release = django.release('django');
      const version = release.exact ?? release.least;
      if (version === undefined) continue;
      for (const name of view.names()) {
        const entry = others.has(name) ? undefined : knowledge.find('setting', name);
        if (entry?.of !== 'Django' || standing(entry, version) !== 'removed') continue;
        const setting = view.get(name);
        const change = setting && assignmentOf(setting);
        if (!setting || change?.how !== 'assign') continue;
        const { uri, span } = change.statement;
        const written = writtenAt(project, uri);
        // A name that the text uses again serves the project itself.
        if (!written || (written.text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0) > 1) continue;
        const missed = isMissed(name, setting, view);
        const { from, to } = span;
        const plain = (from === 0 || written.text[from - 1] === '\n') && change.target.span.from === from;
        const finding: Finding = {
          at: change.target,
          message: `Django reads \`${name}\` no more since ${entry.removed}, so the line ${missed ? 'has no effect where one is expected' : 'does nothing'}; ${entry.replacement ? `say it with \`${entry.replacement}\`` : 'delete it'}`,
          ...(missed ? {} : { severity: 'hint' as const }),
          tag: 'deprecated',
          related: release.at ? [{ at: release.at, message: 'This decides which Django is installed' }] : [],
          fixes: () =>
            plain && !missed
              ? [
                  fix(
                    'Delete the line',
                    true,
                    uri,
                    replace({ from: withHeading(written.text, from, name), to: lineAfter(written.text, to) }, ''),
                  ),
                ]
              : [],
        };
        yield finding;
      }
    }
  },
});
