// One evaluation of the settings for all deployments that set the same, kept while their files are typed in.
import assert from 'node:assert/strict';
import { kindOf } from '../../../server/src/languages/languages.ts';
import { deploymentsOf } from '../../../server/src/project/deployment/deployments.ts';
import type { SettingsView } from '../../../server/src/project/settings/view.ts';
import { createWorkspace, type Snapshot } from '../../../server/src/project/workspace.ts';
import { shop } from '../../support/deployment.ts';
import { at, root, snapshotOf, today } from '../../support/project.ts';

const compose = (...services: readonly string[]): string =>
  `services:\n${services.map((one) => `  ${one}:\n    build: .\n    environment:\n      STAGE: ${one.replace(/\d/, '')}\n`).join('')}`;
const files = {
  ...shop,
  'shop/settings/__init__.py': '',
  'shop/settings/prod.py': 'import os\nSTAGE = os.environ["STAGE"]\n',
};

const viewsIn = (snapshot: Snapshot): ReadonlyMap<string, SettingsView | undefined> => {
  const project = snapshot.project(at('compose.yaml'));
  assert.ok(project);
  return new Map(deploymentsOf(project).map(({ name, view }) => [name, view]));
};
const stageOf = (view: SettingsView | undefined): string => {
  const value = view?.get('STAGE')?.value;
  return value?.is === 'string' ? value.text : String(value?.is);
};

describe('the settings of deployments', () => {
  it('are evaluated once where the same is set, and apart where it is not', () => {
    const views = viewsIn(snapshotOf({ ...files, 'compose.yaml': compose('web1', 'web2', 'other') }));
    assert.equal(views.get('web1'), views.get('web2'));
    assert.notEqual(views.get('web1'), views.get('other'));
    assert.deepEqual(
      ['web1', 'web2', 'other'].map((name) => stageOf(views.get(name))),
      ['web', 'web', 'other'],
    );
  });

  it('stay the same while something else is typed, and follow what is set', () => {
    const workspace = createWorkspace();
    workspace.apply([
      { type: 'configure', settings: { today } },
      { type: 'list', listing: { root, files: [...Object.keys(files), 'compose.yaml'].map(at), complete: true } },
    ]);
    let version = 0;
    const write = (path: string, text: string): Snapshot => {
      const kind = kindOf(at(path), text);
      return kind ? workspace.apply([{ type: 'write', file: { uri: at(path), kind, version: ++version, text } }]) : workspace.now;
    };
    for (const [path, text] of Object.entries(files)) write(path, text);
    const before = viewsIn(write('compose.yaml', compose('web', 'other')));
    write('Dockerfile', `${shop['Dockerfile']}\n# a comment\n`);
    const after = viewsIn(write('compose.yaml', `# a comment\n${compose('web', 'other')}`));
    assert.equal(after.get('web'), before.get('web'));
    // More values than are kept.
    for (let i = 0; i < 150; i++) {
      const views = viewsIn(write('compose.yaml', compose('web', 'other').replace('STAGE: other', `STAGE: ${'x'.repeat(i + 1)}`)));
      assert.deepEqual([stageOf(views.get('web')), stageOf(views.get('other')).length], ['web', i + 1]);
    }
    assert.equal(viewsIn(workspace.now).get('web'), before.get('web'));
  });
});
