import assert from 'node:assert/strict';
import { pythonCaret } from '../../server/src/languages/python/caret.ts';
import { parse } from '../../server/src/languages/python/parse.ts';
import { readCursor } from '../support/cursor.ts';
import { at } from '../support/project.ts';

const caretIn = (marked: string) => {
  const { text, offset } = readCursor(marked);
  return pythonCaret(parse({ uri: at('settings.py'), kind: 'python', version: 1, text }), offset);
};
/** What the caret is on in a few words: `string MIDDLEWARE.*`, with the text around it. */
const on = (marked: string): string => {
  const caret = caretIn(marked);
  const way = 'way' in caret ? ` ${[caret.way.name, ...caret.way.keys].join('.')}` : '';
  return caret.on === 'nothing' ? 'nothing' : `${caret.on}${way}${caret.text ? ` "${caret.text}"` : ''}`;
};

describe('the caret in a settings module', () => {
  it('is on a name that is given a value, or may become one', () => {
    assert.equal(on('<cursor>'), 'target');
    assert.equal(on('X = 1\n\n<cursor>'), 'target');
    assert.equal(on('STAT<cursor>\nX = 1\n'), 'target "STAT"');
    assert.equal(on('STATIC_<cursor>URL = "/static/"\n'), 'target "STATIC_URL"');
    assert.equal(on('if not DEBUG:\n    SEC<cursor>\n'), 'target "SEC"');
    assert.equal(on('class Prod(Base):\n    DEB<cursor>\n    X = 1\n'), 'target "DEB"');
    assert.equal(on('MIDDLE<cursor>WARE += ["a"]\n'), 'target "MIDDLEWARE"');
    assert.equal(on('MIDDLE<cursor>WARE.insert(0, "a")\n'), 'target "MIDDLEWARE"');
    assert.equal(on('STOR<cursor>AGES["default"] = {}\n'), 'target "STORAGES"');
  });
  it('is on another use of a name', () => {
    assert.equal(on('X = STATIC_<cursor>URL\n'), 'name "STATIC_URL"');
    assert.equal(on('if not DEB<cursor>UG:\n    X = 1\n'), 'name "DEBUG"');
  });
  it('is on a string somewhere in the value of a name', () => {
    assert.equal(on('MIDDLEWARE = ["a", "b<cursor>"]\n'), 'string MIDDLEWARE.* "b"');
    assert.equal(on('MIDDLEWARE = [\n    "django.<cursor>'), 'string MIDDLEWARE.* "django."');
    assert.equal(on('MIDDLEWARE += ["x<cursor>"] + B\n'), 'string MIDDLEWARE.* "x"');
    assert.equal(on('MIDDLEWARE = [*A, "<cursor>"] + ["b"]\n'), 'string MIDDLEWARE.*');
    assert.equal(on('MIDDLEWARE = ["a"] if DEBUG else ["<cursor>"]\n'), 'string MIDDLEWARE.*');
    assert.equal(on('MIDDLEWARE.insert(0, "<cursor>")\n'), 'string MIDDLEWARE.*');
    assert.equal(on('MIDDLEWARE.insert(MIDDLEWARE.index("<cursor>") + 1, "b")\n'), 'string MIDDLEWARE.*');
    assert.equal(on('INSTALLED_APPS = ("a", "<cursor>")\n'), 'string INSTALLED_APPS.*');
    assert.equal(on('STORAGES = {"default": {"BACKEND": "<cursor>"}, "st"}\n'), 'string STORAGES.default.BACKEND');
    assert.equal(on('STORAGES["staticfiles"]["BACKEND"] = "<cursor>"\n'), 'string STORAGES.staticfiles.BACKEND');
    assert.equal(on('DATABASES = {"default": dict(ENGINE="<cursor>")}\n'), 'string DATABASES.default.ENGINE');
    assert.equal(
      on('TEMPLATES = [{"OPTIONS": {"context_processors": ["<cursor>"]}}]\n'),
      'string TEMPLATES.*.OPTIONS.context_processors.*',
    );
    assert.equal(on('SECRET_KEY = env("A", default="<cursor>")\n'), 'string SECRET_KEY');
    assert.equal(on('DEBUG_HOST = os.environ.get("A", "<cursor>")\n'), 'string DEBUG_HOST');
  });
  it('is on a key of a dictionary', () => {
    assert.equal(on('STORAGES = {"<cursor>"}\n'), 'key STORAGES');
    assert.equal(on('STORAGES = {<cursor>}\n'), 'key STORAGES');
    assert.equal(on('STORAGES = {"default": {"BACK<cursor>": }}\n'), 'key STORAGES.default "BACK"');
    assert.equal(on('STORAGES["staticfiles"]["BACK<cursor>'), 'key STORAGES.staticfiles "BACK"');
    assert.equal(on('STORAGES["<cursor>"]["BACKEND"] = ""\n'), 'key STORAGES');
    const caret = caretIn('CACHES = {"default": {"BACKEND": "x", "LOC<cursor>"}}\n');
    assert.deepEqual(caret.on === 'key' && [caret.quoted, caret.written], [true, ['BACKEND']]);
    const bare = caretIn('STORAGES = {\n    "default": {\n        "BACKEND": "a",\n        <cursor>\n    },\n}\n');
    assert.deepEqual(bare.on === 'key' && [bare.quoted, bare.written, bare.way.keys], [false, ['BACKEND'], ['default']]);
  });
  it('is on a place for a value', () => {
    assert.equal(on('DEBUG = <cursor>\nX = 1\n'), 'value DEBUG');
    assert.equal(on('DEBUG = Fa<cursor>\n'), 'value DEBUG "Fa"');
    assert.equal(on('MIDDLEWARE = [\n    "a",\n    <cursor>\n'), 'value MIDDLEWARE.*');
    assert.equal(on('STORAGES = {"default": {"BACKEND": <cursor>}}\n'), 'value STORAGES.default.BACKEND');
  });
  it('is on the name of a variable of the process', () => {
    for (const read of [
      'env("<cursor>")',
      'env.bool("<cursor>", False)',
      'os.environ["<cursor>"]',
      'os.environ.get("<cursor>", "")',
      'config("<cursor>", cast=bool)',
    ])
      assert.equal(on(`X = ${read}\n`), 'variable', read);
    assert.equal(on('DATABASES = {"default": dj_database_url.config(env="<cursor>")}'), 'variable');
  });
  it('is on nothing of ours elsewhere', () => {
    for (const text of [
      '# comment <cursor>\n',
      'X = f"<cursor>"\n',
      '"""doc <cursor>"""\n',
      'X = foo("<cursor>")\n',
      'STATIC_ROOT = BASE_DIR / "<cursor>"\n',
      'from <cursor>',
      'X = a.<cursor>b\n',
      'X = [h for h in "<cursor>".split(",")]\n',
    ])
      assert.equal(on(text), 'nothing', text);
  });
});
