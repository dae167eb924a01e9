import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const text = `---
applications:
- name: shop
  buildpacks: [python_buildpack]
  command: ./run.sh && gunicorn shop.wsgi
  instances: 2
  health-check-type: http
  health-check-http-endpoint: /health
  env:
    DJANGO_SETTINGS_MODULE: shop.settings
    KEY: ((key))
  processes:
  - type: worker
    command: celery -A shop worker
`;

describe('a manifest of Cloud Foundry', () => {
  it('is known by its applications, and is none of Kubernetes', () => {
    assert.equal(kindNamed('manifest.yml', text), 'cloudfoundry');
    assert.equal(kindNamed('ops/manifests/manifest-dev.yaml', text), 'cloudfoundry');
    assert.equal(kindNamed('k8s/manifests/app.yaml', 'apiVersion: v1\nkind: Service\n'), 'kubernetes');
  });

  it('gives what an application starts and with what', () => {
    const { facts, at } = factsIn('cloudfoundry', text, 'manifest.yml');
    const [shop] = facts.applications;
    assert.deepEqual(
      shop?.processes.map(({ type, launch }) => [type, launch?.server?.server]),
      [
        ['web', 'gunicorn'],
        ['worker', undefined],
      ],
    );
    const [web] = shop.processes;
    assert.deepEqual([web?.instances?.text, web?.health.type?.text, web?.health.endpoint?.text], ['2', 'http', '/health']);
    assert.equal(at(web?.launch?.server?.target?.span ?? { from: 0, to: 0 }), 'shop.wsgi');
    assert.deepEqual(
      shop.environment.map(({ name, value }) => [name, value?.text, value?.known]),
      [
        ['DJANGO_SETTINGS_MODULE', 'shop.settings', true],
        ['KEY', '((key))', false],
      ],
    );
  });
});
