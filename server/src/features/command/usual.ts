// What Django images use most: the order of options, and values to offer where a parser takes any text.

/** For each tool, or command of it: its options, the most used first. */
export const usualOptions: Readonly<Record<string, string>> = {
  gunicorn:
    '--bind --workers --worker-class --threads --timeout --graceful-timeout --access-logfile --error-logfile --worker-tmp-dir --max-requests ' +
    '--max-requests-jitter --forwarded-allow-ips --preload --log-level --keep-alive --config --capture-output',
  uvicorn:
    '--host --port --workers --proxy-headers --forwarded-allow-ips --timeout-graceful-shutdown --log-level --access-log --lifespan ' +
    '--timeout-keep-alive --limit-max-requests --root-path --ws --loop --http',
  daphne: '--bind --port --proxy-headers --http-timeout --access-log --verbosity --root-path',
  hypercorn: '--bind --workers --worker-class --access-logfile --error-logfile --graceful-timeout --max-requests --root-path --config',
  granian: '--interface --host --port --workers --blocking-threads --access-log --log-level --workers-lifetime --respawn-failed-workers',
  waitress: '--listen --host --port --threads --trusted-proxy --trusted-proxy-headers --url-scheme --channel-timeout --call',
  'pip install': '--no-cache-dir --requirement --constraint --no-deps --require-hashes --upgrade --only-binary --no-binary --target --user',
  'pip wheel': '--requirement --wheel-dir --no-deps --no-cache-dir --constraint',
  'pipenv sync': '--system --dev --categories',
  'pipenv install': '--deploy --system --ignore-pipfile --dev --categories',
  'poetry install': '--only --no-root --no-interaction --no-ansi --with --without --extras --no-directory',
  'poetry sync': '--only --no-root --no-interaction --no-ansi --with --without --extras',
  'poetry export': '--output --format --without-hashes --only --with --without',
  'uv sync': '--locked --frozen --no-dev --no-install-project --compile-bytecode --no-editable --extra --group',
  'uv run': '--no-sync --frozen --no-dev --locked',
  'uv pip install': '--system --requirements --no-cache --compile-bytecode',
  'uv pip sync': '--system --no-cache --compile-bytecode',
  'uv venv': '--python --seed --clear',
  celery: '--app --broker',
  'celery worker':
    '--loglevel --concurrency --queues --pool --max-tasks-per-child --max-memory-per-child --time-limit --soft-time-limit ' +
    '--prefetch-multiplier --hostname --task-events --without-gossip --without-mingle --without-heartbeat',
  'celery beat': '--loglevel --schedule --scheduler --max-interval',
  'celery inspect': '--destination --timeout',
  'manage collectstatic': '--noinput --clear --ignore --no-post-process --settings',
  'manage migrate': '--noinput --check --plan --database --settings',
  'manage check': '--deploy --fail-level --settings',
  'manage runserver': '--noreload --nostatic --settings',
  'manage compilemessages': '--locale --ignore --settings',
};

/** Commands of a tool, the most used first. */
export const usualCommands: Readonly<Record<string, string>> = {
  pip: 'install wheel',
  pipenv: 'sync install run',
  poetry: 'install sync export run config',
  celery: 'worker beat inspect',
  manage: 'collectstatic migrate check compilemessages runserver createsuperuser',
};

interface Sample {
  readonly text: string;
  readonly brief: string;
}

const everywhere: readonly Sample[] = [
  { text: '0.0.0.0', brief: 'Every IPv4 interface of the container' },
  { text: '::', brief: 'Every IPv6 interface' },
];
const addresses: readonly Sample[] = [
  { text: '0.0.0.0:8000', brief: 'Port 8000 on every IPv4 interface of the container' },
  { text: '[::]:8000', brief: 'Port 8000 on every IPv6 interface' },
];
const ports: readonly Sample[] = [{ text: '8000', brief: 'Above 1023, so that no rights are needed' }];
const numbers = (...texts: readonly string[]): readonly Sample[] => texts.map((text) => ({ text, brief: '' }));
const toLog: readonly Sample[] = [{ text: '-', brief: 'Into the log of the container' }];
const proxies: readonly Sample[] = [
  { text: '*', brief: 'Every proxy; right where nothing else can reach the port' },
  { text: '127.0.0.1', brief: 'A proxy in the same container' },
];
const groups: readonly Sample[] = [
  { text: 'main', brief: 'What the application itself needs' },
  { text: 'dev', brief: '' },
];

