// The folders that static files are collected from, and what Django does to the files in them.
import { type Maybe, unknown } from '../../languages/maybe.ts';
import type { Location } from '../../text/span.ts';
import { parent, slashPath } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import { entryOf, holds, isClosed, knownItems, type Place, placeOf, textOf } from './ask.ts';
import { moduleIn } from './modules.ts';
import { storageInForce } from './storage-class.ts';
import type { KnownItem, Value } from './value.ts';
import { type DjangoProject, listOf, type SettingsView } from './view.ts';

/** One entry of STATICFILES_DIRS. */
export interface StaticSource {
  readonly item: KnownItem;
  /** What it names; undefined where that is not known. */
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
        return { item, place: placeOf(folder), prefix: first && text !== undefined ? { text, at: first.value.at } : undefined };
      })
    : [];
};

const installed = (view: SettingsView): readonly { readonly text: string; readonly item: KnownItem }[] => {
  const list = listOf(view, 'INSTALLED_APPS');
  return list
    ? knownItems(list).flatMap((item) => {
        const text = textOf(item.value);
        return text !== undefined && item.certain ? [{ text, item }] : [];
      })
    : [];
};

const finders = 'django.contrib.staticfiles.finders.';

/** Whether Django goes through STATICFILES_DIRS: the app is installed, and its finder is among the finders. */
export const collectsFromFolders = (view: SettingsView): Maybe<boolean> => {
  if (!installed(view).some(({ text }) => /^django\.contrib\.staticfiles(?:\.apps\.|$)/.test(text))) return unknown;
  const list = listOf(view, 'STATICFILES_FINDERS');
  if (list) return holds(list, `${finders}FileSystemFinder`);
  return view.get('STATICFILES_FINDERS') ? unknown : true;
};

/** The folders `static` of the apps that lie in this workspace, each with the item of INSTALLED_APPS that names its app. */
export const appSources = (
  project: Project,
  { root }: DjangoProject,
  view: SettingsView,
): readonly { readonly place: Place; readonly at: Location }[] =>
  installed(view).flatMap(({ text, item }) => {
    if (!/^[A-Za-z_][\w.]*$/.test(text)) return [];
    const app = moduleIn(project, root, text.replace(/\.apps\.\w+$/, ''));
    const path = app?.endsWith('/__init__.py') ? `${slashPath(parent(app))}/static` : undefined;
    return app && path && project.paths.isFolder(path) ? [{ place: { path, anchor: app }, at: item.at }] : [];
  });

/** A folder of this workspace that is collected from, without a slash at its end, and what is put in front of the names of its files. */
export interface Collected {
  readonly folder: string;
  readonly prefix: string;
}

/**
 * All folders of the workspace whose files are collected under hashed names, which makes Django look at what those files name;
 * nothing where files keep their names, or may be found elsewhere too.
 */
export const hashedSources = (project: Project, django: DjangoProject, view: SettingsView): readonly Collected[] => {
  const value = storageInForce(django, view, 'staticfiles');
  const storage = value === undefined || value === unknown ? undefined : textOf(value);
  // Classes of other packages, and those of the project, may do it in another way.
  if (!storage || !/^(?:django|whitenoise|servestatic)\..*Manifest\w*Storage$/.test(storage)) return [];
  // Options may say another folder.
  if (optionsIn(view)) return [];
  if (collectsFromFolders(view) !== true) return [];
  const list = listOf(view, 'STATICFILES_FINDERS');
  if (list && !(isClosed(list) && knownItems(list).every(({ value: one }) => textOf(one)?.startsWith(finders)))) return [];
  const own = view.get('STATICFILES_DIRS');
  const dirs = listOf(view, 'STATICFILES_DIRS');
  if (own && !(dirs && isClosed(dirs))) return [];
  const sources = sourcesOf(view);
  // A folder that is not known may hold any file.
  if (sources.some(({ place, item }) => !place?.anchor || !item.certain)) return [];
  const apps = list && holds(list, `${finders}AppDirectoriesFinder`) !== true ? [] : appSources(project, django, view);
  return [
    ...sources.flatMap(({ place, prefix }) => (place ? [{ folder: place.path, prefix: prefix ? `${prefix.text}/` : '' }] : [])),
    ...apps.map(({ place }) => ({ folder: place.path, prefix: '' })),
  ];
};

/** Whether the entry of STORAGES has options. */
const optionsIn = (view: SettingsView): boolean => {
  const storages = view.get('STORAGES')?.value;
  const entry = storages?.is === 'dict' ? entryOf(storages, 'staticfiles') : undefined;
  if (entry === undefined || entry === unknown || entry.value.is !== 'dict') return false;
  return entryOf(entry.value, 'OPTIONS') !== undefined;
};
