// Every sensible combination of answers.
import { type Answers, balancers, contradiction, databases, managers, servers, statics } from '../../server/src/scaffold/answers.ts';

export const plain: Answers = {
  name: 'shop',
  django: '',
  settings: 'shop.settings',
  package: 'shop',
  pythonPath: '',
  manager: 'pip',
  lockFolder: '',
  own: undefined,
  versionVariable: undefined,
  parts: { extras: [], groups: [] },
  requirements: ['requirements.txt'],
  server: 'uvicorn',
  static: 'whitenoise',
  media: 'none',
  debugOff: undefined,
  collected: { folder: 'staticfiles', variable: undefined, known: true },
  balancer: 'none',
  database: 'none',
  frontend: undefined,
  gettext: false,
  python: '3.13',
  debian: 'trixie',
  libraries: [],
  port: 8000,
  health: '/healthz/',
  httpsOnly: true,
  databaseVariables: { postgresql: {}, mysql: {} },
  sqlite: undefined,
  needed: [{ name: 'SECRET_KEY', value: undefined }],
  kubernetes: false,
  ci: false,
};

/** All combinations of choices that make sense together. */
export function* combinations(): Iterable<Answers> {
  for (const manager of managers)
    for (const server of servers)
      for (const serving of statics)
        for (const balancer of balancers)
          for (const kubernetes of [false, true]) {
            const answers: Answers = { ...plain, manager, server, static: serving, balancer, kubernetes, ci: kubernetes };
            if (contradiction(answers)) continue;
            for (const database of databases)
              for (const django of ['', 'backend'])
                for (const frontend of [undefined, { folder: 'web', output: 'dist' }])
                  for (const gettext of [false, true])
                    yield {
                      ...answers,
                      database,
                      django,
                      frontend,
                      gettext,
                      libraries: database === 'mysql' ? ['libmariadb3'] : [],
                      sqlite: gettext ? { name: 'SQLITE_PATH', address: false } : undefined,
                    };
          }
}
