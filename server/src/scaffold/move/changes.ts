// What behaves otherwise once a project has moved, said aloud.
import type { Target } from '../../knowledge/moving/tables.ts';
import { lastCalled, numberOf, type OldOption } from './old-option.ts';
import type { Origin } from './plan.ts';

/** Sentences for the report; only those that this set-up meets. `served` says that WhiteNoise takes the place of `static-map`. */
export const changesOf = (from: Origin, to: Target, options: readonly OldOption[], served: boolean): readonly string[] => {
  if (from === 'daphne')
    return [
      'Daphne was one process: its requests waited for each other wherever code did not give way. uvicorn starts workers, and each holds its own memory, connections and caches.',
      'Daphne gave HTTP/2 where TLS ended in it; uvicorn leaves both to the proxy.',
    ];
  const has = (...names: readonly string[]) => lastCalled(options, ...names) !== undefined;
  const out: string[] = [];
  if (has('harakiri'))
    out.push(
      `uWSGI ended requests after ${numberOf(lastCalled(options, 'harakiri')) ?? 'some'} seconds. Nothing does now: a view that hangs holds its thread. Set the read timeout of the proxy, \`statement_timeout\` of the database, and a timeout on each call to other services.`,
    );
  if (to === 'uvicorn') {
    out.push(
      'The number of processes and threads was the number of requests at the same time. uvicorn takes as many as come, each synchronous view in a thread of its own: size the pool of the database for that, or set `--limit-concurrency`.',
      '`CONN_MAX_AGE` above 0 keeps a connection for each of these threads. Leave it at 0, or use the connection pool of psycopg (Django 5.1 or later).',
      'Middleware that knows WSGI only, and what wsgi.py wraps around the application, takes no part under ASGI.',
    );
  } else if (!has('threads') && !has('harakiri'))
    out.push(
      'gunicorn ends a worker whose request takes longer than 30 seconds; uWSGI had no such limit here. `--timeout` says otherwise.',
    );
  if (served)
    out.push(
      'WhiteNoise lets every site use the static files (`Access-Control-Allow-Origin: *`), which fonts and modules behind a CDN need; `WHITENOISE_ALLOW_ALL_ORIGINS = False` ends that.',
      'The names of static files carry a hash of their content now. A file that a stylesheet names and that is not there stops `collectstatic`.',
    );
  if (to === 'gunicorn') out.push('gunicorn leaves the address of the client in X-Forwarded-For; REMOTE_ADDR is that of the proxy.');
  return out;
};
