// What is asked, at most five questions, each with the answer that the project gives itself.
import { type Answers, balancers, contradiction, databases, managers, servers, statics } from './answers.ts';
import type { Detection } from './detect.ts';

export interface Choice {
  /** What stands in `Answers`, and what a flag takes. */
  readonly value: string;
  readonly label: string;
  readonly brief: string;
}

export interface Question {
  readonly name: 'manager' | 'server' | 'static' | 'database' | 'extras';
  readonly title: string;
  readonly choices: readonly Choice[];
  /** The answer of the project, or ours. */
  readonly detected: string;
  /** What speaks for it; empty for our own habit. */
  readonly because: string;
  /** Several may be chosen, or none. */
  readonly many: boolean;
}

const briefs: Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>> = {
  manager: {
    pip: ['pip', 'a requirements file'],
    'pip-tools': ['pip-tools', 'requirements.in, compiled into requirements.txt'],
    pipenv: ['Pipenv', 'Pipfile and Pipfile.lock'],
    poetry: ['Poetry', 'pyproject.toml and poetry.lock'],
    uv: ['uv', 'pyproject.toml and uv.lock'],
    pdm: ['PDM', 'pyproject.toml and pdm.lock'],
  },
  server: {
    uvicorn: ['uvicorn', 'ASGI, with workers of its own'],
    'gunicorn-uvicorn': ['gunicorn with uvicorn workers', 'ASGI, where gunicorn is already known'],
    gunicorn: ['gunicorn', 'WSGI, the plainest choice for synchronous views'],
    hypercorn: ['hypercorn', 'ASGI with HTTP/2'],
    granian: ['granian', 'ASGI on a server written in Rust'],
    daphne: ['Daphne', 'ASGI in one process, without workers'],
    waitress: ['waitress', 'WSGI in one process with threads'],
    uwsgi: ['uWSGI', 'WSGI, for those who keep it'],
  },
  static: {
    whitenoise: ['WhiteNoise', 'Django serves them itself: nothing else to run'],
    'whitenoise-cdn': ['WhiteNoise behind a CDN', 'a host in front, named by STATIC_HOST'],
    storages: ['Object storage', 'django-storages: collected into a bucket at each release'],
    nginx: ['nginx', 'an image of its own, fed from the build'],
    'uwsgi-nginx-tcp': ['nginx, speaking uwsgi', 'two containers, one port'],
    'uwsgi-nginx-socket': ['nginx, speaking uwsgi through a socket', 'two containers on one machine'],
    supervisord: ['nginx in the same container', 'supervisord starts both'],
  },
  database: {
    none: ['None, or SQLite', 'no client library'],
    postgresql: ['PostgreSQL', ''],
    mysql: ['MySQL or MariaDB', ''],
    both: ['PostgreSQL and MySQL', ''],
    replica: ['PostgreSQL with a read replica', 'and a router that reads from it'],
  },
};

const choicesOf = (name: string, values: readonly string[]): readonly Choice[] =>
  values.map((value) => {
    const [label = value, brief = ''] = briefs[name]?.[value] ?? [];
    return { value, label, brief };
  });

/** The questions for a project, in order; what makes no sense with the answers so far cannot be chosen. */
export const questionsFor = (detection: Detection, so: Partial<Answers>): readonly Question[] => {
  const now = <K extends keyof Answers>(name: K): Answers[K] => so[name] ?? detection[name].value;
  const fits = (change: Partial<Answers>): boolean =>
    contradiction({ server: now('server'), static: now('static'), balancer: now('balancer'), kubernetes: now('kubernetes'), ...change }) ===
    undefined;
  const single = (name: 'manager' | 'server' | 'static' | 'database', title: string, values: readonly string[]): Question => {
    const left = values.filter((value) => name !== 'static' || fits({ static: value as Answers['static'] }));
    const own = detection[name];
    const detected = left.includes(own.value) ? own.value : (left[0] ?? '');
    return { name, title, choices: choicesOf(name, left), detected, because: own.because, many: false };
  };
  return [
    single('server', 'Which server runs the application?', servers),
    single('static', 'Who serves static files?', statics),
    single('manager', 'What installs the Python packages?', managers),
    single('database', 'Which database?', databases),
    {
      name: 'extras',
      title: 'What else?',
      choices: [
        { value: 'kubernetes', label: 'Kubernetes manifests', brief: 'Deployment, Service, and a Job for migrations' },
        { value: 'ci', label: 'GitHub workflow', brief: 'builds and pushes the image' },
        ...balancers
          .filter((one) => one !== 'none' && fits({ balancer: one }))
          .map((one) => ({
            value: `${one}-balancer`,
            label: `${one === 'haproxy' ? 'HAProxy' : 'nginx'} in front`,
            brief: 'spreads requests over several containers',
          })),
      ],
      detected: '',
      because: '',
      many: true,
    },
  ];
};

/** The answers that a choice of the question `extras` stands for. */
export const extraAnswers = (chosen: readonly string[]): Partial<Answers> => ({
  kubernetes: chosen.includes('kubernetes'),
  ci: chosen.includes('ci'),
  balancer: chosen.includes('haproxy-balancer') ? 'haproxy' : chosen.includes('nginx-balancer') ? 'nginx' : 'none',
});
