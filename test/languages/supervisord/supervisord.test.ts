import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const read = (...lines: readonly string[]) => factsIn('supervisord', lines.join('\n'), 'supervisord.conf');

describe('the configuration of supervisord', () => {
  it('is known by its sections', () => {
    assert.equal(kindNamed('docker/supervisord.conf', '[supervisord]\nnodaemon=true\n'), 'supervisord');
    assert.equal(kindNamed('daphne.conf', '; x\n[program:daphne]\ncommand=daphne a\n'), 'supervisord');
    assert.equal(kindNamed('nginx.conf', 'server { }\n'), 'nginx');
    assert.equal(kindNamed('uwsgi.ini', '[uwsgi]\nx=1\n'), 'uwsgi');
  });

  it('tells what it starts, for whom and with what', () => {
    const { facts, at } = read(
      '[supervisord]',
      'nodaemon = true ; stay in front',
      'user=root',
      '[program:web]',
      'environment=A="1,2",B=\'x\',',
      '    DJANGO_SETTINGS_MODULE=shop.settings',
      'command=gunicorn shop.wsgi',
      '    --bind 0.0.0.0:8000',
      '    ; a note',
      '    --workers %(ENV_N)s',
      'user=app',
      'autostart=false',
      '[include]',
      'files = conf.d/*.conf more.conf',
    );
    assert.equal(facts.noDaemon?.text, 'true');
    assert.equal(facts.user?.text, 'root');
    const [web] = facts.programs;
    assert.deepEqual(
      web?.words.map(({ text, known }) => `${text}${known ? '' : ' ?'}`),
      ['gunicorn', 'shop.wsgi', '--bind', '0.0.0.0:8000', '--workers', '%(ENV_N)s ?'],
    );
    assert.deepEqual([web.name, web.user?.text, web.autostart, web.launch?.server?.listens[0]?.port], ['web', 'app', false, 8000]);
    assert.deepEqual(
      web.environment.map(({ name, value }) => [name, value.text]),
      [
        ['A', '1,2'],
        ['B', 'x'],
        ['DJANGO_SETTINGS_MODULE', 'shop.settings'],
      ],
    );
    assert.equal(at(web.words[3]?.span ?? { from: 0, to: 0 }), '0.0.0.0:8000');
    assert.equal(at(web.environment[2]?.value.span ?? { from: 0, to: 0 }), 'shop.settings');
    assert.deepEqual(
      facts.includes.map(({ text }) => text),
      ['conf.d/*.conf', 'more.conf'],
    );
  });

  it('knows the line a shell is given', () => {
    const { facts, at } = read('[program:x]', 'command=sh -c "cd /app && exec uvicorn shop.asgi:application"');
    const server = facts.programs[0]?.launch?.server;
    assert.deepEqual([server?.server, server?.target && at(server.target.span)], ['uvicorn', 'shop.asgi:application']);
  });
});
