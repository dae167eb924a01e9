import { isDotted } from '../../project/python-modules.ts';
import type { Value } from '../../project/settings/value.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix, insert } from '../rule.ts';

/** What makes a whole entry of a list. */
const paths = isDotted;
const hosts = (text: string): boolean =>
  /^(?:https?:\/\/)?\.?(?:[\w*-]+\.)+[a-z]{2,}$/i.test(text) || text === 'localhost' || /^\d+(?:\.\d+){3}$/.test(text);

/** The lists in which texts are short, and what each entry is. */
const lists: Readonly<Record<string, (text: string) => boolean>> = {
  INSTALLED_APPS: paths,
  MIDDLEWARE: paths,
  MIDDLEWARE_CLASSES: paths,
  STATICFILES_FINDERS: paths,
  AUTHENTICATION_BACKENDS: paths,
  PASSWORD_HASHERS: paths,
  TEMPLATES: paths,
  ALLOWED_HOSTS: hosts,
  CSRF_TRUSTED_ORIGINS: hosts,
  CORS_ALLOWED_ORIGINS: hosts,
};

/** Python glues texts together that nothing parts. */
export default defineRule({
  id: 'settings/lost-comma',
  title: 'Entries of lists are parted by commas',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ313'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    const told = new Set<string>();
    for (const { view } of productions(project, only)) {
      for (const [name, isWhole] of Object.entries(lists)) {
        const setting = view.get(name);
        for (const value of setting ? itemsIn(setting.value, 5) : []) {
          if (value.is !== 'string' || !value.glued || value.anchor) continue;
          // A long text in two parts ends or begins with a dot or a sign; two entries are each whole.
          const [first, second] = value.glued;
          if (!first || !second || !value.glued.every(({ text }) => isWhole(text))) continue;
          const { uri, span } = first.at;
          const key = `${uri} ${span.to}`;
          if (told.has(key)) continue;
          told.add(key);
          const finding: Finding = {
            at: first.at,
            message: `There is no comma behind \`${first.text}\`, so Python makes one entry of it and \`${second.text}\`; add the comma`,
            fixes: () => [fix('Add the comma', true, uri, ...(value.glued ?? []).slice(0, -1).map(({ at }) => insert(at.span.to, ',')))],
          };
          yield finding;
        }
      }
    }
  },
});

/** The items of lists in a value, those in dicts too. */
function* itemsIn(value: Value, depth: number): Iterable<Value> {
  if (depth === 0) return;
  if (value.is === 'dict') for (const entry of value.entries) yield* itemsIn(entry.value, depth - 1);
  if (value.is !== 'list') return;
  for (const item of value.items) {
    if (item.is !== 'item') continue;
    yield item.value;
    yield* itemsIn(item.value, depth - 1);
  }
}
