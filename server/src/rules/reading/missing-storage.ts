// Entries that a STORAGES of one's own lacks: it replaces the one of Django as a whole.
import { unknown } from '../../languages/maybe.ts';
import { itemBefore } from '../../languages/python/writing.ts';
import type { Project } from '../../project/project.ts';
import { entryOf } from '../../project/settings/ask.ts';
import { atLeast } from '../../project/settings/release.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { type Finding, fix, type Severity } from '../rule.ts';
import { assignmentOf, productions, silenced, writtenAt } from './settings.ts';

/** An entry of STORAGES: its name, the class that Django would take, what to say when it is missing, and the check that says so too. */
interface StorageEntry {
  readonly alias: string;
  readonly backend: string;
  readonly message: string;
  readonly check?: string;
  /** How much it weighs with these settings, where that is not always the same. */
  readonly weight?: (view: SettingsView) => Severity;
}

/** A finding wherever production sets STORAGES without the entry; the fix writes it in front of the first one. */
export function* missingStorage(project: Project, { alias, backend, message, check, weight }: StorageEntry): Iterable<Finding> {
  for (const { django, view } of productions(project)) {
    const setting = view.get('STORAGES');
    const value = setting?.value;
    if (!setting?.certain || value?.is !== 'dict' || entryOf(value, alias) !== undefined) continue;
    // An older Django does not know the setting.
    const known = atLeast(django.release('django'), '4.2');
    if (known === false || (check !== undefined && silenced(view, check))) continue;
    if (value.entries.some(({ key }) => key.is !== 'string') || (known === unknown && value.entries.length === 0)) continue;
    const { uri, span } = value.at;
    const written = writtenAt(project, uri);
    const first = value.entries[0]?.at;
    yield {
      at: assignmentOf(setting).target,
      message,
      ...(weight ? { severity: weight(view) } : {}),
      fixes: () => {
        if (!written || !first || first.uri !== uri || first.span.from < span.from || first.span.to > span.to) return [];
        const q = written.quote;
        const code = `${q}${alias}${q}: {${q}BACKEND${q}: ${q}${backend}${q}}`;
        return [fix(`Add the entry \`${alias}\``, true, uri, itemBefore(written, first.span, code))];
      },
    };
  }
}
