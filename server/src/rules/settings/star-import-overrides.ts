import { factsAt, type Project } from '../../project/project.ts';
import type { Value } from '../../project/settings/value.ts';
import type { Change, Setting } from '../../project/settings/view.ts';
import { listed, quoted } from '../reading/listed.ts';
import { productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, type Related } from '../rule.ts';

/** A value without the places that made it, and without the files its paths were made from. */
const essence = (value: Value): string =>
  JSON.stringify(value, (key, one) => (key === 'at' || key === 'nameAt' || key === 'anchor' ? undefined : one));

/** Modules that are there to overrule: by name, what one machine keeps to itself. */
const meant = /local|override|secret|private|env|custom|extra|plugin|user|site|instance/i;

/** The star import that takes an assignment of its own file back, where its value is what the setting has in the end. */
const takenBack = (project: Project, { changes, certain, value }: Setting): { readonly star: Change; readonly own: Change } | undefined => {
  const at = changes.findLastIndex(({ how }) => how === 'import');
  const star = changes[at];
  if (!certain || !star?.certain || at !== changes.length - 1 || essence(star.value) !== essence(value)) return undefined;
  const own = changes.slice(0, at).findLast(({ how, statement }) => how === 'assign' && statement.uri === star.statement.uri);
  if (!own?.certain || own.statement.span.from > star.statement.span.from || essence(own.value) === essence(star.value)) return undefined;
  const text = writtenAt(project, star.statement.uri)?.text.slice(star.statement.span.from, star.statement.span.to) ?? '';
  const module = /^from\s+([\w.]+)\s+import\s*\*/.exec(text)?.[1];
  return module && !meant.test(module) ? { star, own } : undefined;
};

/** What is assigned above a star import is lost when the module has the name as well. */
export default defineRule({
  id: 'settings/star-import-overrides',
  title: 'Star imports come before what is to overrule them',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ336'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    const told = new Set<string>();
    for (const { view } of productions(project, only)) {
      // To go through every setting is dear, and most modules import nothing but names.
      if (!view.files.some((uri) => factsAt(project, uri, 'python')?.imports.some(({ star }) => star))) continue;
      const lost = new Map<string, { readonly star: Change; readonly names: string[]; readonly related: Related[] }>();
      for (const name of view.names()) {
        const setting = view.get(name);
        const found = setting && takenBack(project, setting);
        if (!found) continue;
        const { star, own } = found;
        const key = `${star.statement.uri} ${star.statement.span.from}`;
        const one = lost.get(key) ?? { star, names: [], related: [] };
        one.names.push(name);
        one.related.push({ at: own.target, message: 'This value is lost' });
        lost.set(key, one);
      }
      for (const [key, { star, names, related }] of lost) {
        if (told.has(key)) continue;
        told.add(key);
        const finding: Finding = {
          at: star.statement,
          message: `This brings ${listed(quoted(names), 3)}, so what is assigned above is lost; move the import to the top`,
          related,
        };
        yield finding;
      }
    }
  },
});
