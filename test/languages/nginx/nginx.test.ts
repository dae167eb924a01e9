import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const read = (...lines: readonly string[]) => factsIn('nginx', lines.join('\n'), 'nginx.conf');
const one = (...lines: readonly string[]) => {
  const { facts, at } = read('server {', ...lines, '}');
  const [server] = facts.servers;
  assert.ok(server);
  return { server, at, facts, location: server.locations[0] };
};

describe('an nginx configuration', () => {
  it('is known by what is in it', () => {
    assert.equal(kindNamed('nginx/default.conf', 'server {\n}\n'), 'nginx');
    assert.equal(kindNamed('nginx.conf.template', 'upstream app {\n'), 'nginx');
    assert.equal(kindNamed('sites-available/shop', 'server { listen 80; }\n'), 'nginx');
    assert.equal(kindNamed('logging.conf', '[loggers]\nkeys=root\n'), undefined);
    assert.equal(kindNamed('nginx.conf', '[uwsgi]\nmaster = 1\n'), 'uwsgi');
  });

  it('gives servers with what they listen on and serve', () => {
    const { server, location, at } = one(
      'listen 80; # plain',
      'listen [::]:443 ssl http2;',
      'listen unix:/run/x.sock;',
      'server_name shop.example "www.shop.example";',
      'location /static/ { alias /app/static/; expires 7d; add_header Cache-Control "public"; }',
      'location ~* "\\.(?:css|js){1,2}$" { root /srv; }',
      'location = /healthz { return 200 "ok"; }',
    );
    assert.deepEqual(
      server.listens.map(({ port, ssl }) => [port, ssl]),
      [
        [80, false],
        [443, true],
        [undefined, false],
      ],
    );
    assert.deepEqual(
      server.names.map(({ text }) => text),
      ['shop.example', 'www.shop.example'],
    );
    assert.deepEqual(
      server.locations.map(({ modifier, path, alias, root, returns }) => [
        modifier,
        path.text,
        alias?.text,
        root?.text,
        returns?.words[0]?.text,
      ]),
      [
        ['', '/static/', '/app/static/', undefined, undefined],
        ['~*', '\\.(?:css|js){1,2}$', undefined, '/srv', undefined],
        ['=', '/healthz', undefined, undefined, '200'],
      ],
    );
    assert.deepEqual([location?.expires?.text, location?.added[0]?.name], ['7d', 'Cache-Control']);
    assert.equal(at(location?.alias?.span ?? { from: 0, to: 0 }), '/app/static/');
  });

  it('takes addresses apart', () => {
    const pass = (text: string) => one(`location / { ${text}; }`).location?.pass;
    const parts = (text: string) => {
      const found = pass(text);
      return [found?.by, found?.host, found?.port, found?.path, found?.uri, found?.known];
    };
    assert.deepEqual(parts('proxy_pass http://app:8000'), ['proxy', 'app', 8000, undefined, undefined, true]);
    assert.deepEqual(parts('proxy_pass http://app/x/'), ['proxy', 'app', undefined, undefined, '/x/', true]);
    assert.deepEqual(parts('proxy_pass http://unix:/run/a.sock:/x'), ['proxy', undefined, undefined, '/run/a.sock', '/x', true]);
    assert.deepEqual(parts('uwsgi_pass unix:///run/a.sock'), ['uwsgi', undefined, undefined, '/run/a.sock', undefined, true]);
    assert.deepEqual(parts('uwsgi_pass django:8001'), ['uwsgi', 'django', 8001, undefined, undefined, true]);
    assert.deepEqual(parts('proxy_pass http://$backend'), ['proxy', '$backend', undefined, undefined, undefined, false]);
    assert.equal(parts('proxy_pass http://${APP_HOST}:8000')[5], false);
  });

  it('passes settings down as nginx does: all of them or none', () => {
    const { facts } = read(
      'http {',
      '  client_max_body_size 5m;',
      '  proxy_set_header Host $host;',
      '  proxy_set_header X-A a;',
      '  upstream app { server web:8000 fail_timeout=0; server unix:/run/a.sock; keepalive 8; }',
      '  server {',
      '    location / { proxy_pass http://app; }',
      '    location /b { proxy_set_header X-B b; proxy_pass http://app; location /b/c { proxy_read_timeout 90; } }',
      '  }',
      '}',
    );
    const [first, second, third] = facts.servers[0]?.locations ?? [];
    assert.deepEqual(
      first?.passed.map(({ name, value }) => `${name}=${value}`),
      ['Host=$host', 'X-A=a'],
    );
    assert.deepEqual(
      second?.passed.map(({ name }) => name),
      ['X-B'],
    );
    assert.deepEqual([third?.path.text, third?.bodyLimit?.text, third?.readTimeout?.text], ['/b/c', '5m', '90']);
    assert.deepEqual(
      facts.upstreams[0]?.servers.map(({ host, port, path }) => [host, port, path]),
      [
        ['web', 8000, undefined],
        [undefined, undefined, '/run/a.sock'],
      ],
    );
  });

  it('names what a template fills in', () => {
    const { facts, at } = one(
      '{% if ssl %}',
      'listen ${PORT};',
      'server_name {{ server_name }} <%= ENV["HOST"] %>;',
      '{% endif %}',
      'location / { uwsgi_pass {{UWSGI_URL}}; proxy_set_header Host $host; root @ROOT@; }',
    );
    assert.deepEqual(
      facts.placeholders.map(({ name, by }) => `${by} ${name}`),
      ['dollar PORT', 'braces server_name', 'erb ENV["HOST"]', 'braces UWSGI_URL', 'at ROOT'],
    );
    assert.equal(at(facts.placeholders[3]?.span ?? { from: 0, to: 0 }), '{{UWSGI_URL}}');
    assert.equal(facts.open, true);
    assert.equal(facts.servers[0]?.listens[0]?.port, undefined);
  });

  it('reads a part that is included into a server', () => {
    const { facts } = read('location /static/ { alias /static/; }', 'include more.conf;');
    assert.deepEqual([facts.servers.length, facts.servers[0]?.locations[0]?.path.text], [1, '/static/']);
  });

  it('reads on after mistakes, and says where they are', () => {
    const { facts, parsed } = read('}', 'server {', 'listen 80', '}', 'server { listen 81; ');
    assert.deepEqual(
      facts.servers.map(({ listens }) => listens[0]?.port),
      [80, 81],
    );
    assert.ok(parsed.broken.length >= 2);
    assert.equal(facts.open, true);
  });

  it('ends on anything', () => {
    for (const text of ['{'.repeat(500), 'a{'.repeat(500), '"', '${', '{{', '<%', '{%', '\\', 'x {{ y', ';;;{};'])
      assert.ok(read(text).facts, text.slice(0, 10));
  });
});
