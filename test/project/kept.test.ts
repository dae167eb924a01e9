// Answers that outlive an edit: kept while nothing changes that they were read from, and never longer.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf } from '../../server/src/languages/languages.ts';
import { live, perName, perObject, perProject, sameValue } from '../../server/src/project/kept.ts';
import type { Project } from '../../server/src/project/project.ts';
import { createWorkspace } from '../../server/src/project/workspace.ts';
import { at, root } from '../support/project.ts';

/** A workspace of some files, and a hand that writes in it; each text gives the version of the project that has it. */
const desk = (files: Readonly<Record<string, string>>) => {
  const workspace = createWorkspace();
  const write = (path: string, text: string): Project => {
    const uri = at(path);
    const kind = kindOf(uri, text);
    assert.ok(kind, path);
    const project = workspace.apply([{ type: 'write', file: { uri, kind, version: 1, text } }]).project(uri);
    assert.ok(project);
    return project;
  };
  workspace.apply([{ type: 'list', listing: { root, files: Object.keys(files).map(at), complete: true } }]);
  let project: Project | undefined;
  for (const [path, text] of Object.entries(files)) project = write(path, text);
  assert.ok(project);
  return { project, write };
};
const two = { 'a/uwsgi.ini': '[uwsgi]\nprocesses = 2\n', 'b/uwsgi.ini': '[uwsgi]\nprocesses = 4\n', Dockerfile: 'FROM python:3.13\n' };
const textOf = ({ file }: Project, path: string): string => file(at(path))?.parsed.file.text ?? '';

describe('kept answers', () => {
  it('are worked out again only when a file changes that was looked at', () => {
    let times = 0;
    const length = perProject((project) => {
      times++;
      return textOf(project, 'a/uwsgi.ini').length;
    });
    const { project, write } = desk(two);
    assert.equal(length(project), two['a/uwsgi.ini'].length);
    assert.equal(length(write('b/uwsgi.ini', '[uwsgi]\nprocesses = 8\n')), two['a/uwsgi.ini'].length);
    assert.equal(times, 1);
    assert.equal(length(write('a/uwsgi.ini', '[uwsgi]\n')), 8);
    assert.equal(times, 2);
  });

  it('are worked out again when a list of files changes that was gone through', () => {
    let times = 0;
    const count = perProject(({ all }) => {
      times++;
      return all.uwsgi.length;
    });
    const { project, write } = desk(two);
    assert.equal(count(project), 2);
    count(write('Dockerfile', 'FROM python:3.14\n'));
    assert.equal(times, 1);
    assert.equal(count(write('c/uwsgi.ini', '[uwsgi]\n')), 3);
    assert.equal(times, 2);
  });

  it('carry what they follow from to those that follow from them', () => {
    let times = 0;
    const lines = perName((project, path) => textOf(project, path).split('\n').length);
    const sum = perProject((project) => {
      times++;
      return lines(project, 'a/uwsgi.ini') + lines(project, 'b/uwsgi.ini');
    });
    const { project, write } = desk(two);
    assert.equal(sum(project), 6);
    // The file is another, the number of its lines is the same.
    assert.equal(sum(write('a/uwsgi.ini', '[uwsgi]\nthreads = 9\n')), 6);
    assert.equal(times, 1);
    assert.equal(sum(write('a/uwsgi.ini', '[uwsgi]\nthreads = 9\nmaster = true\n')), 7);
    assert.equal(times, 2);
  });

  it('hold for what was read by an answer that was there already', () => {
    const inner = perProject((project) => ({ text: textOf(project, 'a/uwsgi.ini') }));
    const outer = perProject((project) => inner(project).text);
    const { project, write } = desk(two);
    inner(project);
    assert.equal(outer(project), two['a/uwsgi.ini']);
    assert.equal(outer(write('a/uwsgi.ini', '[uwsgi]\n')), '[uwsgi]\n');
  });

  it('may be asked of an earlier version again', () => {
    const text = perProject((project) => textOf(project, 'a/uwsgi.ini'));
    const { project, write } = desk(two);
    const later = write('a/uwsgi.ini', '[uwsgi]\n');
    assert.equal(text(later), '[uwsgi]\n');
    assert.equal(text(project), two['a/uwsgi.ini']);
    assert.equal(text(later), '[uwsgi]\n');
  });

  it('of an object go with the object, its parts follow the project', () => {
    const key = {};
    const text = perObject((project) => textOf(project, 'a/uwsgi.ini'));
    const { project, write } = desk(two);
    let times = 0;
    const part = live(project.shelf, (now) => {
      times++;
      return text(now, key).length;
    });
    assert.equal(part(), two['a/uwsgi.ini'].length);
    text(write('b/uwsgi.ini', '[uwsgi]\n'), key);
    assert.equal(part(), two['a/uwsgi.ini'].length);
    assert.equal(times, 1);
    text(write('a/uwsgi.ini', '[uwsgi]\n'), key);
    assert.equal(part(), 8);
    assert.equal(times, 2);
  });

  it('are worked out again where what decided between two ways has changed', () => {
    const chosen = perProject((project) => /b/.test(textOf(project, 'Dockerfile')));
    const first = perProject((project): string => (chosen(project) ? second(project) : textOf(project, 'a/uwsgi.ini')));
    const second = perProject((project): string => (chosen(project) ? textOf(project, 'b/uwsgi.ini') : first(project)));
    const { project, write } = desk(two);
    assert.deepEqual([first(project), second(project)], [two['a/uwsgi.ini'], two['a/uwsgi.ini']]);
    const other = write('Dockerfile', 'FROM debian\n');
    assert.deepEqual([first(other), second(other)], [two['b/uwsgi.ini'], two['b/uwsgi.ini']]);
    const back = write('Dockerfile', 'FROM python:3.13\n');
    assert.deepEqual([second(back), first(back)], [two['a/uwsgi.ini'], two['a/uwsgi.ini']]);
  });

  it('are compared by what they say, stages and facts by which they are', () => {
    const before = { at: { from: 1, to: 2 }, list: [{ text: 'a' }] };
    assert.equal(sameValue(before, { at: { from: 1, to: 2 }, list: [{ text: 'a' }] }), before);
    for (const now of [
      { ...before, at: { from: 1, to: 3 } },
      { ...before, list: [] },
      { ...before, list: [{ text: 'b' }] },
    ])
      assert.equal(sameValue<object>(before, now), now);
    const one = { stage: { name: 'a' } };
    const other = { stage: { name: 'a' } };
    assert.equal(sameValue(one, other), other);
    const [map, same] = [new Map(), new Map()];
    assert.equal(sameValue(map, same), same);
  });

  it('are the only way to keep something by project', () => {
    // What `memo` gives again for a project was read from it, and nobody would know from what.
    const folder = join(import.meta.dirname, '../../server/src');
    for (const room of ['project', 'rules']) {
      for (const path of readdirSync(join(folder, room), { recursive: true }) as string[]) {
        // The runner notes what its rules read by itself, and evaluators note what the modules they give were read from.
        if (!path.endsWith('.ts') || path === 'run.ts' || path === 'settings/view-of.ts') continue;
        const text = readFileSync(join(folder, room, path), 'utf8');
        assert.doesNotMatch(text, /\bmemo\(\s*\(?(?:_|\w*|\{[^}]*\}): Project\b(?!\[)/, `${room}/${path}`);
      }
    }
  });
});
