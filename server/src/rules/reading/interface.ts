// Which interface a server speaks to the application it calls.
import type { DeployedServer } from '../../project/deployment/deployment.ts';

/**
 * The interface that the command line fixes; nothing where the server finds out by itself or is told by what is not known. RSGI is
 * granian's own, and what it speaks when nobody tells it.
 */
export const interfaceOf = ({ kind, command, complete, configuration, program }: DeployedServer): 'asgi' | 'wsgi' | 'rsgi' | undefined => {
  const option = (name: string) => command.options.findLast((one) => one.name === name);
  if (kind === 'daphne') return 'asgi';
  if (kind === 'uvicorn') return option('interface') ? undefined : 'asgi';
  if (kind === 'waitress') return 'wsgi';
  if (kind === 'granian') {
    const written = option('interface')?.value;
    if (written) return written.known && Object.hasOwn(spoken, written.text) ? spoken[written.text] : undefined;
    const isTold = !complete || program.variables('GRANIAN_INTERFACE') !== undefined || program.words.some(({ known }) => !known);
    return isTold ? undefined : 'rsgi';
  }
  if (kind !== 'gunicorn' || configuration || !complete) return undefined;
  const worker = option('worker-class')?.value;
  if (!worker) return 'wsgi';
  if (!worker.known) return undefined;
  return /^(?:sync|gthread|gevent|eventlet|tornado)$/.test(worker.text) ? 'wsgi' : /uvicorn/i.test(worker.text) ? 'asgi' : undefined;
};

const spoken: Readonly<Record<string, 'asgi' | 'wsgi' | 'rsgi'>> = { asgi: 'asgi', asginl: 'asgi', wsgi: 'wsgi', rsgi: 'rsgi' };

/** True when the application is surely called by ASGI. hypercorn and granian are told by what they call. */
export const callsAsgi = (server: DeployedServer): boolean => {
  const target = server.target.state === 'known' ? server.target.value : '';
  if (/(?:^|\.)wsgi\b/.test(target)) return false;
  if (server.kind === 'hypercorn' || server.kind === 'granian') return /(?:^|\.)asgi\b/.test(target);
  return interfaceOf(server) === 'asgi';
};
