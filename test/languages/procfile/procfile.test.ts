import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

describe('a Procfile', () => {
  it('is known by its name', () => {
    assert.equal(kindNamed('Procfile'), 'procfile');
    assert.equal(kindNamed('deploy/Procfile.dev'), 'procfile');
  });

  it('gives each line to a shell', () => {
    const { facts, at } = factsIn(
      'procfile',
      '# processes\nrelease: python manage.py migrate\nweb: cd app && gunicorn shop.wsgi --bind :$PORT\n',
    );
    assert.deepEqual(
      facts.processes.map(({ name, commands }) => [name, commands.length]),
      [
        ['release', 1],
        ['web', 2],
      ],
    );
    const server = facts.processes[1]?.launch.server;
    assert.deepEqual(
      [server?.server, server?.target && at(server.target.span), server?.listens[0]?.known],
      ['gunicorn', 'shop.wsgi', false],
    );
  });
});
