// A deployment drawn with arrows: the way of a request, of a static file and of a probe.
import type { Said, ToldDeployment, Where } from './told.ts';

/** How names of servers, probes and roles are written. */
const names: Readonly<Record<string, string>> = {
  whitenoise: 'WhiteNoise',
  uwsgi: 'uWSGI',
  haproxy: 'HAProxy',
  storage: 'a storage elsewhere',
  runserver: 'runserver',
};
export const named = (name: string): string => names[name] ?? name;

/** `compose.yaml:3`. */
export const placeText = ({ path, line }: Where): string => `${path}:${line}`;

const shown = <T>(said: Said<T> | null, nothing: string): string => {
  if (!said) return nothing;
  return said.value === null ? 'set at run time' : String(said.value);
};

/** `0.0.0.0:8000`, `/run/app.sock`; words where the server's own default holds. */
export const listenText = ({ server }: ToldDeployment): string => {
  if (!server) return '';
  const { host, port, socket } = server;
  if (socket) return shown(socket, '');
  if (!host && !port) return 'its default address';
  if (host?.value === null && port?.value === null) return 'an address set at run time';
  const at = shown(host, '');
  return `${at.includes(':') ? `[${at}]` : at}:${shown(port, 'its default port')}`;
};

const workersText = ({ server }: ToldDeployment): string => {
  const workers = server?.workers;
  if (!workers) return '';
  return workers.value === null ? ', workers set at run time' : `, ${workers.value} ${workers.value === 1 ? 'worker' : 'workers'}`;
};

/** `in stage build`. */
export const collectedText = ({ value, stage }: ToldDeployment['static']['collectedBy'][number]): string =>
  ({
    build: stage === null ? 'while the image is built' : `in stage ${stage}`,
    start: 'when the container starts',
    service: 'by another service',
    outside: 'outside of the image',
  })[value ?? 'outside'];

/** `GET /healthz/ on port 8000`. */
export const probeText = ({ value, path, port }: ToldDeployment['probes'][number]): string => {
  const on = port === null ? '' : ` on port ${port}`;
  if (value === 'http') return `GET ${path ?? '(a path set at run time)'}${on}`;
  if (value === 'tcp') return `a connection${on}`;
  return path === null ? `a command${on && ` that asks${on.replace(' on', '')}`}` : `a command that asks for ${path}${on}`;
};

/** One to three lines of equal make: what comes in, and whom it reaches. Empty when nothing is known. */
export const drawing = (one: ToldDeployment): readonly string[] => {
  const { server, role, proxies, static: files, probes } = one;
  const out: string[] = [];
  const proxy = [...new Set(proxies.map(({ value, at }) => `${named(value ?? 'proxy')} (${placeText(at)})`))].join(' or ');
  if (server) {
    const who = `${named(server.kind.value ?? '')}${workersText(one)}, on ${listenText(one)} (${placeText(server.kind.at)})`;
    out.push(['request', ...(proxy ? [proxy] : []), who, shown(server.target, 'the application')].join(' --> '));
  }
  // Who works in the background has nothing to do with them, unless it collects.
  const concerned = server !== null || role === 'web' || files.collectedBy.some(({ value }) => value === 'start');
  if (concerned && (files.servedBy.length > 0 || files.collectedBy.length > 0)) {
    const servers = files.servedBy.map(({ value, at }) => `${named(value ?? '')} (${placeText(at)})`);
    const by = servers.join(' and ') || (server ? 'nobody that is seen' : 'somebody else');
    const from = files.collectedBy
      .map((collected) => `collectstatic ${collectedText(collected)} (${placeText(collected.at)})`)
      .join(' and ');
    out.push(`static  --> ${by}${from && ` <-- ${from}`}`);
  }
  for (const text of new Set(probes.map((probe) => `probe   --> ${probeText(probe)} (${placeText(probe.at)})`))) out.push(text);
  return out;
};
