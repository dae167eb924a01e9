import { wsgiModules } from '../../project/python-modules.ts';
import { givenBeside } from '../../project/uwsgi/given.ts';
import { imageStarting } from '../../project/uwsgi/image.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';
import { namesApp } from '../reading/absence.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** What makes a server of a file, and what says that its application is Python. */
const sockets = ['socket', 'uwsgi-socket', 'http-socket', 'http11-socket', 'http', 'https', 'https-socket'];
const python = ['chdir', 'pythonpath', 'virtualenv', 'callable', 'need-app', 'lazy-apps', 'single-interpreter', 'processes'];
/** Files with one of these serve something else, or get their applications from elsewhere. */
const others = [
  'emperor',
  'vhost',
  'dynamic-apps',
  'wsgi-lite',
  'pecan',
  'psgi',
  'rack',
  'rails',
  'php-docroot',
  'php-app',
  'cgi',
  'lua',
  'jvm-class',
  'fastrouter',
  'route',
  'route-run',
  'check-static',
  'worker-exec',
  'no-server',
  'http-subscription-server',
];

/** A Dockerfile that names the application itself. */
const elsewhere = /\bUWSGI_(?:MODULE|WSGI|WSGI_FILE|FILE|MOUNT)\b|--(?:module|wsgi|wsgi-file|file|mount|paste|ini-paste|eval)\b|[\s"']-w\b/;

/** Without an application uWSGI starts all the same and answers every request with an error. */
export default defineRule({
  id: 'uwsgi/app-missing',
  title: 'The application is named',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 49'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    if (!read.header || read.open || read.part || namesApp(read) || !servesPython(read)) return;
    // The command line and `UWSGI_…` variables give options too.
    const image = imageStarting(read.project, subject.uri);
    const settled = image !== undefined;
    if (read.project.all.dockerfile.some(({ parsed }) => elsewhere.test(parsed.file.text))) return;
    if (['module', 'wsgi', 'wsgi-file', 'file', 'mount', 'paste', 'ini-paste', 'eval'].some((name) => givenBeside(read.project, name)))
      return;
    const modules = wsgiModules(read.project);
    const module = modules.length === 1 ? modules[0] : undefined;
    yield {
      at: read.header,
      message: `No line names the application${settled ? ', so' : '; unless the command line does,'} uWSGI answers every request with an error; add \`module = ${module ?? 'project.wsgi'}:application\``,
      severity: settled ? 'error' : 'info',
      fixes: () =>
        module
          ? [fix(`Add \`module = ${module}:application\``, false, subject.uri, insertOption(subject, 'module', `${module}:application`))]
          : [],
    };
  },
});

const servesPython = (read: Reading): boolean =>
  sockets.some((name) => read.has(name)) && python.some((name) => read.has(name)) && !others.some((name) => read.has(name));
