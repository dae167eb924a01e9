import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as oniguruma from 'vscode-oniguruma';
import * as textmate from 'vscode-textmate';

const root = join(import.meta.dirname, '..', '..');
const grammarFile = join(root, 'client', 'syntaxes', 'uwsgi.tmLanguage.json');
const wasm = join(createRequire(import.meta.url).resolve('vscode-oniguruma'), '..', 'onig.wasm');

let grammar: textmate.IGrammar;

/** Each token of a text with its innermost scope, without the language's suffix; blanks and plain tokens are left out. */
const tokens = (text: string): readonly string[] => {
  const out: string[] = [];
  let stack = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens: found, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { startIndex, endIndex, scopes } of found) {
      const scope = scopes.at(-1) ?? '';
      const shown = line.slice(startIndex, endIndex);
      if (scope !== 'source.uwsgi' && shown.trim() !== '') out.push(`${shown} ${scope.replace(/\.uwsgi$/, '')}`);
    }
  }
  return out;
};

describe('the grammar of uwsgi.ini', () => {
  before(async () => {
    await oniguruma.loadWASM(readFileSync(wasm).buffer as ArrayBuffer);
    const registry = new textmate.Registry({
      onigLib: Promise.resolve({
        createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
        createOnigString: (text) => new oniguruma.OnigString(text),
      }),
      loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile),
    });
    const loaded = await registry.loadGrammar('source.uwsgi');
    assert.ok(loaded);
    grammar = loaded;
  });

  it('colours sections, names, switches and numbers', () => {
    assert.deepEqual(tokens('[uwsgi]\nmaster = true\n  processes=4'), [
      '[ punctuation.definition.section.begin',
      'uwsgi entity.name.section',
      '] punctuation.definition.section.end',
      'master variable.other.property',
      '= keyword.operator.assignment',
      'true constant.language.boolean',
      'processes variable.other.property',
      '= keyword.operator.assignment',
      '4 constant.numeric',
    ]);
  });

  it('sees comments only where the first visible sign is ; or #', () => {
    assert.deepEqual(tokens('# one\n  ; two\na = b ; three # four'), [
      '# punctuation.definition.comment',
      ' one comment.line.number-sign',
      '; punctuation.definition.comment',
      ' two comment.line.semicolon',
      'a variable.other.property',
      '= keyword.operator.assignment',
      'b ; three # four string.unquoted',
    ]);
  });

  it('shows ignore comments as what they are', () => {
    const found = tokens('# drydock: ignore[uwsgi/unknown-option] -- our own');
    assert.ok(found.includes('drydock keyword.other.pragma'));
    assert.ok(found.includes('uwsgi/unknown-option constant.other.rule'));
  });

  it('takes a switch or a number only as the whole value', () => {
    assert.deepEqual(
      tokens('a = true story\nb = 30s\nc = -1\nd = on').filter((token) => !/other.property|assignment/.test(token)),
      ['true story string.unquoted', '30s string.unquoted', '-1 constant.numeric', 'on constant.language.boolean'],
    );
  });

  it('marks placeholders, environment variables, file contents and magic variables', () => {
    assert.deepEqual(
      tokens('a = x%(base + 1)y$(HOME)@(/etc/hostname)%d%%').filter((token) => !/other.property|assignment|punctuation/.test(token)),
      [
        'x string.unquoted',
        'base + 1 variable.other.placeholder',
        'y string.unquoted',
        'HOME variable.other.environment',
        '/etc/hostname string.other.path',
        '%d constant.other.magic',
        '%% constant.character.escape',
      ],
    );
  });

  it('marks percent signs that swallow what follows, and does not carry an open placeholder into the next line', () => {
    assert.deepEqual(
      tokens('a = 10% off\nb = %(open\nc = 50%\nd = 1').filter((token) => /invalid|numeric|placeholder/.test(token)),
      ['%  invalid.illegal.percent', '% invalid.illegal.percent', '1 constant.numeric'],
    );
  });

  it('shows logic as keywords, and names that only begin like it as names', () => {
    assert.deepEqual(
      tokens('if-env = A\nif-not-exists = /x\nfor = a b\nendfor\nend-if =\nfor-sale = 1\nendless = 1')
        .filter((token) => /control|property/.test(token))
        .map((token) => token.replace(/ .*\./, ' ')),
      [
        'if-env control',
        'if-not-exists control',
        'for control',
        'endfor control',
        'end-if control',
        'for-sale property',
        'endless property',
      ],
    );
  });

  it('marks a header that names another section than it seems to', () => {
    assert.deepEqual(tokens('[uwsgi] ; note'), ['[uwsgi] ; note invalid.illegal.section']);
  });

  it('takes a line without = as a name', () => {
    assert.deepEqual(tokens('master'), ['master variable.other.property']);
  });
});
