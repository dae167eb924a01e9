import { unknown } from '../../languages/maybe.ts';
import { lineAfter } from '../../languages/python/writing.ts';
import type { Project } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import { atLeast } from '../../project/settings/release.ts';
import type { Change } from '../../project/settings/view.ts';
import type { Edit } from '../../text/edit.ts';
import type { Production } from '../reading/settings.ts';
import { assignmentOf, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, type Fix, replace } from '../rule.ts';

const names = { STATICFILES_STORAGE: 'staticfiles', DEFAULT_FILE_STORAGE: 'default' } as const;
const usual = {
  staticfiles: 'django.contrib.staticfiles.storage.StaticFilesStorage',
  default: 'django.core.files.storage.FileSystemStorage',
} as const;
/** What comes of it, by the class that was named. */
const lost = (name: keyof typeof names, named: string | undefined): string => {
  if (name === 'DEFAULT_FILE_STORAGE') return 'uploads go to the disk of the container';
  if (named === 'whitenoise.storage.CompressedStaticFilesStorage') return 'static files lose their compression';
  if (named?.startsWith('whitenoise.')) return 'static files lose their hashed names and their compression, and are cached for a minute';
  if (named && /Manifest/.test(named)) return 'static files lose their hashed names, and browsers may keep old ones after a release';
  return 'static files go to the disk, under their plain names';
};

/** Django 5.1 stopped reading the two names of storages that STORAGES replaced in 4.2, without a word. */
export default defineRule({
  id: 'settings/storage-setting-ignored',
  title: 'Storages are named in STORAGES',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ117', 'DJ118', 'DJ126'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const production of productions(project, only)) {
      const { django, view } = production;
      // Both spellings together are another finding.
      if (view.get('STORAGES')) continue;
      const release = django.release('django');
      const gone = atLeast(release, '5.1');
      const deprecated = atLeast(release, '4.2');
      if (gone !== true && deprecated === false) continue;
      for (const [name, alias] of Object.entries(names) as readonly (readonly [keyof typeof names, 'staticfiles' | 'default'])[]) {
        const setting = view.get(name);
        if (!setting || textOf(setting.value) === usual[alias]) continue;
        const change = assignmentOf(setting);
        if (change.how !== 'assign') continue;
        const version = release.exact ?? release.least ?? '5.1';
        const related = release.at ? [{ at: release.at, message: 'This decides which Django is installed' }] : [];
        const finding: Finding = {
          at: change.target,
          message:
            gone === true
              ? `Django ${version} does not read \`${name}\` any more, so ${lost(name, textOf(setting.value))}; name the class in STORAGES`
              : `Django 5.1 and newer do not read \`${name}\` and say nothing; from 4.2 on name the class in STORAGES`,
          ...(gone === true ? {} : { severity: 'info' as const }),
          tag: 'deprecated',
          related,
          fixes: () => (deprecated === unknown && gone === unknown ? [] : fixes(project, production, change)),
        };
        yield finding;
      }
    }
  },
});

/** One dict with both entries in place of the first of the two names; the other one goes. */
const fixes = (project: Project, { view }: Production, change: Change): readonly Fix[] => {
  const uri = change.statement.uri;
  const written = writtenAt(project, uri);
  if (!written) return [];
  const changes = (Object.keys(names) as readonly (keyof typeof names)[]).flatMap((name) => {
    const setting = view.get(name);
    const one = setting && assignmentOf(setting);
    return one && one.how === 'assign' && one.statement.uri === uri ? [{ name, change: one }] : [];
  });
  const sources = new Map(
    changes.map(({ name, change: one }) => [
      names[name],
      written.text.slice(one.target.span.to, one.statement.span.to).replace(/^[^=]*=\s*/, ''),
    ]),
  );
  const q = written.quote;
  const entry = (alias: 'staticfiles' | 'default') =>
    `${written.indent}${q}${alias}${q}: {${q}BACKEND${q}: ${sources.get(alias) ?? `${q}${usual[alias]}${q}`}},`;
  const lines = ['STORAGES = {', entry('default'), entry('staticfiles'), '}'];
  const [first, ...others] = [...changes].sort((a, b) => a.change.statement.span.from - b.change.statement.span.from);
  // Below a condition, or in the middle of other names, somebody has to look.
  if (!first || changes.some(({ change: one }) => !isPlain(written.text, one))) return [];
  const edits: Edit[] = [replace(first.change.statement.span, lines.join(written.end))];
  for (const { change: one } of others)
    edits.push(replace({ from: one.statement.span.from, to: lineAfter(written.text, one.statement.span.to) }, ''));
  return [{ title: 'Name the classes in STORAGES', safe: true, edits: new Map([[uri, edits]]) }];
};

/** `NAME = value` at the beginning of a line. */
const isPlain = (text: string, { statement, target }: Change): boolean => {
  const { from } = statement.span;
  return (
    (from === 0 || text[from - 1] === '\n') && target.span.from === from && /^\s*=[^=]/.test(text.slice(target.span.to, statement.span.to))
  );
};
