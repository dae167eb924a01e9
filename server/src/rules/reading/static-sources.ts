// The folders that static files are collected from.
import { type Maybe, unknown } from '../../languages/maybe.ts';
import type { Project } from '../../project/project.ts';
import { holds, knownItems, type Place, placeOf, textOf } from '../../project/settings/ask.ts';
import { moduleIn } from '../../project/settings/modules.ts';
import type { KnownItem, Value } from '../../project/settings/value.ts';
import { type DjangoProject, listOf, type SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { parent, slashPath } from '../../text/uri.ts';
import { hasApp, stringsOf } from './settings.ts';

/** One entry of STATICFILES_DIRS. */
export interface StaticSource {
  readonly item: KnownItem;
  /** The value that names the folder, and what it names; undefined where that is not known. */
  readonly folder: Value | undefined;
  readonly place: Place | undefined;
  /** Of a pair, the text in front of names. */
  readonly prefix: { readonly text: string; readonly at: Value['at'] } | undefined;
}

/** The known entries of STATICFILES_DIRS, pairs of a prefix and a folder too. */
export const sourcesOf = (view: SettingsView): readonly StaticSource[] => {
  const list = listOf(view, 'STATICFILES_DIRS');
  return list
    ? knownItems(list).map((item): StaticSource => {
        const pair = item.value.is === 'list' ? item.value : undefined;
        const [first, second] = pair ? knownItems(pair) : [];
        const text = textOf(first?.value);
        const folder = pair ? second?.value : item.value;
        return { item, folder, place: placeOf(folder), prefix: first && text !== undefined ? { text, at: first.value.at } : undefined };
      })
    : [];
};

/** Whether Django goes through STATICFILES_DIRS: the app is installed, and its finder is among the finders. */
export const collectsFromFolders = (view: SettingsView): Maybe<boolean> => {
  if (!hasApp(view, 'django.contrib.staticfiles')) return unknown;
  const finders = listOf(view, 'STATICFILES_FINDERS');
  if (finders) return holds(finders, 'django.contrib.staticfiles.finders.FileSystemFinder');
  return view.get('STATICFILES_FINDERS') ? unknown : true;
};

/** The folders `static` of the apps that lie in this workspace, each with the item of INSTALLED_APPS that names its app. */
export const appSources = (
  project: Project,
  { root }: DjangoProject,
  view: SettingsView,
): readonly { readonly place: Place; readonly at: Location }[] =>
  stringsOf(view, 'INSTALLED_APPS').flatMap(({ text, item }) => {
    if (!item.certain || !/^[A-Za-z_][\w.]*$/.test(text)) return [];
    const app = moduleIn(project, root, text.replace(/\.apps\.\w+$/, ''));
    const path = app?.endsWith('/__init__.py') ? `${slashPath(parent(app))}/static` : undefined;
    return app && path && project.paths.isFolder(path) ? [{ place: { path, anchor: app }, at: item.at }] : [];
  });
