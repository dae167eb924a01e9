// Settings modules to measure on: one long one, and a package of many small ones.
import { chance } from './numbers.ts';
import { type Dice, number, pick, placesIn, type Sample, word } from './texts.ts';

/** The beginning of a settings module, as `startproject` writes it and people go on with it. */
const head = `"""Settings of the shop."""
import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env(DEBUG=(bool, False))
environ.Env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY")
DEBUG = env("DEBUG")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["shop.example.org"])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "shop",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://db/shop")}
CACHES = {}
LOGGING = {"version": 1, "disable_existing_loggers": False, "handlers": {}, "loggers": {}}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
`.split('\n');

/** A few statements that belong together. */
const group = (dice: Dice, i: number): readonly string[] => {
  const name = word(dice);
  const upper = `${name.toUpperCase()}_${i}`;
  const kinds: readonly [() => string[], ...(() => string[])[]] = [
    () => [`# ${name}`, `SHOP_${upper}_URL = env("SHOP_${upper}_URL", default="https://${name}.example.org")`],
    () => [`SHOP_${upper}_TIMEOUT = int(os.environ.get("SHOP_${upper}_TIMEOUT", ${number(dice, 500)}))`],
    () => [`SHOP_${upper}_DIR = os.path.join(BASE_DIR, "${name}", "${i}")`],
    () => [
      `SHOP_${upper} = {`,
      `    "host": "${name}",`,
      `    "port": ${8000 + number(dice, 500)},`,
      '    "hosts": ["a", "b", *ALLOWED_HOSTS],',
      '}',
    ],
    () => [`INSTALLED_APPS += ["shop.${name}_${i}"]`],
    () => ['if DEBUG:', `    SHOP_${upper}_LEVEL = "DEBUG"`, 'else:', `    SHOP_${upper}_LEVEL = "INFO"`],
    () => [`LOGGING["loggers"]["shop.${name}_${i}"] = {"handlers": ["console"], "level": "INFO"}`],
    () => [
      `CACHES["${name}_${i}"] = {`,
      '    "BACKEND": "django.core.cache.backends.redis.RedisCache",',
      `    "LOCATION": env("REDIS_${i}", default="redis://cache/${i}"),`,
      '}',
    ],
    () => [`SHOP_${upper}_TEMPLATES = [`, ...['list', 'detail', 'mail'].map((one) => `    "shop/${name}/${one}.html",`), ']'],
    () => ['', '# --------------------------------------------------', `# ${name}, see the notes of ${2000 + number(dice, 25)}`, ''],
  ];
  return pick(dice, kinds)();
};

const typed: Sample['typed'] = [
  'SESSION_COOKIE_SECURE = True',
  'CSRF_TRUSTED_ORIGINS = ["https://shop.example.org"]',
  'MIDDLEWARE.insert(1, "corsheaders.middleware.CorsMiddleware")',
  '# what follows is for the night',
  'STATICFILES_DIRS = [BASE_DIR / "assets"]',
  'SECURE_HSTS_SECONDS = 3600',
];
const begun: Sample['begun'] = ['', 'SESS', 'CSRF_', 'MIDDLEWARE = ["', 'DATABASES', 'LANG'];
const isDone = (line: string): boolean => /^[A-Z]\w* ?=.*[^[({,]$/.test(line);

/** What makes it the settings of a Django project. */
const around = (module: string): Readonly<Record<string, string>> => ({
  'manage.py': `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")\nfrom django.core.management import execute_from_command_line\n`,
  'shop/__init__.py': '',
  'shop/wsgi.py': `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")\n`,
  'requirements.txt': 'django==5.2.8\ndjango-environ==0.12.0\ngunicorn==23.0.0\nwhitenoise==6.9.0\n',
  Dockerfile:
    'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "shop.wsgi", "--bind", "0.0.0.0:8000"]\n',
});

/** A settings module of exactly this many lines. */
export const settingsSample = (lines: number): Sample => {
  const dice = chance(lines);
  const out = [...head];
  for (let i = 0; out.length < lines; i++) out.push(...group(dice, i));
  out.length = lines;
  return {
    name: 'shop/settings.py',
    language: 'python',
    text: `${out.join('\n')}\n`,
    typed,
    places: placesIn(out, dice, isDone),
    begun,
    beside: around('shop.settings'),
  };
};

/** A package of so many settings modules, of which the last takes over all others; what is typed in is one from its middle. */
export const settingsPackage = (modules: number): Sample => {
  const dice = chance(modules);
  const parts = Array.from({ length: modules - 2 }, (_, i) => {
    const lines = ['import os', 'from .base import *', ''];
    for (let k = 0; k < 12; k++) lines.push(...group(dice, 100 * i + k));
    return lines;
  });
  const middle = Math.floor(parts.length / 2);
  const own = parts[middle] ?? [];
  const all = parts.map((_, i) => `from .part_${i} import *`);
  return {
    name: `shop/settings/part_${middle}.py`,
    language: 'python',
    text: `${own.join('\n')}\n`,
    typed,
    places: placesIn(own, dice, isDone),
    begun,
    beside: {
      ...around('shop.settings.production'),
      'shop/settings/__init__.py': '',
      'shop/settings/base.py': head.join('\n'),
      'shop/settings/production.py': `from .base import *\n${all.join('\n')}\nALLOWED_HOSTS = ["shop.example.org"]\n`,
      ...Object.fromEntries(parts.flatMap((lines, i) => (i === middle ? [] : [[`shop/settings/part_${i}.py`, `${lines.join('\n')}\n`]]))),
    },
  };
};
