import assert from 'node:assert/strict';
import fc from 'fast-check';
import { format } from '../../server/src/features/format.ts';
import { languages } from '../../server/src/languages/languages.ts';
import { unknown } from '../../server/src/languages/maybe.ts';
import { expand } from '../../server/src/project/uwsgi/expand.ts';
import type { World } from '../../server/src/project/uwsgi/world.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { at, knowledge, projectOf } from '../support/project.ts';

const parsed = (text: string) => languages.uwsgi.parse({ uri: at('uwsgi.ini'), kind: 'uwsgi', version: 1, text });
const spaces = { tabSize: 4, insertSpaces: true };
const editsOf = (text: string) => format({ project: projectOf({ 'uwsgi.ini': text }), parsed: parsed(text) }, spaces);
const formatted = (text: string): string => applyEdits(text, editsOf(text));

const blank: World = {
  environment: () => unknown,
  content: () => unknown,
  exists: () => unknown,
  magic: (letter) => `<${letter}>`,
  hostname: () => unknown,
  pluginLoaded: () => unknown,
  glob: () => unknown,
  lines: () => unknown,
  include: () => unknown,
};
const stored = (text: string): readonly string[] =>
  expand(languages.uwsgi.facts(parsed(text)), blank, knowledge).stored.map(
    ({ key, value, certain }) => `${key}=${String(value)} ${certain}`,
  );

const line = fc.constantFrom(
  'master=true',
  '  processes =4  ',
  'vacuum',
  'x =',
  '\t; note',
  '# other',
  '',
  '   ',
  '[uwsgi]',
  ' [other] ',
  'if-env=A',
  'endif =',
  'for = a b',
  'endfor',
  'y=%(x) %d $(HOME)',
  'z = 50%',
  'w = 10%% ',
  'log-format = %(addr) - x = y',
  'static-map=/a=/b',
  'bad = "q" ; c',
  '%',
  '{{ x }}',
);

describe('formatting a uwsgi.ini', () => {
  it('puts one blank around the equals sign, indents blocks, and drops trailing blanks and spare empty lines', () => {
    assert.equal(
      formatted('[uwsgi]\nmaster=true  \n\n\n  processes   =  4\nif-env = PORT\nhttp-socket=:%(_)\nendif =\nvacuum\n\n\n'),
      '[uwsgi]\nmaster = true\n\nprocesses = 4\nif-env = PORT\n  http-socket = :%(_)\nendif =\nvacuum\n',
    );
  });
  it('keeps Windows line ends', () => {
    assert.equal(formatted('[uwsgi]\r\nmaster=true\r\n'), '[uwsgi]\r\nmaster = true\r\n');
  });
  it('leaves a tidy file and a template alone', () => {
    assert.deepEqual(editsOf('[uwsgi]\nmaster = true\n'), []);
    assert.deepEqual(editsOf('[uwsgi]\nprocesses={{ n }}\n'), []);
  });
  it('never changes the options uWSGI stores, and formatting twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, end, last) => {
        const text = lines.join(end) + (last ? end : '');
        const once = formatted(text);
        assert.deepEqual(stored(once), stored(text));
        assert.equal(formatted(once), once);
      }),
      { numRuns: 500 },
    );
  });
});
