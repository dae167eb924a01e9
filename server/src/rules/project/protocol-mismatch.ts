import type { DeployedServer } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { replace } from '../../text/edit.ts';
import { defineRule, fix } from '../rule.ts';

/** Which interface a server speaks with this command line; nothing where it finds out by itself or is told by what is not known. */
const interfaceOf = ({ kind, command, complete, configuration }: DeployedServer): 'asgi' | 'wsgi' | undefined => {
  const option = (name: string) => command.options.findLast((one) => one.name === name);
  if (kind === 'daphne') return 'asgi';
  if (kind === 'uvicorn') return option('interface') ? undefined : 'asgi';
  if (kind === 'waitress') return 'wsgi';
  if (kind !== 'gunicorn' || configuration || !complete) return undefined;
  const worker = option('worker-class')?.value;
  if (!worker) return 'wsgi';
  if (!worker.known) return undefined;
  return /^(?:sync|gthread|gevent|eventlet|tornado)$/.test(worker.text) ? 'wsgi' : /uvicorn/i.test(worker.text) ? 'asgi' : undefined;
};

/** A server and an application that speak different interfaces start, and answer every request with 500. */
export default defineRule({
  id: 'project/protocol-mismatch',
  title: 'Server and application speak the same interface',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X02'],
  reads: 'project',
  *check(project) {
    const told = new Set<string>();
    for (const { server } of deploymentsOf(project)) {
      if (!server || server.target.state !== 'known') continue;
      const { value, at } = server.target;
      const speaks = interfaceOf(server);
      // Only modules called as Django calls them say what they are.
      const given = /(?:^|\.)(wsgi|asgi)(?::(?:application|app))?$/.exec(value)?.[1];
      const key = `${at.uri} ${at.span.from}`;
      if (!speaks || !given || speaks === given || told.has(key)) continue;
      told.add(key);
      const other = value.replace(/(wsgi|asgi)((?::\w+)?)$/, `${speaks}$2`);
      const exists = project.all.python.some(({ facts }) => facts.uri.endsWith(`/${other.replace(/:.*$/, '').replaceAll('.', '/')}.py`));
      const plain = at.span.to - at.span.from === value.length;
      yield {
        at,
        message: `${server.kind} speaks ${speaks.toUpperCase()} here, but \`${value}\` is a ${given.toUpperCase()} application: it starts, and every request ends with 500; point it at \`${other}\`${speaks === 'wsgi' ? ', or take an ASGI worker' : ''}`,
        fixes: () => (exists && plain ? [fix(`Point it at \`${other}\``, false, at.uri, replace(at.span, other))] : []),
      };
    }
  },
});
