import type { Knowledge } from '../../knowledge/entry.ts';
import { memo } from '../../languages/memo.ts';
import type { FileOf, Project } from '../../project/project.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { nearest } from '../../text/distance.ts';
import { isStaticMiddleware, productions, stringsOf } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Names that people write for a setting, too far from it to be found by counting slips. */
const usual: Readonly<Record<string, string>> = {
  STATIC_DIRS: 'STATICFILES_DIRS',
  STATIC_FILES_DIRS: 'STATICFILES_DIRS',
  STATICFILES_ROOT: 'STATIC_ROOT',
  STATICFILES_URL: 'STATIC_URL',
  MIDDLEWARES: 'MIDDLEWARE',
};

const known = memo((knowledge: Knowledge): ReadonlySet<string> => new Set(knowledge.list('setting').map(({ name }) => name)));
const prefixes = memo((knowledge: Knowledge): readonly string[] => knowledge.list('setting-prefix').map(({ name }) => name));

/** How often each word in capitals stands in a file; one that was not touched is not read again. */
const wordsOf = memo(({ parsed }: FileOf<'python'>): ReadonlyMap<string, number> => {
  const out = new Map<string, number>();
  for (const word of parsed.file.text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g) ?? []) out.set(word, (out.get(word) ?? 0) + 1);
  return out;
});
const countOf = ({ all }: Project, name: string): number => all.python.reduce((sum, file) => sum + (wordsOf(file).get(name) ?? 0), 0);

/** What was found out of names: most of them stay as they are while somebody types. */
const asked = memo((_: Knowledge) => new Map<string, string | undefined>());
const mostAsked = 20_000;

/** The setting of Django that is meant by a name that is none, as far as the name tells; nothing for those of other distributions. */
const meantBy = (knowledge: Knowledge, name: string): string | undefined => {
  if (name.length < 9 || prefixes(knowledge).some((prefix) => name.startsWith(prefix))) return undefined;
  const better = usual[name] ?? nearest(name, known(knowledge), name.length >= 14 ? 2 : 1);
  // The plural of a name is a list of the project's own.
  return better && name === `${better}S` && !usual[name] ? undefined : better;
};

/** Names that may be slips: for all others there is nothing to look at in the view. */
const suspects = (knowledge: Knowledge, view: SettingsView): readonly string[] => {
  const before = asked(knowledge);
  const out: string[] = [];
  for (const name of view.names()) {
    let meant = before.get(name);
    if (meant === undefined && !before.has(name)) {
      meant = known(knowledge).has(name) ? undefined : name.startsWith('WHITENOISE_') ? name : meantBy(knowledge, name);
      if (before.size > mostAsked) before.clear();
      before.set(name, meant);
    }
    if (meant !== undefined) out.push(name);
  }
  return out;
};

/** A name that nobody reads, one slip away from one that is read. */
export default defineRule({
  id: 'settings/misspelt-setting',
  title: 'Settings are called by their names',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ125', 'DJ207'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { view } of productions(project, only)) {
      for (const name of suspects(knowledge, view)) {
        const found = name.startsWith('WHITENOISE_')
          ? ofWhiteNoise(project, knowledge, view, name)
          : ofDjango(project, knowledge, view, name);
        const setting = found && view.get(name);
        if (!found || !setting) continue;
        const [first] = setting.changes;
        if (!first || countOf(project, name) > setting.changes.length) continue;
        const { target } = first;
        const { better, whose } = found;
        const finding: Finding = {
          at: target,
          message: `${whose} reads no setting \`${name}\`${better ? `; write \`${better}\`` : ', so it does nothing; look up its name or take it out'}`,
          fixes: () =>
            better && setting.changes.length === 1 ? [fix(`Write \`${better}\``, false, target.uri, replace(target.span, better))] : [],
        };
        yield finding;
      }
    }
  },
});

interface Meant {
  readonly better: string | undefined;
  readonly whose: string;
}

/** Only names that cannot well be the project's own: the setting that is meant is not set. */
const ofDjango = (_: Project, knowledge: Knowledge, view: SettingsView, name: string): Meant | undefined => {
  const better = meantBy(knowledge, name);
  return better && !view.get(better) ? { better, whose: 'Django' } : undefined;
};

/** WhiteNoise takes every name that begins with its own from a table; a class made from it may read more. */
const ofWhiteNoise = ({ all }: Project, knowledge: Knowledge, view: SettingsView, name: string): Meant | undefined => {
  const own = stringsOf(view, 'MIDDLEWARE').find(({ text }) => isStaticMiddleware(text));
  if (!own?.text.startsWith('whitenoise.')) return undefined;
  const attribute = new RegExp(`\\b${name.slice('WHITENOISE_'.length)}\\b`, 'i');
  if (all.python.some(({ parsed }) => /WhiteNoise/.test(parsed.file.text) && attribute.test(parsed.file.text))) return undefined;
  const names = [...known(knowledge)].filter((one) => one.startsWith('WHITENOISE_'));
  const bare = (text: string) => text.replaceAll('_', '');
  const better = names.find((one) => bare(one) === bare(name)) ?? nearest(name, names, 3);
  return { better, whose: 'WhiteNoise' };
};
