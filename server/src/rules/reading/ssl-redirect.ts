// Whether Django redirects plain requests to https, and which paths it lets through.
import { isClosed, knownItems, textOf, truth } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { assignmentOf } from './settings.ts';

export interface SslRedirect {
  /** The name SECURE_SSL_REDIRECT where it is switched on. */
  readonly at: Location;
  /** Whether a path is surely redirected; false as well where that cannot be told. */
  takes(path: string): boolean;
}

/** Middleware that lets a request pass as it came. */
const passes = /^(?:django\.|whitenoise\.|servestatic\.|corsheaders\.|csp\.|django_permissions_policy\.|django_prometheus\.)/;

/** The redirect of settings where it surely happens: it is on, its middleware is there, and nothing of the project stands in front of it. */
export const sslRedirect = (view: SettingsView): SslRedirect | undefined => {
  const setting = view.get('SECURE_SSL_REDIRECT');
  const middleware = listOf(view, 'MIDDLEWARE');
  if (!setting?.certain || truth(setting.value) !== true) return undefined;
  if (!middleware || !isClosed(middleware) || !view.get('MIDDLEWARE')?.certain) return undefined;
  const names = knownItems(middleware).map(({ value }) => textOf(value));
  const at = names.indexOf('django.middleware.security.SecurityMiddleware');
  if (at < 0 || names.slice(0, at).some((name) => name === undefined || !passes.test(name))) return undefined;
  const exempt = exemptions(view);
  return {
    at: assignmentOf(setting).target,
    takes: (path) => exempt !== undefined && !exempt.some((one) => one.test(path.replace(/^\//, '').replace(/[?#].*$/s, ''))),
  };
};

/** The patterns of SECURE_REDIRECT_EXEMPT; nothing where one of them is not known. */
const exemptions = (view: SettingsView): readonly RegExp[] | undefined => {
  if (!view.get('SECURE_REDIRECT_EXEMPT')) return view.open.length > 0 ? undefined : [];
  const list = listOf(view, 'SECURE_REDIRECT_EXEMPT');
  if (!list || !isClosed(list)) return undefined;
  const texts = knownItems(list).map(({ value }) => textOf(value));
  // What only Python's expressions have is not tried here.
  if (texts.some((text) => text === undefined || /\(\?|\\[AZ]/.test(text))) return undefined;
  try {
    return texts.map((text) => new RegExp(text ?? ''));
  } catch {
    return undefined;
  }
};
