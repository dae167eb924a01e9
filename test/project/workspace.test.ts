// What a workspace keeps from one edit to the next, and that what it keeps is right.
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { kindOf } from '../../server/src/languages/languages.ts';
import { filesOf } from '../../server/src/project/project.ts';
import { type Change, createWorkspace, type Workspace } from '../../server/src/project/workspace.ts';
import type { Uri } from '../../server/src/text/uri.ts';
import { at, root, runner, snapshotOf } from '../support/project.ts';

const write = (path: string, text: string): Change => {
  const kind = kindOf(at(path), text);
  assert.ok(kind, path);
  return { type: 'write', file: { uri: at(path), kind, version: 1, text } };
};
const list = (...paths: readonly string[]): Change => ({ type: 'list', listing: { root, files: paths.map(at), complete: true } });

describe('a workspace', () => {
  it('gives the same project until something changes', () => {
    const snapshot = snapshotOf({ 'uwsgi.ini': '[uwsgi]\n', Dockerfile: 'FROM python:3.13\n' });
    assert.equal(snapshot.project(at('uwsgi.ini')), snapshot.project(at('Dockerfile')));
  });
  it('keeps the files of other kinds, and what follows from them alone, when one is typed in', () => {
    const workspace = createWorkspace();
    workspace.apply([
      list('uwsgi.ini', 'Dockerfile', 'requirements.txt'),
      write('uwsgi.ini', '[uwsgi]\n'),
      write('Dockerfile', 'FROM python:3.13\nRUN pip install uwsgi==2.0.28\n'),
      write('requirements.txt', 'django==5.2\n'),
    ]);
    const before = workspace.now.project(at('uwsgi.ini'));
    const after = workspace.apply([write('uwsgi.ini', '[uwsgi]\nm')]).project(at('uwsgi.ini'));
    assert.ok(before && after);
    assert.notEqual(after, before);
    assert.notEqual(after.all.uwsgi, before.all.uwsgi);
    for (const kind of ['dockerfile', 'requirements', 'drydock'] as const) assert.equal(after.all[kind], before.all[kind], kind);
    for (const key of ['config', 'container', 'uwsgi', 'distributions'] as const) assert.equal(after[key], before[key], key);
  });
  it('reads anew what a file of its kind says', () => {
    const workspace = createWorkspace();
    workspace.apply([list('uwsgi.ini', 'Dockerfile'), write('uwsgi.ini', '[uwsgi]\n'), write('Dockerfile', 'FROM python:3.13\n')]);
    assert.equal(workspace.now.project(at('uwsgi.ini'))?.uwsgi.version.state, 'absent');
    const after = workspace.apply([write('Dockerfile', 'FROM python:3.13\nRUN pip install uwsgi==2.0.28\n')]).project(at('uwsgi.ini'));
    assert.deepEqual(after?.uwsgi.version.state === 'known' && after.uwsgi.version.value, '2.0.28');
  });
  it('follows a drydock.yaml that comes and goes', () => {
    const workspace = createWorkspace();
    const rootOf = () => workspace.now.project(at('a/uwsgi.ini'))?.root;
    workspace.apply([list('a/uwsgi.ini', 'a/drydock.yaml'), write('a/uwsgi.ini', '[uwsgi]\n')]);
    assert.equal(rootOf(), root);
    workspace.apply([write('a/drydock.yaml', 'rules: {}\n')]);
    assert.equal(rootOf(), at('a'));
    workspace.apply([{ type: 'remove', uri: at('a/drydock.yaml') }]);
    assert.equal(rootOf(), root);
  });

  it('lets go of what it replaced', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const workspace = createWorkspace();
    const uri = at('uwsgi.ini');
    workspace.apply([
      list('uwsgi.ini', 'part.ini', 'Dockerfile'),
      write('Dockerfile', 'FROM python:3.13\n'),
      write('part.ini', '[uwsgi]\n'),
    ]);
    const old: WeakRef<object>[] = [];
    for (let i = 0; i < 40; i++) {
      workspace.apply([write('uwsgi.ini', `[uwsgi]\ninclude = part.ini\nprocesses = ${i}s\n`)]);
      const project = workspace.now.project(uri);
      const file = project?.file(uri);
      assert.ok(project && file);
      runner.problems(project, uri);
      old.push(new WeakRef(project), new WeakRef(file.parsed), new WeakRef(file.facts));
    }
    // What is read in this turn lives until its end.
    await new Promise((resolve) => setTimeout(resolve, 0));
    collect();
    const alive = old.filter((one) => one.deref() !== undefined).length;
    // The last version of each, one that a file beside it was read with, and what the optimiser still has on its stack. A leak keeps all.
    assert.ok(alive <= 15, `${alive} of ${old.length} are still there`);
  });

  it('lets go of a Dockerfile as it was, whatever stage is typed in', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const workspace = createWorkspace();
    const uri = at('Dockerfile');
    const names = Array.from({ length: 20 }, (_, i) => `part-${i}`);
    const stages = names.map(
      (name, i) =>
        `FROM python:3.13 AS ${name}\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n` +
        `CMD ["gunicorn", "shop.wsgi", "--bind", "127.0.0.1:80${i}"]\n`,
    );
    const others = { 'manage.py': '', 'requirements.txt': 'django==5.2\ngunicorn==23\n', 'shop/settings.py': 'DEBUG = False\n' };
    workspace.apply([list('Dockerfile', ...Object.keys(others)), ...Object.entries(others).map(([path, text]) => write(path, text))]);
    const old: WeakRef<object>[] = [];
    let found = 0;
    for (const i of names.keys()) {
      for (const more of ['RUN true\n', 'COPY --from=part-0 /app/static /static\n', 'RUN python manage.py check\n']) {
        workspace.apply([write('Dockerfile', stages.with(i, `${stages[i]}${more}`).join('\n'))]);
        const project = workspace.now.project(uri);
        const file = project?.file(uri);
        assert.ok(project && file);
        found += runner.problems(project, uri).length;
        old.push(new WeakRef(file.parsed), new WeakRef(file.facts));
      }
    }
    assert.ok(found > 0);
    await new Promise((resolve) => setTimeout(resolve, 0));
    collect();
    const alive = old.filter((one) => one.deref() !== undefined).length;
    // The last version, and the first, in which a deployment was found. A leak keeps one for each stage that was left.
    assert.ok(alive <= 10, `${alive} of ${old.length} are still there`);
  });

  it('is after any changes what it would be without those before', () => {
    const paths = ['uwsgi.ini', 'a/uwsgi.ini', 'a/Dockerfile', 'a/drydock.yaml', 'drydock.yaml', 'b/requirements.txt'];
    const change = fc.oneof(
      fc.tuple(fc.constantFrom(...paths), fc.constantFrom('', '[uwsgi]\n', 'FROM python:3.13\n', 'uwsgi==2.0.28\n')).map(([path, text]) => {
        const uri = at(path);
        return { type: 'write', file: { uri, kind: kindOf(uri, text) ?? 'uwsgi', version: 1, text } } as const;
      }),
      fc.constantFrom(...paths).map((path): Change => ({ type: 'remove', uri: at(path) })),
      fc.constantFrom(list('uwsgi.ini'), list(...paths), { type: 'forget', root } as const),
      fc.constantFrom('off', 'error').map((level): Change => ({ type: 'configure', settings: { rules: { uwsgi: level } } })),
    );
    const shown = ({ now }: Workspace): unknown =>
      paths.map((path) => {
        const project = now.project(at(path));
        return (
          project && {
            root: project.root,
            complete: project.complete,
            levels: [...project.config.levels],
            uwsgi: project.uwsgi,
            container: project.container,
            distributions: [...project.distributions.names()],
            files: filesOf(project).map(({ parsed }) => [parsed.file.uri, parsed.file.text]),
            exists: project.exists(at('b/requirements.txt')),
          }
        );
      });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 12 }), (steps) => {
        const workspace = createWorkspace();
        for (const changes of steps) {
          workspace.apply(changes);
          shown(workspace);
        }
        const last = new Map<string, Change>();
        const order: string[] = [];
        for (const one of steps.flat()) {
          const key =
            one.type === 'write' ? one.file.uri : one.type === 'remove' ? one.uri : one.type === 'configure' ? 'settings' : 'listing';
          last.set(key, one);
          if (one.type === 'remove') order.splice(0, order.length, ...order.filter((uri) => uri !== key));
          else if (one.type === 'write' && !order.includes(key)) order.push(key);
        }
        // Files come in the order in which they were first written.
        const fresh = createWorkspace();
        for (const key of ['settings', 'listing', ...order]) {
          const one = last.get(key as Uri);
          if (one) fresh.apply([one]);
        }
        assert.deepEqual(shown(workspace), shown(fresh));
      }),
      { numRuns: 300 },
    );
  });
});
