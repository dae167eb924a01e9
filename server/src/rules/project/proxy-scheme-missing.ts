import { textOf, truth } from '../../project/settings/ask.ts';
import { listOf } from '../../project/settings/view.ts';
import { directivesAbove, directivesBelow } from '../reading/nginx-lines.ts';
import { frontings } from '../reading/proxies.ts';
import { defineRule, fix } from '../rule.ts';

/** Django asks a header whether a request came by HTTPS, and the proxy that ends HTTPS does not send it. */
export default defineRule({
  id: 'project/proxy-scheme-missing',
  title: 'The proxy that ends HTTPS says so',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X34'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const told = new Set<string>();
    for (const { deployment, facts, server, location, pass } of frontings(project)) {
      const { view } = deployment;
      const setting = view?.get('SECURE_PROXY_SSL_HEADER');
      const pair = view && setting?.certain ? listOf(view, 'SECURE_PROXY_SSL_HEADER') : undefined;
      const [name] = pair?.items ?? [];
      const asked = name?.is === 'item' ? textOf(name.value) : undefined;
      if (!view || !setting || !asked?.startsWith('HTTP_') || facts.open || !server.listens.some(({ ssl }) => ssl)) continue;
      const header = asked.slice('HTTP_'.length).replaceAll('_', '-').toLowerCase();
      const sets = location.passed.some(({ name: own, directive }) =>
        directive.name === 'proxy_set_header' ? own.toLowerCase() === header : own === asked,
      );
      if (sets || location.includes.some(({ text }) => /\$|proxy|header|uwsgi|snippet|common/i.test(text) && !/uwsgi_params$/.test(text)))
        continue;
      if (pass.by !== 'proxy' && pass.by !== 'uwsgi') continue;
      const key = `${facts.uri} ${pass.directive.span.from}`;
      if (told.has(key)) continue;
      told.add(key);
      const redirect = view.get('SECURE_SSL_REDIRECT');
      const loops = redirect?.certain === true && truth(redirect.value) === true;
      const shown = header.replace(/(^|-)(\w)/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
      const line = pass.by === 'proxy' ? `proxy_set_header ${shown} $scheme;` : `uwsgi_param ${asked} $scheme;`;
      yield {
        at: { uri: facts.uri, span: pass.directive.span },
        ...(loops ? { severity: 'error' as const } : {}),
        message: `nginx ends HTTPS here without sending \`${shown}\`, which SECURE_PROXY_SSL_HEADER asks for, so Django takes ${
          loops
            ? 'every request for plain HTTP and redirects it to HTTPS again and again'
            : 'HTTPS for plain HTTP unless the visitor sends the header'
        }; add \`${line}\``,
        related: [{ at: setting.value.at, message: 'Django asks for the header here' }],
        fixes: () => {
          const text = project.file(facts.uri)?.parsed.file.text;
          // A first header of its own would take away those that the location has from the server.
          const last = location.passed.findLast(({ directive }) => (directive.name === 'proxy_set_header') === (pass.by === 'proxy'));
          if (text === undefined || (!last && location.passed.length > 0)) return [];
          const edit = last ? directivesBelow(text, last.directive, line) : directivesAbove(text, pass.directive, line);
          return [fix(`Send \`${shown}\``, false, facts.uri, edit)];
        },
      };
    }
  },
});