/** Values to offer for an option, by tool and name; for operands too. */
export const usualValues: Readonly<Record<string, readonly Sample[]>> = {
  'gunicorn --bind': [...addresses, { text: 'unix:/run/gunicorn/gunicorn.sock', brief: 'A UNIX socket, for nginx beside it' }],
  'gunicorn --workers': numbers('2', '3', '4'),
  'gunicorn --threads': numbers('2', '4', '8'),
  'gunicorn --worker-class': [
    { text: 'gthread', brief: 'Threads, for `wsgi.py`' },
    { text: 'sync', brief: 'One request at a time; the default' },
    { text: 'asgi', brief: 'For `asgi.py`, since 24.0' },
    { text: 'uvicorn_worker.UvicornWorker', brief: 'For `asgi.py`, from the package uvicorn-worker' },
  ],
  'gunicorn --timeout': numbers('30', '60', '120'),
  'gunicorn --graceful-timeout': numbers('30', '25'),
  'gunicorn --worker-tmp-dir': [{ text: '/dev/shm', brief: 'In memory, so that the heartbeat never waits for a disk' }],
  'gunicorn --access-logfile': toLog,
  'gunicorn --error-logfile': [{ text: '-', brief: 'Into the log of the container; the default' }],
  'gunicorn --max-requests': numbers('1000'),
  'gunicorn --max-requests-jitter': numbers('100'),
  'gunicorn --forwarded-allow-ips': proxies,
  'uvicorn --host': everywhere,
  'uvicorn --port': ports,
  'uvicorn --workers': numbers('2', '4'),
  'uvicorn --forwarded-allow-ips': proxies,
  'uvicorn --timeout-graceful-shutdown': numbers('30', '25'),
  'uvicorn --limit-max-requests': numbers('1000'),
  'daphne --bind': everywhere,
  'daphne --port': ports,
  'daphne --access-log': toLog,
  'hypercorn --bind': addresses,
  'hypercorn --workers': numbers('2', '4'),
  'hypercorn --access-logfile': toLog,
  'hypercorn --error-logfile': toLog,
  'granian --host': everywhere,
  'granian --port': ports,
  'granian --workers': numbers('2', '4'),
  'waitress --host': everywhere,
  'waitress --port': ports,
  'waitress --listen': [
    { text: '0.0.0.0:8000', brief: 'Port 8000 on every IPv4 interface of the container' },
    { text: '*:8000', brief: 'Port 8000 on every interface' },
  ],
  'waitress --threads': numbers('4', '8'),
  'waitress --trusted-proxy-headers': [{ text: 'x-forwarded-proto', brief: '' }],
  'celery --concurrency': numbers('2', '4'),
  'celery --loglevel': [{ text: 'INFO', brief: 'One line when a task arrives, and one when it is done' }],
  'celery beat --loglevel': [{ text: 'INFO', brief: 'One line for each task that is sent' }],
  'celery beat --schedule': [{ text: '/tmp/celerybeat-schedule', brief: 'Where every user may write' }],
  'celery beat --scheduler': [
    { text: 'django_celery_beat.schedulers:DatabaseScheduler', brief: 'Times in the database, from django-celery-beat' },
  ],
  'celery inspect <command>': [
    { text: 'ping', brief: 'Whether workers answer' },
    { text: 'active', brief: 'The tasks that run' },
  ],
  'poetry --only': groups,
  'poetry --without': [{ text: 'dev', brief: '' }],
  'poetry --with': [{ text: 'dev', brief: '' }],
  'uv --only-group': groups,
  'pip --only-binary': [{ text: ':all:', brief: 'Never builds from source' }],
  'manage runserver <addrport>': addresses,
  'poetry config <key>': [
    { text: 'virtualenvs.create', brief: '' },
    { text: 'virtualenvs.in-project', brief: '' },
  ],
};

/** Options whose value is a file of the workspace, and which files. */
export const fileValues: Readonly<Record<string, RegExp>> = {
  'pip --requirement': /\.(?:txt|in|pip)$/,
  'pip --constraint': /\.(?:txt|in|pip)$/,
  'uv --requirements': /\.(?:txt|in|toml)$/,
  'uv --constraints': /\.(?:txt|in)$/,
  'gunicorn --config': /\.py$/,
  'uvicorn --env-file': /env/,
  'uvicorn --log-config': /\.(?:ya?ml|json|ini|conf)$/,
  'hypercorn --config': /\.(?:toml|py)$/,
  'granian --log-config': /\.json$/,
};

/** Programs to offer where a command begins: what follows each, and when it is started. */
export const usualPrograms: readonly {
  readonly text: string;
  readonly brief: string;
  readonly when: 'build' | 'start' | 'probe' | 'always';
}[] = [
  { text: 'gunicorn', brief: 'Server for wsgi.py, and for asgi.py with -k asgi', when: 'start' },
  { text: 'uvicorn', brief: 'Server for asgi.py', when: 'start' },
  { text: 'granian', brief: 'Server for asgi.py and wsgi.py', when: 'start' },
  { text: 'hypercorn', brief: 'Server for asgi.py and wsgi.py', when: 'start' },
  { text: 'daphne', brief: 'Server for asgi.py, one process', when: 'start' },
  { text: 'waitress-serve', brief: 'Server for wsgi.py, one process', when: 'start' },
  { text: 'uwsgi', brief: 'Server for wsgi.py', when: 'start' },
  { text: 'celery', brief: 'Workers and the scheduler of tasks', when: 'start' },
  { text: 'apt-get', brief: 'System packages of Debian', when: 'build' },
  { text: 'pip', brief: 'Python packages', when: 'build' },
  { text: 'uv', brief: 'Python packages by uv.lock', when: 'build' },
  { text: 'poetry', brief: 'Python packages by poetry.lock', when: 'build' },
  { text: 'pipenv', brief: 'Python packages by Pipfile.lock', when: 'build' },
  { text: 'python', brief: 'manage.py, and modules with -m', when: 'always' },
  { text: 'curl', brief: 'Asks over HTTP, and fails on errors with -f; slim images do not have it', when: 'probe' },
  { text: 'wget', brief: 'Asks over HTTP; Alpine has it, slim images do not', when: 'probe' },
  { text: 'pg_isready', brief: 'Asks PostgreSQL, in its own image', when: 'probe' },
  { text: 'redis-cli', brief: 'Asks Redis (`ping`), in its own image', when: 'probe' },
  { text: 'celery', brief: 'Asks a worker (`-A … inspect ping`)', when: 'probe' },
  { text: 'exec', brief: 'Replaces the shell, so that signals reach the server', when: 'start' },
];
