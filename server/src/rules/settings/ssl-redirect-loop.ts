import { lineAfter, linesAt } from '../../languages/python/writing.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { perProject } from '../../project/kept.ts';
import { truth } from '../../project/settings/ask.ts';
import { assignmentOf, mayMiss, productions, standsAlone, stringsOf, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** Words that say a proxy is believed, or that the server speaks TLS itself. */
const trusts =
  /forwarded[-_]allow[-_]ips|proxy[-_]headers|trusted[-_]proxy|ProxyFix|ProxyHeaders|secure_scheme_headers|--ssl-?(?:key|cert)|--(?:certfile|keyfile|tls-)|\bcertfile\s*=|\bhttps(?:-socket)?\s*=|UWSGI_SCHEME|url_scheme/i;

/** True when nothing that is seen of the deployments makes their server say `https` for requests that came so. */
const trustsNobody = perProject((project): boolean => {
  const { all } = project;
  const web = deploymentsOf(project).filter(
    ({ role, purpose, server }) => role === 'web' && server && purpose !== 'development' && purpose !== 'test',
  );
  if (web.length === 0) return false;
  // uwsgi parameters of nginx carry the scheme.
  if (web.some(({ server }) => !server || server.kind === 'uwsgi' || server.kind === 'runserver' || !server.complete)) return false;
  const texts = [
    ...all.dockerfile,
    ...all.compose,
    ...all.kubernetes,
    ...all.shell,
    ...all.procfile,
    ...all.systemd,
    ...all.supervisord,
    ...all.dotenv,
    ...all.python,
  ];
  return !texts.some(({ parsed }) => trusts.test(parsed.file.text));
});

/** Behind a proxy that ends TLS every request looks like http, and the answer sends the browser where it is already. */
export default defineRule({
  id: 'settings/ssl-redirect-loop',
  title: 'A redirect to https knows what came by https',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ316'],
  reads: 'project',
  *check(project) {
    for (const { view } of productions(project)) {
      const setting = view.get('SECURE_SSL_REDIRECT');
      if (!setting?.certain || truth(setting.value) !== true) continue;
      const header = view.get('SECURE_PROXY_SSL_HEADER');
      if (header ? header.value.is !== 'none' : !mayMiss(project, view)) continue;
      // Middleware of the project's own may say so instead.
      const middleware = stringsOf(view, 'MIDDLEWARE');
      if (middleware.length === 0 || middleware.some(({ text }) => /proxy|forward|ssl|https|scheme/i.test(text))) continue;
      if (!trustsNobody(project)) continue;
      const change = assignmentOf(setting);
      const finding: Finding = {
        at: change.target,
        message:
          'Where a proxy ends TLS, every request reaches Django by http and is redirected without end; set SECURE_PROXY_SSL_HEADER, and let the proxy overwrite that header',
        fixes: () => {
          const { uri, span } = change.statement;
          const written = writtenAt(project, uri);
          if (!written || header || change.how !== 'assign' || !standsAlone(written.text, span)) return [];
          const q = written.quote;
          const lines = [
            '# The proxy must set this header on every request, or anybody can.',
            `SECURE_PROXY_SSL_HEADER = (${q}HTTP_X_FORWARDED_PROTO${q}, ${q}https${q})`,
          ];
          return [fix('Believe the proxy', false, uri, linesAt(written, lineAfter(written.text, span.to), lines))];
        },
      };
      yield finding;
    }
  },
});
