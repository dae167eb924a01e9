// What rules about static files ask of a deployment.
import type { Knowledge } from '../../knowledge/entry.ts';
import { unknown } from '../../languages/maybe.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { textOf, truth } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { hasApp, isStaticMiddleware, stringsOf } from './settings.ts';
import { remoteStorage, storageClass } from './storage.ts';

/** Who cannot do without the collected files in the container of Django, and where that is written. */
export interface Needs {
  readonly by: 'manifest' | 'whitenoise';
  readonly at: Value['at'];
  /** Whether there surely are pages with static files: those of the admin. */
  readonly pages: boolean;
}

/** The value that names a storage which writes a manifest and reads it for every page; nothing for others. */
const manifestStorage = (knowledge: Knowledge, view: SettingsView): Value | undefined => {
  const storage = storageClass(view, 'staticfiles');
  if (storage === undefined || storage === unknown) return undefined;
  const text = textOf(storage);
  const entry = text === undefined ? undefined : knowledge.find('storage', text);
  return entry?.hashes && !entry.remote && !/Cached/.test(text ?? '') ? storage : undefined;
};

/**
 * Why a deployment needs the collected files beside Django: the manifest of its storage, or WhiteNoise. Nothing for development, for
 * storages elsewhere, for WhiteNoise that looks for the sources, and where the settings are not known.
 */
export const needsCollected = (knowledge: Knowledge, { purpose, role, server, view }: Deployment): Needs | undefined => {
  if (purpose === 'development' || purpose === 'test' || role !== 'web' || !server || server.kind === 'runserver' || !view)
    return undefined;
  if (view.open.length > 0 || !hasApp(view, 'django.contrib.staticfiles')) return undefined;
  const debug = view.get('DEBUG');
  if (debug && truth(debug.value) !== false) return undefined;
  const manifest = manifestStorage(knowledge, view);
  const pages = hasApp(view, 'django.contrib.admin');
  if (manifest) return { by: 'manifest', at: manifest.at, pages };
  if (remoteStorage(knowledge, view, 'staticfiles') !== false) return undefined;
  const middleware = stringsOf(view, 'MIDDLEWARE').find(({ text, item }) => item.certain && isStaticMiddleware(text));
  const switches = [
    'WHITENOISE_USE_FINDERS',
    'WHITENOISE_AUTOREFRESH',
    'WHITENOISE_ROOT',
    'SERVESTATIC_USE_FINDERS',
    'SERVESTATIC_AUTOREFRESH',
  ];
  if (!middleware || switches.some((name) => view.get(name) && truth(view.get(name)?.value ?? middleware.item.value) !== false))
    return undefined;
  return { by: 'whitenoise', at: middleware.item.at, pages };
};

/** The path of STATIC_URL as it comes in requests: `/static/`; nothing for other hosts and for what is not known. */
export const staticPath = ({ static: { url } }: Pick<Deployment, 'static'>): string | undefined => {
  if (url.state !== 'known' || /^(?:[a-z]+:)?\/\//i.test(url.value) || url.value === '') return undefined;
  return `/${url.value.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
};
