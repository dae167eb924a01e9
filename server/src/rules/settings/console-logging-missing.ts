import { truth } from '../../project/settings/ask.ts';
import { appended } from '../reading/appended.ts';
import { isDeployed } from '../reading/deployed.ts';
import { installed } from '../reading/distribution.ts';
import { assignmentOf, mayMiss, productions } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** What sends errors, or what is logged, somewhere by itself. */
const elsewhere = [
  'sentry-sdk',
  'raven',
  'rollbar',
  'bugsnag',
  'honeybadger',
  'airbrake',
  'pybrake',
  'newrelic',
  'ddtrace',
  'elastic-apm',
  'opbeat',
  'scout-apm',
  'appsignal',
  'logfire',
  'opentelemetry-instrumentation-django',
  'opencensus-ext-django',
  'google-cloud-logging',
  'watchtower',
  'django-structlog',
  'structlog',
  'loguru',
  'django-guid',
];

/** Without DEBUG Django's own logging prints nothing. */
export default defineRule({
  id: 'settings/console-logging-missing',
  title: 'Errors are printed where the container is watched',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ321'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const debug = view.get('DEBUG');
      if (!debug || truth(debug.value) === true || !mayMiss(project, view)) continue;
      if (view.get('LOGGING') || view.get('LOGGING_CONFIG') || project.all.dockerfile.length === 0 || !isDeployed(project, django, view))
        continue;
      if (installed(project, elsewhere) || view.names().some((name) => /SENTRY|ROLLBAR|BUGSNAG|LOGGER|LOG_/.test(name))) continue;
      const finding: Finding = {
        at: assignmentOf(debug).target,
        message:
          'With DEBUG off and without LOGGING, Django prints no error: a request that ends with 500 leaves no trace in the log of the container, only a mail to ADMINS; give LOGGING a handler for the console',
        fixes: () =>
          appended(project, view, 'Print what is logged', ({ quote: q, indent }) => [
            '# Without DEBUG, Django mails errors and prints nothing; a container is expected to print.',
            'LOGGING = {',
            `${indent}${q}version${q}: 1,`,
            `${indent}${q}disable_existing_loggers${q}: False,`,
            `${indent}${q}handlers${q}: {${q}console${q}: {${q}class${q}: ${q}logging.StreamHandler${q}}},`,
            `${indent}${q}root${q}: {${q}handlers${q}: [${q}console${q}], ${q}level${q}: ${q}INFO${q}},`,
            '}',
          ]),
      };
      yield finding;
    }
  },
});
