// What a workspace keeps from one edit to the next, and that what it keeps is right.
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { workspaceFiles } from '../../scripts/bench/workspace.ts';
import { kindOf } from '../../server/src/languages/languages.ts';
import { filesOf } from '../../server/src/project/project.ts';
import { type Change, createWorkspace, type Workspace } from '../../server/src/project/workspace.ts';
import type { Uri } from '../../server/src/text/uri.ts';
import { at, root, runner, snapshotOf, write } from '../support/project.ts';

const list = (...paths: readonly string[]): Change => ({ type: 'list', listing: { root, files: paths.map(at), complete: true } });

/** Has the problems of a file worked out, and gives what must not outlive the next version of it. */
const looked = ({ now }: Workspace, uri: Uri): readonly WeakRef<object>[] => {
  const project = now.project(uri);
  const file = project?.file(uri);
  assert.ok(project && file);
  assert.ok(runner.problems(project, uri).length > 0);
  return [project, file.parsed, file.facts].map((one) => new WeakRef(one));
};
/** How many are there after a collection. What is read in this turn lives until its end. */
const left = async (all: readonly WeakRef<object>[]): Promise<number> => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await new Promise((resolve) => setTimeout(resolve, 0));
  collect();
  return all.filter((one) => one.deref() !== undefined).length;
};

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
      old.push(...looked(workspace, uri));
    }
    const alive = await left(old);
    // The last version of each, one that a file beside it was read with, and what the optimiser still has on its stack. A leak keeps all.
    assert.ok(alive <= 15, `${alive} of ${old.length} are still there`);
  });
  it('lets go of a Dockerfile as it was, whatever stage is typed in', async () => {
    const workspace = createWorkspace();
    const stages = Array.from(
      { length: 20 },
      (_, i) =>
        `FROM python:3.13 AS part-${i}\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n` +
        `CMD ["gunicorn", "shop.wsgi", "--bind", "127.0.0.1:80${i}"]\n`,
    );
    const others = { 'manage.py': '', 'requirements.txt': 'django==5.2\ngunicorn==23\n', 'shop/settings.py': 'DEBUG = False\n' };
    workspace.apply([list('Dockerfile', ...Object.keys(others)), ...Object.entries(others).map(([path, text]) => write(path, text))]);
    const old: WeakRef<object>[] = [];
    for (const i of stages.keys()) {
      for (const more of ['RUN true\n', 'COPY --from=part-0 /app/static /static\n', 'RUN python manage.py check\n']) {
        workspace.apply([write('Dockerfile', stages.with(i, `${stages[i]}${more}`).join('\n'))]);
        old.push(...looked(workspace, at('Dockerfile')));
      }
    }
    const alive = await left(old);
    // The last version, and the first, in which a deployment was found. A leak keeps one for each stage that was left.
    assert.ok(alive <= 15, `${alive} of ${old.length} are still there`);
  });
  it('lets go of a Dockerfile as it was where many deployments follow from it', async () => {
    const workspace = createWorkspace();
    const files = workspaceFiles(3);
    workspace.apply([list(...files.keys()), ...[...files].flatMap(([path, text]) => (kindOf(at(path), text) ? [write(path, text)] : []))]);
    const [path] = [...files.keys()].filter((one) => one.endsWith('/Dockerfile'));
    assert.ok(path);
    const old: WeakRef<object>[] = [];
    for (let i = 0; i < 40; i++) {
      workspace.apply([write(path, `${files.get(path)}\nRUN python manage.py check --tag=${i}\n`)]);
      old.push(...looked(workspace, at(path)));
    }
    const alive = await left(old);
    assert.ok(alive <= 15, `${alive} of ${old.length} are still there`);
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
