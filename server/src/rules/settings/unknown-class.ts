import type { Knowledge } from '../../knowledge/entry.ts';
import { compareVersions } from '../../knowledge/images/version.ts';
import { type Dotted, dottedPath } from '../../knowledge/settings/releases.ts';
import { unknown } from '../../languages/maybe.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { isDotted, findModule as isModule } from '../../project/python-modules.ts';
import { entryOf, textOf } from '../../project/settings/ask.ts';
import { findModule } from '../../project/settings/modules.ts';
import type { Value } from '../../project/settings/value.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';
import { nearest } from '../../text/distance.ts';
import { innerOf, type Production, productions, stringsOf, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const harms = {
  MIDDLEWARE: 'the application does not start',
  STATICFILES_FINDERS: '`collectstatic` stops',
  AUTHENTICATION_BACKENDS: 'every login stops',
  staticfiles: '`collectstatic` stops, and every page that names a static file',
  default: 'the first upload fails',
} as const;

/** The classes that settings name in these places: a value, and what happens when there is no such class. */
function* named(view: SettingsView): Iterable<{ readonly value: Value; readonly harm: string }> {
  for (const setting of ['MIDDLEWARE', 'STATICFILES_FINDERS', 'AUTHENTICATION_BACKENDS'] as const)
    for (const { item } of stringsOf(view, setting)) if (item.certain) yield { value: item.value, harm: harms[setting] };
  const storages = view.get('STORAGES');
  if (storages?.value.is === 'dict')
    for (const alias of ['default', 'staticfiles'] as const) {
      const entry = entryOf(storages.value, alias);
      const backend = entry !== undefined && entry !== unknown && entry.value.is === 'dict' ? entryOf(entry.value, 'BACKEND') : undefined;
      if (backend !== undefined && backend !== unknown) yield { value: backend.value, harm: harms[alias] };
    }
  for (const [setting, alias] of [
    ['STATICFILES_STORAGE', 'staticfiles'],
    ['DEFAULT_FILE_STORAGE', 'default'],
  ] as const) {
    const one = view.get(setting);
    if (one?.certain && !storages) yield { value: one.value, harm: harms[alias] };
  }
}

/** A class that is not there is looked for at start, or at the first use. */
export default defineRule({
  id: 'settings/unknown-class',
  title: 'Settings name classes that exist',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ122', 'DJ205'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    const told = new Set<string>();
    for (const { django, view } of productions(project, only)) {
      for (const { value, harm } of named(view)) {
        const text = textOf(value);
        // Texts without their comma, and names that WhiteNoise took away, are findings of their own.
        if (!text || !isDotted(text) || (value.is === 'string' && value.glued) || knowledge.find('removed-api', text)) continue;
        const { uri, span } = value.at;
        const why = whyMissing(project, knowledge, { django, view }, text);
        const key = `${uri} ${span.from}`;
        if (!why || told.has(key)) continue;
        told.add(key);
        const better = closest(knowledge, text);
        const finding: Finding = {
          at: value.at,
          message: `${why}, so ${harm}; ${better ? `write \`${better}\`` : 'correct the name'}`,
          fixes: () => {
            const written = writtenAt(project, uri);
            const inner = written && innerOf(written.text, span);
            return better && inner ? [fix(`Write \`${better}\``, false, uri, replace(inner, better))] : [];
          },
        };
        yield finding;
      }
    }
  },
});

/** Why there is no such class, as the beginning of a sentence; undefined when there is one, or nobody knows. */
const whyMissing = (project: Project, knowledge: Knowledge, { django, view }: Production, text: string): string | undefined => {
  const cut = text.lastIndexOf('.');
  if (cut < 0) return undefined;
  const [module, name] = [text.slice(0, cut), text.slice(cut + 1)];
  const found = findModule(project, view.uri, 0, module, [django.root]);
  const dotted = dottedPath(knowledge, text);
  if (found.is === 'foreign') return dotted && ofDistribution(django, dotted, text);
  // A folder of the workspace may be called as a package that is installed; and modules may be compiled.
  if (found.is === 'missing')
    return (dotted && dotted.state !== 'missing') || isModule(project, module) !== 'missing'
      ? undefined
      : `There is no module \`${module}\` in this project`;
  const facts = found.is === 'file' ? factsAt(project, found.uri, 'python') : undefined;
  if (!facts?.closed || facts.names.has(name) || facts.names.has('__getattr__')) return undefined;
  return `The module \`${module}\` has no \`${name}\``;
};

const ofDistribution = (django: DjangoProject, { of, state, since, removed }: Dotted, text: string): string | undefined => {
  if (state === 'missing') return `${of} has no \`${text}\``;
  if (state !== 'name') return undefined;
  const { exact, least } = django.release(of.toLowerCase());
  const version = exact ?? least;
  if (version !== undefined && removed !== undefined && compareVersions(version, removed) >= 0)
    return `${of} has no \`${text}\` since ${removed}`;
  if (exact !== undefined && since !== undefined && compareVersions(exact, since) < 0)
    return `${of} has \`${text}\` from ${since} on, and ${exact} is installed`;
  return undefined;
};

/** The class that was meant: among those the catalogue describes. */
const closest = (knowledge: Knowledge, text: string): string | undefined => {
  const names = (['middleware', 'storage', 'finder', 'backend'] as const).flatMap((kind) => knowledge.list(kind).map(({ name }) => name));
  const own = text.split('.', 1)[0];
  const among = names.filter((name) => name.split('.', 1)[0] === own && dottedPath(knowledge, name)?.state !== 'missing');
  const last = text.slice(text.lastIndexOf('.') + 1).toLowerCase();
  return (
    nearest(text, among, 4) ??
    among.find((name) => name.slice(name.lastIndexOf('.') + 1).toLowerCase() === last) ??
    among.find((name) => isMeant(name.slice(name.lastIndexOf('.') + 1), last))
  );
};

/** `CompressedManifestStorage` for `CompressedManifestStaticFilesStorage`: the words of one, in order, are words of the other. */
const isMeant = (name: string, typed: string): boolean => {
  const words = name.match(/[A-Z][a-z]*/g) ?? [];
  let rest = typed;
  for (const word of words) if (rest.startsWith(word.toLowerCase())) rest = rest.slice(word.length);
  return rest === '' && typed.length > 12;
};
