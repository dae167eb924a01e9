import type { Parsed } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import type { Body } from '../../languages/python/ir.ts';
import { bodyOf, type Chunk } from '../../languages/python/parse.ts';
import { type FileOf, type Project, parsedAt } from '../../project/project.ts';
import { findModule } from '../../project/settings/modules.ts';
import { moved, type Span } from '../../text/span.ts';
import { baseName, parent, type Uri } from '../../text/uri.ts';
import { isDeployed } from '../reading/deployed.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const nameOf = (uri: Uri): string => baseName(uri).replace(/\.py$/, '');
const development = /^(?:settings_?)?(?:dev|devel|develop|development|debug|tests?|testing)(?:_?settings)?$/i;
/** What a machine keeps to itself as often as what a developer has. */
const local = /^(?:settings_?)?local(?:_?settings)?$/i;

interface Star {
  readonly uri: Uri;
  /** The name of the module as it is written. */
  readonly span: Span;
  readonly found: Uri;
}

/** The modules that a file takes over with `*` whatever happens: not in a `try`, not below a condition. */
const starsOf = (project: Project, uri: Uri, root: Uri): readonly Star[] => {
  const file = project.file(uri);
  const out: Star[] = [];
  if (file?.parsed.kind !== 'python' || !(file as FileOf<'python'>).facts.imports.some(({ star }) => star)) return out;
  for (const { at, chunk } of (file as FileOf<'python'>).parsed.tree.chunks) {
    for (const { level, module, moduleSpan } of starsIn(chunk)) {
      const found = findModule(project, uri, level, module, [root]);
      if (found.is === 'file') out.push({ uri, span: moved(moduleSpan, at), found: found.uri });
    }
  }
  return out;
};
const starsIn = memo((chunk: Chunk) => bodyOf(chunk).filter((statement) => statement.is === 'from' && !statement.names) as readonly From[]);
type From = Extract<Body[number], { is: 'from' }>;

/**
 * Whether a module sets what decides how Django runs, at its top level, or is made from another one. Settings that are cut by topic have
 * a part on tests, with all of it under `if TESTING`.
 */
const isWhole = (parsed: Parsed<'python'> | undefined): boolean => parsed === undefined || sets(parsed);
const sets = memo(({ file: { text } }: Parsed<'python'>): boolean =>
  /^(?:(?:DEBUG|INSTALLED_APPS|MIDDLEWARE|DATABASES|CACHES|ALLOWED_HOSTS|SECRET_KEY|PASSWORD_HASHERS|EMAIL_BACKEND)\b|from\s+\S+\s+import\s+\*)/m.test(
    text,
  ),
);

/** Production made from the settings of a developer's machine has all that is forgotten to be overruled. */
export default defineRule({
  id: 'settings/production-imports-development',
  title: 'Production is not made from the settings of development',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ335'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      if (!isDeployed(project, django, view) || development.test(nameOf(view.uri)) || local.test(nameOf(view.uri))) continue;
      for (const file of view.files) {
        if (development.test(nameOf(file)) || local.test(nameOf(file))) continue;
        for (const { uri, span, found } of starsOf(project, file, django.root)) {
          const name = nameOf(found);
          const soft = local.test(name);
          if (!soft && (!development.test(name) || !isWhole(parsedAt(project, found, 'python')))) continue;
          const base = ['base', 'common', 'defaults'].find((one) => project.exists(`${parent(found)}/${one}.py` as Uri) === true);
          const text = parsedAt(project, uri, 'python')?.file.text.slice(span.from, span.to) ?? '';
          const better = base && text.endsWith(name) ? `${text.slice(0, -name.length)}${base}` : undefined;
          const finding: Finding = {
            at: { uri, span },
            message: `Production takes over all of \`${name}\`, so every switch, app and password for ${soft ? 'one machine' : 'development'} that is not overruled here is in force; ${better ? `import \`${better}\`` : 'put what both need into a module of its own'}`,
            ...(soft ? { severity: 'info' as const } : {}),
            fixes: () => (better ? [fix(`Import \`${better}\``, false, uri, replace(span, better))] : []),
          };
          yield finding;
        }
      }
    }
  },
});
