// Which distribution brings a module that settings name, and what else may bring that distribution along.
import type { Packages } from '../../project/dockerfile/requirements.ts';

interface Brought {
  /** As PyPI spells it. */
  readonly name: string;
  /** Other distributions that bring the same module. */
  readonly or?: readonly string[];
  /** Distributions that need it themselves, so that a list which names them need not name it. */
  readonly by?: RegExp;
}

/** Modules that Django projects name in their settings. From the names of top-level modules in the wheels of each. */
const modules: Readonly<Record<string, Brought>> = {
  allauth: { name: 'django-allauth', by: /allauth|dj-rest-auth|mailman3|hyperkitty|postorius/ },
  axes: { name: 'django-axes' },
  channels: { name: 'channels', by: /^channels-|channels/ },
  channels_redis: { name: 'channels-redis' },
  compressor: { name: 'django-compressor', by: /compressor|wagtail-|django-libsass|hyperkitty/ },
  configurations: { name: 'django-configurations' },
  corsheaders: { name: 'django-cors-headers' },
  crispy_forms: { name: 'django-crispy-forms', by: /crispy/ },
  csp: { name: 'django-csp' },
  daphne: { name: 'daphne', by: /^channels/ },
  debug_toolbar: { name: 'django-debug-toolbar', by: /debug-toolbar|template-profiler/ },
  decouple: { name: 'python-decouple' },
  dj_database_url: { name: 'dj-database-url', by: /django-heroku|environs|^django-on-heroku$/ },
  django_celery_beat: { name: 'django-celery-beat' },
  django_celery_results: { name: 'django-celery-results' },
  django_extensions: { name: 'django-extensions', by: /shell-plus|^django-.*extensions|hyperkitty/ },
  django_filters: { name: 'django-filter', by: /filter|wagtail|drf-|geonode/ },
  django_prometheus: { name: 'django-prometheus' },
  django_redis: { name: 'django-redis', by: /redis/ },
  django_rq: { name: 'django-rq', by: /rq/ },
  django_structlog: { name: 'django-structlog' },
  django_tables2: { name: 'django-tables2', by: /tables2/ },
  dotenv: { name: 'python-dotenv', by: /dotenv|environs|pydantic-settings|uvicorn|prettyconf/ },
  drf_spectacular: { name: 'drf-spectacular' },
  drf_yasg: { name: 'drf-yasg' },
  environ: { name: 'django-environ' },
  environs: { name: 'environs' },
  health_check: { name: 'django-health-check' },
  import_export: { name: 'django-import-export' },
  mptt: { name: 'django-mptt', by: /mptt|cms|filer|wagtail|geonode|polymorphic/ },
  ninja: { name: 'django-ninja', by: /ninja/ },
  rest_framework: { name: 'djangorestframework', by: /rest|drf|spectacular|geonode|wagtail|knox|djoser|hyperkitty/ },
  rest_framework_simplejwt: { name: 'djangorestframework-simplejwt', by: /simplejwt|djoser|dj-rest-auth/ },
  sentry_sdk: { name: 'sentry-sdk', by: /sentry/ },
  servestatic: { name: 'servestatic' },
  silk: { name: 'django-silk' },
  simple_history: { name: 'django-simple-history' },
  storages: { name: 'django-storages', by: /storages|boto|cookie/ },
  taggit: { name: 'django-taggit', by: /taggit|wagtail|geonode/ },
  treebeard: { name: 'django-treebeard', by: /treebeard|wagtail|cms|oscar|geonode/ },
  wagtail: { name: 'wagtail', by: /wagtail/ },
  waffle: { name: 'django-waffle' },
  whitenoise: { name: 'whitenoise', by: /^(?:django-heroku|django-on-heroku|servestatic|geonode)$/ },
};

/** The distribution that brings the first part of a dotted path; nothing for modules that many things may bring. */
export const distributionOf = (dotted: string): Brought | undefined => {
  const top = dotted.replace(/\..*$/s, '');
  return Object.hasOwn(modules, top) ? modules[top] : undefined;
};

/**
 * Whether an image surely lacks a distribution. A list that a person wrote names only part of what is installed: then nothing
 * may be in it that is known to bring the other along.
 */
export const isLacking = (
  { complete, locked, byName, installed }: Pick<Packages, 'complete' | 'locked' | 'byName' | 'installed'>,
  { name, or = [], by }: Brought,
): boolean => {
  if (!complete || installed.length === 0 || [name, ...or].some((one) => byName.has(one))) return false;
  return locked || !by || !installed.some((one) => by.test(one.name));
};
