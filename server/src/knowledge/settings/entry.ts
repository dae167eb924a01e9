// What the catalogue holds about Django settings: the settings, the keys inside them, and the classes and modules they name.
import type { Entry } from '../entry.ts';

/** Whose a thing is, and in which releases of that distribution it exists. */
export interface Released extends Entry {
  /** The distribution that reads or brings it, as PyPI spells it: `Django`, `whitenoise`. `Python` for the standard library. */
  readonly of: string;
  /** The first release that has it, `5.1` or `6.3.0`; undefined when all releases in the tables do, or the tables do not know. */
  readonly since: string | undefined;
  /** The first release that advises against it. */
  readonly deprecated: string | undefined;
  /** The first release without it. */
  readonly removed: string | undefined;
  /** What to use instead; empty where nothing took its place. */
  readonly replacement: string;
}

/** A setting. `values` are its choices, where it has a closed list of them. */
export interface Setting extends Released {
  readonly kind: 'setting';
  /** What it may hold, in words close to Python's own types: `bool`, `path | None`, `list[dotted path]`. */
  readonly type: string;
  /** The default as a Python expression, or in words where it depends on other settings; undefined when the tables do not know. */
  readonly fallback: string | undefined;
  /** Where the default changed: the release that brought each, oldest first. Empty when it never did. */
  readonly fallbacks: Readonly<Record<string, string>>;
}

/** A key inside a setting. Its name is the way to it, `*` for an alias or an index: `DATABASES.*.HOST`. */
export interface SettingKey extends Released {
  readonly kind: 'setting-key';
  readonly type: string;
  readonly fallback: string | undefined;
}

/** What a setting names by its dotted path. `name` is the whole path. */
interface Named extends Released {
  /** Belongs to development: in production it costs, shows or swallows something. */
  readonly development: boolean;
}

export interface Middleware extends Named {
  readonly kind: 'middleware';
  /** Where it belongs, as a sentence. */
  readonly place: string;
  /** Middleware it must stand below, respectively above, where both are in the list. */
  readonly after: readonly string[];
  readonly before: readonly string[];
  /** It adds headers, ids or a clock and otherwise leaves a request alone: it may stand between SecurityMiddleware and WhiteNoise. */
  readonly headerOnly: boolean;
}

export interface App extends Named {
  readonly kind: 'app';
  /** Apps it must stand in front of, where both are installed. */
  readonly before: readonly string[];
}

export interface Storage extends Named {
  readonly kind: 'storage';
  /** The alias of STORAGES it is made for. */
  readonly for: 'default' | 'staticfiles' | 'both';
  /** It writes files under names that carry a hash of their content. */
  readonly hashes: boolean;
  /** It writes compressed twins. */
  readonly compresses: boolean;
  /** It keeps files with a service, not on the disk of the container. */
  readonly remote: boolean;
  /** The requirement that brings what it needs; empty when its distribution alone does. */
  readonly requires: string;
}

export interface Finder extends Named {
  readonly kind: 'finder';
}

export type BackendRole =
  | 'database'
  | 'cache'
  | 'email'
  | 'session'
  | 'serializer'
  | 'message-storage'
  | 'template-engine'
  | 'context-processor'
  | 'template-loader'
  | 'form-renderer'
  | 'authentication'
  | 'password-hasher'
  | 'password-validator'
  | 'upload-handler'
  | 'task'
  | 'log-handler'
  | 'log-filter'
  | 'log-formatter';

/** A class, function or module that another setting names. */
export interface Backend extends Named {
  readonly kind: 'backend';
  readonly role: BackendRole;
}

/** The beginning that names of another distribution's settings have in common. */
export interface SettingPrefix extends Released {
  readonly kind: 'setting-prefix';
}

/** A name that a distribution had and has no more. */
export interface RemovedApi extends Released {
  readonly kind: 'removed-api';
}

/** A module of Django, WhiteNoise, ServeStatic or django-storages; ask `dottedPath` rather than reading it. */
export interface PythonModule extends Released {
  readonly kind: 'python-module';
  /** Classes and functions in it, parted by blanks, each with `@since` and `-removed` behind it; empty where they were not listed. */
  readonly names: string;
}

/** The kinds of entries that settings bring. */
export interface SettingsEntries {
  readonly setting: Setting;
  readonly 'setting-key': SettingKey;
  readonly middleware: Middleware;
  readonly app: App;
  readonly storage: Storage;
  readonly finder: Finder;
  readonly backend: Backend;
  readonly 'setting-prefix': SettingPrefix;
  readonly 'removed-api': RemovedApi;
  readonly 'python-module': PythonModule;
}
