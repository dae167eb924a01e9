// Where a new option lands, and how it is written.
import assert from 'node:assert/strict';
import { insertFirstOption, insertOption } from '../../../server/src/rules/reading/insertion.ts';
import type { Subject } from '../../../server/src/rules/rule.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { at, knowledge, projectOf } from '../../support/project.ts';

const subjectOf = (text: string): Subject<'uwsgi'> => {
  const uri = at('uwsgi.ini');
  const project = projectOf({ 'uwsgi.ini': text });
  const [file] = project.all.uwsgi;
  assert.ok(file);
  return { uri, text, parsed: file.parsed, facts: file.facts, project, knowledge, ids: new Set() };
};
const inserted = (text: string): string => applyEdits(text, [insertOption(subjectOf(text), 'strict', 'true')]);
const insertedFirst = (text: string): string => applyEdits(text, [insertFirstOption(subjectOf(text), 'strict', 'true')]);

describe('inserting an option', () => {
  it('goes behind the first run of lines, comments included', () => {
    assert.equal(
      inserted('[uwsgi]\n\n# app\na = 1\n; more\nb = 2\n\nc = 3\n'),
      '[uwsgi]\n\n# app\na = 1\n; more\nb = 2\nstrict = true\n\nc = 3\n',
    );
  });
  it('gives the last line the end that it lacks, and itself none', () => {
    assert.equal(inserted('[uwsgi]\na=1'), '[uwsgi]\na=1\nstrict=true');
    assert.equal(inserted('[uwsgi]'), '[uwsgi]\nstrict = true');
  });
  it('keeps Windows line ends', () => {
    assert.equal(inserted('[uwsgi]\r\na = 1\r\n'), '[uwsgi]\r\na = 1\r\nstrict = true\r\n');
    assert.equal(insertedFirst('[uwsgi]\r\na = 1'), '[uwsgi]\r\nstrict = true\r\na = 1');
  });
  it('writes indent, blanks and column of the equals sign as the first option does', () => {
    assert.equal(inserted('[uwsgi]\n\ta= 1\n'), '[uwsgi]\n\ta= 1\n\tstrict= true\n');
    assert.equal(inserted('[uwsgi]\nprocesses  =1\n'), '[uwsgi]\nprocesses  =1\nstrict     =true\n');
    assert.equal(inserted('[uwsgi]\nmaster\na=1\n'), '[uwsgi]\nmaster\na=1\nstrict = true\n');
  });
  it('never lands in a logic block', () => {
    assert.equal(inserted('[uwsgi]\nif-env = X\na = 1\nendif =\nb = 2\n'), '[uwsgi]\nstrict = true\nif-env = X\na = 1\nendif =\nb = 2\n');
    assert.equal(
      inserted('[uwsgi]\na = 1\nfor = x y\nb = %(_)\nendfor =\n'),
      '[uwsgi]\na = 1\nstrict = true\nfor = x y\nb = %(_)\nendfor =\n',
    );
  });
  it('stays in its section', () => {
    assert.equal(inserted('[other]\nx = 1\n[uwsgi]\n[last]\ny = 1\n'), '[other]\nx = 1\n[uwsgi]\nstrict = true\n[last]\ny = 1\n');
  });
  it('is not swallowed by a percent sign at the end of the text', () => {
    assert.equal(inserted('[uwsgi]\na = 1\nb = 50%'), '[uwsgi]\nstrict = true\na = 1\nb = 50%');
  });
  it('makes a section where there is none', () => {
    assert.equal(inserted('a = 1\n'), 'a = 1\n[uwsgi]\nstrict = true\n');
  });
});
