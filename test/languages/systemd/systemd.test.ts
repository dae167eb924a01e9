import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const read = (...lines: readonly string[]) => factsIn('systemd', lines.join('\n'), 'shop.service');

describe('a systemd service', () => {
  it('is known by its ending and its sections', () => {
    assert.equal(kindNamed('shop.service', '[Unit]\n'), 'systemd');
    assert.equal(kindNamed('user.service', 'export class X {}'), undefined);
  });

  it('tells what it starts, over joined lines, and the places of the words', () => {
    const { facts, at } = read(
      '[Service]',
      'User=www-data',
      'WorkingDirectory=/srv/shop',
      'Environment="A=1" B=2',
      'Environment=DJANGO_SETTINGS_MODULE=shop.settings',
      'EnvironmentFile=-/etc/shop.env',
      'ExecStartPre=-/srv/venv/bin/python manage.py migrate',
      'ExecStart=/srv/venv/bin/gunicorn \\',
      '# a note',
      '  --bind unix:/run/shop.sock \\',
      '  shop.wsgi',
      'KillSignal=SIGQUIT',
    );
    assert.deepEqual(
      facts.starts.map(({ by, launch }) => [by, launch.programs[0]?.words[0]?.text]),
      [
        ['ExecStartPre', '/srv/venv/bin/python'],
        ['ExecStart', '/srv/venv/bin/gunicorn'],
      ],
    );
    const server = facts.starts[1]?.launch.server;
    assert.deepEqual([server?.target?.text, server?.listens[0]?.path], ['shop.wsgi', '/run/shop.sock']);
    assert.equal(server?.target && at(server.target.span), 'shop.wsgi');
    assert.deepEqual(
      facts.environment.map(({ name, value }) => `${name}=${value.text}`),
      ['A=1', 'B=2', 'DJANGO_SETTINGS_MODULE=shop.settings'],
    );
    assert.deepEqual([facts.environmentFiles[0]?.text, facts.user?.text], ['/etc/shop.env', 'www-data']);
    assert.deepEqual([facts.workingDirectory?.text, facts.killSignal?.text], ['/srv/shop', 'SIGQUIT']);
  });

  it('empties a list with an empty line', () => {
    const { facts } = read('[Service]', 'Environment=A=1', 'Environment=', 'Environment=B=2');
    assert.deepEqual(
      facts.environment.map(({ name }) => name),
      ['B'],
    );
  });
});
