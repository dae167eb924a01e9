// Set-ups with something in front of the application: nginx, HAProxy, or nginx and uWSGI under supervisord.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { images, start, whenOver } from './container.ts';
import { run } from './project.ts';
import { plain, type Variant } from './variant.ts';

const nginxTag = '1.29-alpine';
/** Where the nginx image listens. */
const front = 8080;
const nginx: Partial<Variant> = { needs: [['nginx', nginxTag]], brotli: false, front };

/** The nginx image that the Dockerfile builds, beside the application. */
const web =
  (environment: Readonly<Record<string, string>>, options: readonly string[] = []): NonNullable<Variant['beside']> =>
  ({ folder, name }) => {
    const tag = `localhost/proof-${name}-web:latest`;
    images('build', tag, folder, '--target', 'web');
    start(tag, environment, options);
  };
const address = { APP_ADDRESS: '127.0.0.1:8765' };
const socket = ['--volume', 'drydock-proof-socket:/run/app'];

/** A name server as Docker has one: the application lives on this machine. */
const nameServer = (): void => {
  const server = createSocket('udp4');
  server.on('message', (query, from) => {
    const end = query.indexOf(0, 12) + 5;
    const isAddress = query.readUInt16BE(end - 4) === 1;
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(isAddress ? 1 : 0, 6);
    head.fill(0, 8);
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, 127, 0, 0, 1]);
    server.send(Buffer.concat([head, query.subarray(12, end), ...(isAddress ? [answer] : [])]), from.port, from.address);
  });
  server.bind(53, '127.0.0.11');
  whenOver(() => server.close());
};

/** Several containers cannot share a file of SQLite. */
const withPostgres = (folder: string): void => writeFileSync(join(folder, 'requirements.txt'), 'django\npsycopg[binary]\n');

export const behind: readonly Variant[] = [
  { ...plain, ...nginx, name: 'nginx', flags: ['--static', 'nginx'], beside: web(address) },
  {
    ...plain,
    ...nginx,
    name: 'uwsgi-nginx-tcp',
    flags: ['--server', 'uwsgi', '--static', 'uwsgi-nginx-tcp'],
    beside: web(address),
  },
  {
    ...plain,
    ...nginx,
    name: 'uwsgi-nginx-socket',
    flags: ['--server', 'uwsgi', '--static', 'uwsgi-nginx-socket'],
    options: socket,
    beside: web({}, [...socket, '--group-add', '10001']),
  },
  { ...plain, name: 'supervisord', brotli: false, flags: ['--server', 'uwsgi', '--static', 'supervisord'] },
  {
    ...plain,
    name: 'balancer-nginx',
    needs: [['nginx', nginxTag]],
    flags: ['--balancer', 'nginx', '--database', 'postgresql'],
    before: withPostgres,
    front,
    beside: ({ folder }) => {
      const configuration = join(folder, 'deploy/nginx/balancer.conf');
      const mount = `${configuration}:/etc/nginx/conf.d/default.conf:ro`;
      start(`docker.io/nginxinc/nginx-unprivileged:${nginxTag}`, {}, ['--volume', mount, '--add-host', 'app:127.0.0.1']);
    },
  },
  {
    ...plain,
    name: 'balancer-haproxy',
    flags: ['--balancer', 'haproxy', '--database', 'postgresql'],
    before: withPostgres,
    front,
    beside: ({ folder }) => {
      run('sh', ['-c', 'command -v haproxy || DEBIAN_FRONTEND=noninteractive apt-get -y -qq --no-install-recommends install haproxy']);
      nameServer();
      const proxy = spawn('haproxy', ['-f', join(folder, 'deploy/haproxy.cfg')], { stdio: 'ignore' });
      whenOver(() => proxy.kill());
    },
  },
];
