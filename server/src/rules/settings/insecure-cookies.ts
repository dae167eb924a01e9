import { holds, truth } from '../../project/settings/ask.ts';
import { listOf } from '../../project/settings/view.ts';
import { appended } from '../reading/appended.ts';
import { isDeployed } from '../reading/deployed.ts';
import { isOnHttps, switchOf } from '../reading/https.ts';
import { listed, quoted } from '../reading/listed.ts';
import { assignmentOf, hasApp, productions, silenced } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const sessions = 'django.contrib.sessions.middleware.SessionMiddleware';
const csrf = 'django.middleware.csrf.CsrfViewMiddleware';

/** Where what is missing is told of: where HTTPS is spoken of, else beside the other cookie. */
const places = [
  'SECURE_SSL_REDIRECT',
  'SECURE_HSTS_SECONDS',
  'SECURE_PROXY_SSL_HEADER',
  'SESSION_COOKIE_SECURE',
  'CSRF_COOKIE_SECURE',
  'MIDDLEWARE',
];

/** Without `Secure` a browser sends the cookie over plain HTTP too, where anybody on the way reads it. */
export default defineRule({
  id: 'settings/insecure-cookies',
  title: 'Cookies of sessions and forms travel by HTTPS alone',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ318'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const list = listOf(view, 'MIDDLEWARE');
      const debug = view.get('DEBUG');
      // While DEBUG is on for certain, another rule speaks.
      if (!list || (debug && truth(debug.value) === true)) continue;
      const hasSessions = holds(list, sessions) === true || hasApp(view, 'django.contrib.sessions');
      const hasCsrf = holds(list, csrf) === true && ['off', 'absent'].includes(switchOf(project, view, 'CSRF_USE_SESSIONS'));
      const muted = (...ids: readonly string[]) => ids.some((id) => silenced(view, id));
      const wanted = [
        ...(hasSessions && !muted('security.W010', 'security.W011', 'security.W012') ? ['SESSION_COOKIE_SECURE'] : []),
        ...(hasCsrf && !muted('security.W016') ? ['CSRF_COOKIE_SECURE'] : []),
      ];
      const soft = isOnHttps(view) && isDeployed(project, django, view) ? {} : { severity: 'hint' as const };
      const written = [
        ...wanted,
        ...(hasSessions && !muted('security.W013', 'security.W014', 'security.W015') ? ['SESSION_COOKIE_HTTPONLY'] : []),
      ];
      for (const name of written) {
        const setting = view.get(name);
        if (!setting || switchOf(project, view, name) !== 'off') continue;
        const change = assignmentOf(setting);
        const { value } = setting;
        const finding: Finding = {
          at: change.target,
          message: name.endsWith('HTTPONLY')
            ? 'Scripts can read the cookie of the session, so one foreign script on a page is enough to take over the account; delete the line'
            : `The cookie is sent over plain HTTP too, where anybody on the way can read it; set \`${name}\` to True once the site is reached by HTTPS`,
          ...soft,
          fixes: () =>
            value.is === 'boolean' && value.at.uri === change.statement.uri
              ? [fix('Set it to True', false, value.at.uri, replace(value.at.span, 'True'))]
              : [],
        };
        yield finding;
      }
      const missing = wanted.filter((name) => switchOf(project, view, name) === 'absent');
      // In one place, and not once for each.
      const anchor = places.flatMap((name) => view.get(name) ?? [])[0];
      if (missing.length === 0 || !anchor) continue;
      // A module that serves developers too must still let them log in.
      const code = debug?.certain && debug.value.is === 'boolean' ? 'True' : 'not DEBUG';
      const names = listed(quoted(missing));
      const finding: Finding = {
        at: assignmentOf(anchor).target,
        message: `${names} ${missing.length > 1 ? 'are' : 'is'} not set, so the cookies of ${missing.map((name) => (name.startsWith('SESSION') ? 'sessions' : 'forms')).join(' and ')} are sent over plain HTTP too, where anybody on the way can read them; set ${missing.length > 1 ? 'them' : 'it'} to True where the site is reached by HTTPS`,
        ...soft,
        fixes: () =>
          code === 'True' || debug
            ? appended(project, view, 'Send them by HTTPS alone', () => missing.map((name) => `${name} = ${code}`))
            : [],
      };
      yield finding;
    }
  },
});
