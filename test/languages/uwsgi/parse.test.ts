import assert from 'node:assert/strict';
import { parseIni } from '../../../server/src/languages/uwsgi/parse.ts';

/** The lines as uWSGI sees them, short enough to read. */
const seen = (text: string): readonly string[] =>
  parseIni(text).lines.map((line) => {
    if (line.is === 'header') return `[${line.name}]`;
    if (line.is !== 'assignment') return line.is;
    const key = text.slice(line.key.from, line.key.to);
    return line.equals === undefined ? key : `${key}=${text.slice(line.valueSpan.from, line.valueSpan.to)}`;
  });

describe('the tree of a uwsgi.ini', () => {
  it('reads sections, options, comments and blank lines', () => {
    assert.deepEqual(seen('[uwsgi]\n; a\n# b\n\nmaster = true\n'), ['[uwsgi]', 'comment', 'comment', 'blank', 'master=true']);
  });
  it('takes text behind a value for a part of it', () => {
    assert.deepEqual(seen('chdir = /app ; code\n'), ['chdir=/app ; code']);
  });
  it('trims blanks, tabs and carriage returns, and keeps blanks inside', () => {
    assert.deepEqual(seen('\t a b = c d \t\r\n'), ['a b=c d']);
  });
  it('separates at the first equals sign, never at a colon', () => {
    assert.deepEqual(seen('env = A=B\nprocesses: 4\n'), ['env=A=B', 'processes: 4']);
  });
  it('drops the last character of a header unseen', () => {
    assert.deepEqual(seen('[uwsgi] ; note\n[uwsgi\n[ uwsgi ]\n'), ['[uwsgi] ; not]', '[uwsg]', '[ uwsgi ]']);
  });
  it('lets a percent sign swallow the line break', () => {
    assert.deepEqual(seen('a = 50%\nb = 1\nc = 2\n'), ['a=50%\nb = 1', 'c=2']);
  });
  it('lets a percent sign swallow only the carriage return of a Windows line end', () => {
    assert.deepEqual(seen('a = 50%\r\nb = 1\n'), ['a=50%\r', 'b=1']);
  });
  it('lets a doubled percent sign swallow nothing', () => {
    assert.deepEqual(seen('a = 50%%\nb = 1\n'), ['a=50%%', 'b=1']);
  });
  it('lets a comment that ends with a percent sign swallow the next option', () => {
    assert.deepEqual(seen('; 50%\nb = 1\nc = 2\n'), ['comment', 'c=2']);
  });
  it('sees no header behind a byte order mark', () => {
    const tree = parseIni('\ufeff[uwsgi]\nmaster = true\n');
    assert.equal(tree.mark, true);
    assert.equal(tree.lines[0]?.is, 'assignment');
  });
  it('reads a file whose last line has no end, and one without any', () => {
    assert.deepEqual(seen('master = true'), ['master=true']);
    assert.deepEqual(seen(''), []);
  });
  it('takes a file with carriage returns only for one line', () => {
    assert.equal(parseIni('[uwsgi]\rmaster = true\r').lines.length, 1);
  });
});
