// Projects that others have published: from their source distributions, laid out as their authors did.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addedBy } from './managers.ts';
import { run } from './project.ts';
import { plain, type Variant } from './variant.ts';

/** Sources could not be fetched: that proves nothing, and is told. */
export class Unreachable extends Error {}

/** Unpacks a source distribution of PyPI into a folder; pip compares the checksum. */
const unpacked = (folder: string, bin: string, name: string, version: string, sha256: string): void => {
  const scratch = `${folder}-source`;
  mkdirSync(scratch, { recursive: true });
  const list = join(scratch, 'list.txt');
  writeFileSync(list, `${name}==${version} --hash=sha256:${sha256}\n`);
  try {
    run(join(bin, 'pip'), ['download', '--quiet', '--no-deps', '--no-binary', name, '--require-hashes', '--dest', scratch, '-r', list]);
  } catch (error) {
    throw new Unreachable(`${name} ${version}: ${error instanceof Error ? error.message : String(error)}`);
  }
  run('sh', ['-c', `tar xzf ${scratch}/*.tar.gz --strip-components=1 -C ${folder}`]);
};

const edit = (folder: string, path: string, ...changes: readonly (readonly [string | RegExp, string])[]): void => {
  let text = readFileSync(join(folder, path), 'utf8');
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${path} has no ${from}`);
    text = changed;
  }
  writeFileSync(join(folder, path), text);
};

/** What the scaffold names as left to do where settings may come from elsewhere. */
const secure: readonly [RegExp, string] = [
  /$/,
  "\nSECURE_HSTS_SECONDS = 3600\nSECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')\n",
];

const published = (name: string, version: string, sha256: string, more: Partial<Variant>): Variant => ({
  ...plain,
  name,
  source: (folder, bin) => unpacked(folder, bin, name, version, sha256),
  options: ['--volume', `drydock-proof-${name}:/data:U`],
  volume: `drydock-proof-${name}`,
  release: ['python', 'manage.py', 'migrate', '--noinput'],
  named: /href="([^"]+\.[0-9a-f]{12}\.css)"/,
  ...more,
});

export const others: readonly Variant[] = [
  // A package whose manage.py calls a function of it, with Django in an extra and settings that dynaconf reads from YAML.
  published('ara', '1.8.0', '3579c8a80b6ce1b08bdbb557418cf0e12971ba6b8734158f7502b5a2bcd850c0', {
    after: (folder) => {
      // What `drydock check` says: files that stylesheets and scripts name and that are not published with them, and WhiteNoise
      // that looks for the sources.
      for (const path of ['css/bootstrap.min.css', 'js/bootstrap.bundle.min.js'])
        edit(folder, `ara/ui/static/${path}`, [/^.*sourceMappingURL=.*$/m, '']);
      edit(folder, 'ara/ui/static/css/bootstrap-icons.min.css', [/,url\("fonts\/bootstrap-icons\.woff\?[^)]*\) format\("woff"\)/, '']);
      edit(folder, 'ara/server/settings.py', [/^WHITENOISE_USE_FINDERS = True\n/m, ''], secure);
      // STATIC_ROOT comes out of dynaconf, and lies in the home of whoever runs it.
      edit(folder, 'Dockerfile', ['ENV DJANGO_SETTINGS_MODULE=', 'ENV ARA_STATIC_ROOT=/app/staticfiles\nENV DJANGO_SETTINGS_MODULE=']);
    },
    // A line of its own that Django reads no more.
    leaves: ['settings/removed-setting'],
    environment: { ARA_BASE_DIR: '/data/ara', ARA_STATIC_ROOT: '/app/staticfiles' },
  }),
  // A `src` folder, a uv.lock, a Dockerfile of its own, and settings that django-environ reads, most without a default.
  published('ephios', '0.27.1', 'b4ab5b9b02b643e8be2ecabe85396f21d8d72770624164e245e4efc60d2402b8', {
    flags: ['--replace'],
    needs: [['uv', '0.13.9']],
    after: (folder, bin) => {
      addedBy('uv', folder, bin);
      // Translations for scripts are made in a step that its own image had, and need a folder that collectstatic looks into. What
      // django-compressor makes cannot go through the storage with hashes, as `settings/compressor-offline` explains.
      edit(folder, 'Dockerfile', [/(RUN \\\n(?: {4}\S+ \\\n)+ {4}python manage\.py )collectstatic --noinput\n/, '$1compilejsi18n\n$&']);
      edit(
        folder,
        'src/ephios/settings.py',
        [/^COMPRESS_STORAGE_ALIAS = .*\nCOMPRESS_OFFLINE_MANIFEST_STORAGE_ALIAS = .*\n/m, ''],
        [/$/, '\nSTATICI18N_ROOT = os.path.join(PACKAGE_DIR, "static")\n'],
      );
    },
    // The result says that django-compressor may not write below /app. Its pages differ by language, so it cannot work beforehand.
    options: ['--volume', 'drydock-proof-ephios:/data:U', '--tmpfs', '/app/data/public/static/CACHE:mode=1777'],
    environment: {
      DATABASE_URL: 'sqlite:////data/db.sqlite3',
      SITE_URL: 'https://localhost',
      ADMINS: 'root@localhost',
      DEFAULT_FROM_EMAIL: 'root@localhost',
      SERVER_EMAIL: 'root@localhost',
      EMAIL_URL: 'consolemail://',
      TRUST_X_FORWARDED_PROTO: '1',
      // LOGGING opens a file, as the result of the scaffold says.
      LOG_DIR: '/tmp/log',
    },
    // The page for what is not there is one of its own, with styles that are compiled while it is rendered; none of those is called
    // after its content in the way of Django's storages, as the styles of the admin are.
    page: '/admin/login/',
    uploads: '/usercontent/upload.txt',
  }),
  // manage.py in a subfolder, a uv.lock, and settings that YAML files and variables overrule by way of `globals()`.
  published('django-ca', '3.2.0', 'd631b2c91d27b0fd362db1197a4712703caa1bdce52b935c8e1b61e6c3984c07', {
    needs: [['uv', '0.13.9']],
    after: (folder, bin) => {
      addedBy('uv', folder, bin);
      edit(folder, 'ca/ca/settings.py', secure);
      // A function gives the key, from a variable with a name of its own.
      edit(folder, 'Dockerfile', ['SECRET_KEY=build-only', 'DJANGO_CA_SECRET_KEY=build-only']);
    },
    environment: { DJANGO_CA_SECRET_KEY: 'only-for-this-proof', SQLITE_NAME: '/data/db.sqlite3' },
    page: '/admin/login/',
  }),
];
