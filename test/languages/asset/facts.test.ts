import assert from 'node:assert/strict';
import fc from 'fast-check';
import { facts } from '../../../server/src/languages/asset/facts.ts';
import { asset } from '../../../server/src/languages/asset/index.ts';
import { at } from '../../support/project.ts';

const read = (path: string, text: string) => facts(asset.parse({ uri: at(path), kind: 'asset', version: 1, text }));
const shown = (path: string, text: string) =>
  read(path, text).references.map(({ url, how, by }) => `${how} ${url}${by === 'all' ? '' : ` (${by})`}`);

describe('references of stylesheets and scripts', () => {
  it('are found as the storages of Django find them', () => {
    assert.deepEqual(shown('a.css', 'a { b: url(x.png) } @import "y.css"; @IMPORT url( z.css );'), [
      'url x.png',
      'import y.css',
      'url z.css',
    ]);
    assert.deepEqual(shown('a.css', 'a{}\n/*# sourceMappingURL=a.css.map */\n/*# sourcemappingurl=b.map */'), ['map a.css.map']);
    assert.deepEqual(shown('a.js', 'f("url(x.png)");\n//# sourceMappingURL=a.js.map\nlet b; //# sourceMappingURL=c.map'), ['map a.js.map']);
  });
  it('in comments and strings count up to Django 6.0', () => {
    assert.deepEqual(shown('a.css', '/* url(x.png) */ a { content: "url(y.png)" } b { c: url("z.png") }'), [
      'url x.png (before 6.1)',
      'url y.png (before 6.1)',
      'url z.png',
    ]);
  });
  it('with a quote of one kind around another differ', () => {
    assert.deepEqual(shown('a.css', `a { b: url("x'y.png") } c { d: url('e.png) }`), [
      "url x'y.png",
      "url 'e.png (from 6.1)",
      'url e.png (before 6.1)',
    ]);
  });
  it('have places that hold what they say, in any text', () => {
    const word = fc.constantFrom(
      'url(',
      ')',
      '"',
      "'",
      '@import ',
      ';',
      '/*',
      '*/',
      '# sourceMappingURL=',
      '//',
      '\n',
      '\r\n',
      ' ',
      '\\',
      'a.png',
      '`',
      'é',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.constantFrom('a.css', 'a.js'), (words, path) => {
        const text = words.join('');
        for (const { url, span, whole } of read(path, text).references) {
          assert.equal(text.slice(span.from, span.to), url);
          assert.ok(whole.from <= span.from && span.to <= whole.to);
        }
      }),
    );
  });
  it('of texts as long as a bundle are not read', () => {
    assert.equal(read('a.css', `a { b: url(x.png) }${' '.repeat(600_000)}`).references.length, 0);
  });
});

describe('comments of stylesheets', () => {
  it('stand for the line below them', () => {
    const text = '/* one */\na { }\n  /* two */\r\nb { }\n';
    const [first, second] = asset.comments(asset.parse({ uri: at('a.css'), kind: 'asset', version: 1, text }));
    assert.equal(first?.text, 'one');
    assert.equal(text.slice(first?.covers.from, first?.covers.to), 'a { }');
    assert.equal(second?.text, 'two');
    assert.equal(text.slice(second?.covers.from, second?.covers.to), 'b { }');
  });
});
