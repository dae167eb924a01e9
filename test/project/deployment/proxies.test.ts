import assert from 'node:assert/strict';
import { deployed, shop } from '../../support/deployment.ts';

describe('proxies in front of deployments', () => {
  it('fill templates of nginx in with the variables of its container, and share localhost in a pod', () => {
    const template = 'server { location / { proxy_pass http://${APP}; } }\n';
    const pod = [
      'apiVersion: v1',
      'kind: Pod',
      'metadata: { name: shop }',
      'spec:',
      '  containers:',
      '    - { name: web, image: example/web }',
      '    - { name: proxy, image: example/proxy, env: [{ name: APP, value: "localhost:8000" }] }',
    ].join('\n');
    const { all, fact } = deployed({
      ...shop,
      'default.conf.template': template,
      'proxy/Dockerfile': 'FROM nginx:1.29\nCOPY default.conf.template /etc/nginx/templates/\n',
      'compose.yaml': [
        'services:',
        '  web: { build: ., image: example/web }',
        '  proxy: { build: { context: ., dockerfile: proxy/Dockerfile }, image: example/proxy, environment: { APP: "web:8000" } }',
        '  other: { build: ., command: gunicorn shop.wsgi -b :8000 }',
      ].join('\n'),
      'pod.yaml': pod,
    });
    const found = all.map(({ name, proxies }) => [
      name,
      ...proxies.map(({ host, port, holder }) => `${host} ${fact(port)} ${holder?.name}`),
    ]);
    assert.deepEqual(found, [
      ['shop/web', 'localhost 8000 default.conf.template:1 shop/proxy'],
      ['web', 'web 8000 default.conf.template:1 proxy'],
      ['other'],
    ]);
  });
});
