// What rules about settings ask: the views of production, releases, and where a finding goes.
import { memo, sameList } from '../../languages/memo.ts';
import { type Written, writtenOf } from '../../languages/python/writing.ts';
import { perProject } from '../../project/kept.ts';
import type { FileOf, Project } from '../../project/project.ts';
import { knownItems, textOf } from '../../project/settings/ask.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import type { KnownItem } from '../../project/settings/value.ts';
import type { Change, DjangoProject, Setting, SettingsView } from '../../project/settings/view.ts';
import { listOf } from '../../project/settings/view.ts';
import type { Location, Span } from '../../text/span.ts';
import { covers } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';

/** A Django project and its settings as production sees them. */
export interface Production {
  readonly django: DjangoProject;
  readonly view: SettingsView;
}

/**
 * The production views of a workspace, or that of the one Django project that a rule is asked about. There is none where the module
 * cannot be told, nor while files may still come that name another one.
 */
export const productions = (project: Project, only?: DjangoProject): readonly Production[] =>
  only ? (project.complete ? productionOf(only) : []) : allProductions(project);

const productionOf = (django: DjangoProject): readonly Production[] => {
  const view = django.production;
  return view ? [{ django, view }] : [];
};
const allProductions = perProject((project, before: readonly Production[] | undefined): readonly Production[] =>
  !project.complete
    ? []
    : sameList(
        before,
        djangoProjects(project)
          .flatMap(productionOf)
          .map((one) => before?.find(({ django, view }) => django === one.django && view === one.view) ?? one),
      ),
);

/** Whether names that are seen may have got other values where the settings run, from names worked out there. */
export const isOverruled = ({ open }: SettingsView): boolean =>
  open.some(
    ({ overrides, why }) => overrides && !why.startsWith('Python would stop here') && !/ is not (?:here|of this project)$/.test(why),
  );

/** Whether absence can be claimed: everything was read, and no name may exist unseen. */
export const mayMiss = (project: Project, { open }: SettingsView): boolean => project.complete && open.length === 0;

/** Whether the project silences a check of Django; a list that is not known silences nothing. */
export const silenced = (view: SettingsView, id: string): boolean => {
  const list = listOf(view, 'SILENCED_SYSTEM_CHECKS');
  return list !== undefined && knownItems(list).some(({ value }) => textOf(value) === id);
};

/** The last statement that gave a setting its value as a whole; where a finding about all of it goes. */
export const assignmentOf = (setting: Setting): Change =>
  setting.changes.findLast(({ how }) => how === 'assign') ?? (setting.changes.at(-1) as Change);

/** A Python file of the project and how it is written; undefined when it was not read. */
export const writtenAt = (project: Project, uri: Uri): Written | undefined => {
  const file = project.file(uri);
  return file?.parsed.kind === 'python' ? writtenOf(file as FileOf<'python'>) : undefined;
};

/** A string of a list and the item it stands in. */
interface Listed {
  readonly text: string;
  readonly item: KnownItem;
}

/** The strings of a list setting with their items, gaps left out; empty when it is no list. Many rules ask for the same few lists. */
export const stringsOf = (view: SettingsView, name: string): readonly Listed[] => {
  const kept = stringsBy(view);
  const before = kept.get(name);
  if (before) return before;
  const out: Listed[] = [];
  for (const item of listOf(view, name)?.items ?? []) {
    const text = item.is === 'item' ? textOf(item.value) : undefined;
    if (item.is === 'item' && text !== undefined) out.push({ text, item });
  }
  kept.set(name, out);
  return out;
};
const stringsBy = memo((_: SettingsView) => new Map<string, readonly Listed[]>());

/** The middleware that serves collected files: WhiteNoise's or ServeStatic's, and classes of the project made from them. */
export const isStaticMiddleware = (path: string): boolean => /\b(?:WhiteNoise|ServeStatic)\w*Middleware$/i.test(path);

/** Whether an app is in INSTALLED_APPS for certain, by its package or by the path of its AppConfig. */
export const hasApp = (view: SettingsView, app: string): boolean =>
  stringsOf(view, 'INSTALLED_APPS').some(({ text, item }) => item.certain && (text === app || text.startsWith(`${app}.apps.`)));

/** The text of a string literal, its quotes left out; undefined when the place holds something else. */
export const innerOf = (text: string, { from, to }: Span): Span | undefined => {
  const [, open = ''] = /^[rRuU]?("""|'''|"|')/.exec(text.slice(from, to)) ?? [];
  if (open === '' || !text.slice(0, to).endsWith(open)) return undefined;
  return { from: text.indexOf(open, from) + open.length, to: to - open.length };
};

/** Where a finding about a value goes: the value, when it is written in the statement that sets the name, else the name there. */
export const placeOfValue = ({ statement, target, value }: Change): Location =>
  value.at.uri === statement.uri && covers(statement.span, value.at.span) ? value.at : target;

/** Whether a statement begins its line without an indent: lines beside it are of the module itself. */
export const standsAlone = (text: string, { from }: Span): boolean => from === 0 || text[from - 1] === '\n';
