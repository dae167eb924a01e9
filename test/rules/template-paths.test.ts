import assert from 'node:assert/strict';
import { at, projectOf, runner } from '../support/project.ts';

describe('a file in a folder whose name a template fills in', () => {
  it('gets no diagnostics, whatever its kind', () => {
    const text = '[uwsgi]\nmaster = ture\n';
    const files = { 'uwsgi.ini': text, '{{cookiecutter.slug}}/uwsgi.ini': text };
    const project = projectOf(files);
    assert.notDeepEqual(runner.problems(project, at('uwsgi.ini')), []);
    assert.deepEqual(runner.problems(project, at('{{cookiecutter.slug}}/uwsgi.ini')), []);
  });
});
