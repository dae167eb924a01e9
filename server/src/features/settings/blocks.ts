// Blocks of settings that belong together in production, each as one completion. They are offered where settings stand and nowhere
// else: snippets of an editor would come up in every Python file.
import type { Parsed } from '../../languages/language.ts';
import { readingOf } from '../../languages/python/environment.ts';
import { importOf, type Written, writtenOf } from '../../languages/python/writing.ts';
import { factsAt } from '../../project/project.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import { isInstalled, type Seen } from './seen.ts';

interface Block {
  readonly label: string;
  readonly detail: string;
  /** It is offered where the module sets none of these. */
  readonly sets: readonly string[];
  /** Whether the project has what it needs. */
  fits?(seen: Seen): boolean;
  /** Its lines, `${1:word}` where something may be typed over. */
  lines(file: Written, seen: Seen): readonly string[];
}

const quoted =
  ({ quote }: Written) =>
  (text: string): string =>
    `${quote}${text}${quote}`;

const postgres = ['psycopg', 'psycopg2', 'psycopg2-binary', 'psycopg-binary'];
const mysql = ['mysqlclient', 'pymysql'];

const blocks: readonly Block[] = [
  {
    label: 'settings from the environment',
    detail: 'SECRET_KEY, DEBUG and host names',
    sets: ['SECRET_KEY', 'DEBUG', 'ALLOWED_HOSTS', 'CSRF_TRUSTED_ORIGINS'],
    lines(file) {
      const read = readingOf(file);
      return [
        `SECRET_KEY = ${read.text('SECRET_KEY')}`,
        `DEBUG = ${read.truth('DEBUG', false)}`,
        `ALLOWED_HOSTS = ${read.list('ALLOWED_HOSTS', ['${1:www.example.com}'])}`,
        `CSRF_TRUSTED_ORIGINS = ${read.list('CSRF_TRUSTED_ORIGINS', [])}`,
      ];
    },
  },
  {
    label: 'secure connections',
    detail: 'HTTPS, HSTS, cookies and the header of the proxy',
    sets: ['SECURE_SSL_REDIRECT', 'SECURE_HSTS_SECONDS', 'SECURE_PROXY_SSL_HEADER', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE'],
    lines(file) {
      const q = quoted(file);
      return [
        '# Right behind a proxy that sets this header itself and drops it when a client sends it.',
        `SECURE_PROXY_SSL_HEADER = (${q('HTTP_X_FORWARDED_PROTO')}, ${q('https')})`,
        'SECURE_SSL_REDIRECT = True',
        'SESSION_COOKIE_SECURE = True',
        'CSRF_COOKIE_SECURE = True',
        '# An hour to begin with: raise it to a year once every page is known to work with HTTPS.',
        'SECURE_HSTS_SECONDS = ${1:3600}',
      ];
    },
  },
  {
    label: 'logging to the console',
    detail: 'LOGGING for a container',
    sets: ['LOGGING'],
    lines(file) {
      const q = quoted(file);
      return [
        'LOGGING = {',
        `${file.indent}${q('version')}: 1,`,
        `${file.indent}${q('disable_existing_loggers')}: False,`,
        `${file.indent}${q('handlers')}: {${q('console')}: {${q('class')}: ${q('logging.StreamHandler')}}},`,
        `${file.indent}${q('root')}: {${q('handlers')}: [${q('console')}], ${q('level')}: ${q('${1:INFO}')}},`,
        '}',
      ];
    },
  },
  {
    label: 'database from the environment',
    detail: 'DATABASES, with connections that stay open',
    sets: ['DATABASES'],
    fits: ({ place: { project } }) => [...postgres, ...mysql].some((name) => isInstalled(project, name)),
    lines(file, { place: { project } }) {
      const q = quoted(file);
      const read = readingOf(file);
      const engine = postgres.some((name) => isInstalled(project, name)) ? 'postgresql' : 'mysql';
      const entry = (key: string, value: string) => `${file.indent.repeat(2)}${q(key)}: ${value},`;
      return [
        'DATABASES = {',
        `${file.indent}${q('default')}: {`,
        entry('ENGINE', q(`django.db.backends.${engine}`)),
        ...['NAME', 'USER', 'PASSWORD', 'HOST'].map((key) => entry(key, read.text(`\${1:DB}_${key}`))),
        entry('CONN_HEALTH_CHECKS', 'True'),
        `${file.indent}},`,
        '}',
      ];
    },
  },
  {
    label: 'uploads in object storage',
    detail: 'STORAGES with django-storages, its bucket from the environment',
    sets: ['STORAGES', 'AWS_STORAGE_BUCKET_NAME'],
    fits: ({ place: { project } }) => isInstalled(project, 'django-storages'),
    lines(file, { place: { project } }) {
      const q = quoted(file);
      const storage = isInstalled(project, 'whitenoise')
        ? 'whitenoise.storage.CompressedManifestStaticFilesStorage'
        : 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage';
      return [
        `AWS_STORAGE_BUCKET_NAME = ${readingOf(file).text('${1:AWS_STORAGE_BUCKET_NAME}')}`,
        'STORAGES = {',
        `${file.indent}${q('default')}: {${q('BACKEND')}: ${q('storages.backends.s3.S3Storage')}},`,
        `${file.indent}${q('staticfiles')}: {${q('BACKEND')}: ${q(storage)}},`,
        '}',
      ];
    },
  },
];

/** The blocks that a module lacks, in its own quotes, indentation and line ends. */
export const settingBlocks = (seen: Seen, span: Span): readonly Completion[] => {
  const { place, own, uri, caret } = seen;
  const typed = caret.on === 'target' ? caret.typed : '';
  const facts = factsAt(place.project, uri, 'python');
  if (!facts) return [];
  const file = writtenOf({ parsed: place.parsed as Parsed<'python'>, facts });
  const sets = (name: string) => own?.get(name)?.changes.some(({ target }) => target.uri === uri) ?? false;
  return blocks.flatMap((block, at): Completion[] => {
    if (block.sets.some(sets) || block.fits?.(seen) === false) return [];
    const text = block.lines(file, seen).join(file.end);
    return [
      completion(block.label, 'snippet', span, {
        detail: block.detail,
        insert: text,
        plain: text.replaceAll(/\$\{1:([^}]*)\}/g, '$1'),
        snippet: true,
        // Who has typed something means the name of a setting.
        sort: `${typed === '' ? '01' : '2'}${at}`,
        also: /\bos\.environ\b/.test(text) ? importOf(file, 'os') : [],
      }),
    ];
  });
};
