import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

describe('the configuration of HAProxy', () => {
  it('is known by its name and its sections', () => {
    assert.equal(kindNamed('haproxy/haproxy.cfg', 'global\n  daemon\n'), 'haproxy');
    assert.equal(kindNamed('haproxy.cfg', 'nothing\n'), undefined);
  });

  it('gives addresses on both sides', () => {
    const { facts, at } = factsIn(
      'haproxy',
      [
        'defaults',
        '  timeout server 50s # long',
        'frontend www',
        '  bind *:80',
        '  bind :443 ssl crt /x.pem',
        '  use_backend app if { path /x }',
        '  default_backend app',
        'backend app',
        '  server web1 web:8000 check',
        '  server web2 "${HOST}":8001',
        '  server web3 /run/app.sock',
      ].join('\n'),
    );
    const [www, app] = facts.proxies;
    assert.deepEqual(
      www?.binds.map(({ host, port }) => [host, port]),
      [
        ['*', 80],
        [undefined, 443],
      ],
    );
    assert.deepEqual(www?.uses, ['app', 'app']);
    assert.deepEqual(
      app?.servers.map(({ name, address }) => [name, address.host, address.port, address.path, address.known]),
      [
        ['web1', 'web', 8000, undefined, true],
        ['web2', '${HOST}', undefined, undefined, false],
        ['web3', undefined, undefined, '/run/app.sock', true],
      ],
    );
    assert.equal(app?.serverTimeout?.text, '50s');
    assert.equal(at(app?.servers[0]?.address.span ?? { from: 0, to: 0 }), 'web:8000');
  });
});
