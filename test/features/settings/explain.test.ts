import assert from 'node:assert/strict';
import { definition } from '../../../server/src/features/definition.ts';
import { hints } from '../../../server/src/features/hints.ts';
import { references } from '../../../server/src/features/references.ts';
import type { Location } from '../../../server/src/text/span.ts';
import { slashPath } from '../../../server/src/text/uri.ts';
import { type Asking, hoverAt, placeIn } from '../../support/ask.ts';
import { inFile, inProduction } from './settings.ts';

const said = (marked: string): string => hoverAt(inProduction(marked));
/** Places as `file: text`. */
const told = ({ project }: Asking, places: readonly Location[]): readonly string[] =>
  places.map(
    ({ uri, span }) => `${slashPath(uri).replace('/project/', '')}: ${project.file(uri)?.parsed.file.text.slice(span.from, span.to) ?? ''}`,
  );
const defined = (marked: string): readonly string[] => {
  const place = inProduction(marked);
  return told(place, definition(place));
};
const mentioned = (marked: string, declarations = true): readonly string[] => {
  const place = inProduction(marked);
  return told(place, references(place, declarations));
};

describe('hover in a settings module', () => {
  it('explains a setting, and says what it comes to in production and who made it so', () => {
    const text = said('STATIC_<cursor>ROOT = BASE_DIR / "staticfiles"\n');
    assert.match(text, /^\*\*`STATIC_ROOT`\*\* · path \| None\n\nIs the folder/);
    assert.match(
      text,
      /\*\*In production\*\* \(`shop\.settings\.production`\): `staticfiles`\n\nset in \[shop\/settings\/production\.py:2\]/,
    );
    assert.match(text, /Default `None`/);
  });
  it('follows the values of other files', () => {
    assert.match(said('print(ALLOWED_<cursor>HOSTS)\n'), /`"shop\.example\.com"`\n\nset in \[shop\/settings\/base\.py:9\]/);
  });
  it('shows lists in order, with the file of each entry', () => {
    const text = said('MIDDLE<cursor>WARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")\n');
    assert.match(
      text,
      /1\. `"django\.middleware\.security\.SecurityMiddleware"` · \[shop\/settings\/base\.py:12\]\S+\n2\. `"whitenoise\.middleware\.WhiteNoiseMiddleware"`\n3\. `"pages\.middleware\.HealthMiddleware"` · \[shop/,
    );
    assert.match(text, /set in \[shop\/settings\/base\.py:11\]\S+, changed \(insert\) in \[shop\/settings\/production\.py:2\]/);
  });
  it('names variables and the files that set them, and never shows secrets', () => {
    assert.match(said('DEB<cursor>UG\n'), /the variable `DEBUG` as a switch; set in compose\.yaml; `False` when it is not set/);
    assert.doesNotMatch(said('SECRET_<cursor>KEY = "do-not-show-this"\n'), /do-not-show-this/);
    assert.doesNotMatch(said('SECRET_<cursor>KEY\n'), /hidden/);
  });
  it('says that the installed Django does not read a setting', () => {
    assert.match(said('STATICFILES_<cursor>STORAGE = "x"\n'), /\*\*This project installs Django 5\.2\.1, which does not read it\.\*\*/);
    assert.match(said('STATICFILES_<cursor>STORAGE = "x"\n'), /Gone since Django 5\.1 · Instead: `STORAGES\["staticfiles"\]\["BACKEND"\]`/);
  });
  it('says where a default changed', () => assert.match(said('USE_<cursor>TZ = True\n'), /Default `False`, `True` since 5\.0/));
  it('explains keys', () => {
    assert.match(
      said('DATABASES = {"default": {"CONN_<cursor>MAX_AGE": 600}}\n'),
      /^\*\*`CONN_MAX_AGE`\*\* · int \(seconds\) \| None · key in DATABASES/,
    );
  });
  it('tells the place of a middleware, and where it stands', () => {
    const text = said('MIDDLEWARE.insert(1, "whitenoise.<cursor>middleware.WhiteNoiseMiddleware")\n');
    assert.match(text, /\*\*Place:\*\* Right after `SecurityMiddleware`/);
    assert.match(text, /In production it stands at place 2 of 3\./);
  });
  it('tells names that are gone', () => {
    assert.match(
      said('STORAGES = {"staticfiles": {"BACKEND": "whitenoise.django.<cursor>GzipManifestStaticFilesStorage"}}\n'),
      /The whitenoise that this project installs does not have it/,
    );
  });
  it('tells classes and modules of the workspace', () => {
    assert.match(
      said('MIDDLEWARE += ["pages.middleware.<cursor>HealthMiddleware"]\n'),
      /class of this project, \[pages\/middleware\.py:5\]/,
    );
    assert.match(said('ROOT_URLCONF = "shop.<cursor>urls"\n'), /module of this project, \[shop\/urls\.py:1\]/);
  });
  it('tells who sets a variable', () => {
    assert.match(said('X = env("DEB<cursor>UG")\n'), /Set in \[compose\.yaml:5\]/);
    assert.match(
      said('X = env("NOBODY_<cursor>SETS")\n'),
      /No compose file, environment file, manifest or image of this project sets it\./,
    );
  });
  it('has nothing to say of names that are no settings, nor in other Python files', () => {
    assert.equal(said('MY_OWN_<cursor>NAME = 1\n'), '');
    assert.equal(said('import o<cursor>s\n'), '');
    assert.equal(hoverAt(inFile('pages/views.py', 'DEB<cursor>UG = 1\n')), '');
  });
});

describe('definition and references in a settings module', () => {
  it('lead from a dotted path to the class or module', () => {
    assert.deepEqual(defined('MIDDLEWARE += ["pages.middleware.<cursor>HealthMiddleware"]\n'), ['pages/middleware.py: HealthMiddleware']);
    assert.deepEqual(defined('INSTALLED_APPS += ["pag<cursor>es"]\n'), ['pages/__init__.py: ']);
    assert.deepEqual(defined('MIDDLEWARE += ["pages.middleware.<cursor>Nobody"]\n'), []);
    assert.deepEqual(defined('MIDDLEWARE += ["django.middleware.gzip.<cursor>GZipMiddleware"]\n'), []);
  });
  it('lead from a variable to who sets it', () => assert.deepEqual(defined('X = env("DEB<cursor>UG")\n'), ['compose.yaml: DEBUG']));
  it('lead from a setting to everything that changes it', () => {
    const all = 'MIDDLE<cursor>WARE.insert(1, "a")\nMIDDLEWARE += ["b"]\n';
    assert.deepEqual(mentioned(all), [
      'shop/settings/base.py: MIDDLEWARE',
      'shop/settings/production.py: MIDDLEWARE',
      'shop/settings/production.py: MIDDLEWARE',
    ]);
    assert.equal(mentioned(all, false).length, 2);
  });
  it('lead from a path to all that name it', () => {
    assert.deepEqual(mentioned('MIDDLEWARE += ["pages.middleware.<cursor>HealthMiddleware"]\n', false), [
      'shop/settings/base.py: pages.middleware.HealthMiddleware',
      'shop/settings/production.py: pages.middleware.HealthMiddleware',
    ]);
  });
});

describe('hints in a settings module', () => {
  const files = {
    'manage.py':
      'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nfrom django.core.management import execute_from_command_line\n',
    'shop/__init__.py': '',
  };
  const shown = (text: string, inlayHints = true): readonly string[] =>
    hints(placeIn('shop/settings.py', `${text}<cursor>`, files, { inlayHints })).map(
      ({ at, label }) => `${text.slice(0, at).split('\n').at(-1)} → ${label}`,
    );
  const text =
    'import os\nBASE = os.path.dirname(os.path.dirname(__file__))\nDEBUG = os.environ.get("DEBUG", "0") == "1"\nSTATIC_URL = "/static/"\nSTATIC_ROOT = os.path.join(BASE, "static")\n';
  it('say what three settings come to, where the text does not', () => {
    assert.deepEqual(shown(text), [
      'STATIC_ROOT = os.path.join(BASE, "static") → static in production',
      'DEBUG = os.environ.get("DEBUG", "0") == "1" → False unless DEBUG is set, in production',
    ]);
  });
  it('are off until they are asked for', () => assert.deepEqual(shown(text, false), []));
  it('tell when another statement has the last word', () => {
    assert.deepEqual(shown('DEBUG = True\nif True:\n    DEBUG = False\n'), []);
  });
});
