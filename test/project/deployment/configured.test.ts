import assert from 'node:assert/strict';
import { deployed, shop } from '../../support/deployment.ts';

describe('the deployments of a project with drydock.yaml', () => {
  it('are only those of the Dockerfiles that drydock.yaml names, if it names any', () => {
    const files = {
      ...shop,
      'tools/Dockerfile': 'FROM python:3.13-slim-trixie\nRUN pip install django\nCMD ["python", "manage.py", "check"]\n',
    };
    assert.deepEqual(
      deployed(files).all.map(({ name }) => name),
      ['Dockerfile', 'tools/Dockerfile'],
    );
    const named = deployed({ ...files, 'drydock.yaml': 'dockerfiles:\n  - tools/*\n' });
    assert.deepEqual(
      named.all.map(({ name }) => name),
      ['tools/Dockerfile'],
    );
  });
});
