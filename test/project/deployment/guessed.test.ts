import assert from 'node:assert/strict';
import { deploymentsOf } from '../../../server/src/project/deployment/deployments.ts';
import type { Project } from '../../../server/src/project/project.ts';
import { shop } from '../../support/deployment.ts';
import { at } from '../../support/project.ts';
import { opened, put } from '../../support/reopened.ts';

describe('the image that a manifest is guessed to run', () => {
  it('stays one image, that of the Dockerfile as it is now, also when a text is written that is the same', () => {
    const manifest =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec:\n  template:\n    spec:\n      containers:\n        - { name: a, image: unknown, args: [gunicorn, shop.wsgi] }\n';
    const files = new Map(Object.entries({ ...shop, 'k8s/a.yaml': manifest }));
    const workspace = opened(files);
    const seen = () => deploymentsOf(workspace.now.project(at('Dockerfile')) as Project).map(({ by, image }) => `${by} ${image?.by}`);
    assert.deepEqual(seen(), ['kubernetes only']);
    const text = `${shop['Dockerfile']}# the end\n`;
    for (const version of [1, 2]) {
      workspace.apply([put('Dockerfile', text, version)]);
      assert.deepEqual(seen(), ['kubernetes only']);
    }
  });
});
