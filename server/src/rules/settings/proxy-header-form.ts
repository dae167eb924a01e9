import { isClosed, knownItems, textOf } from '../../project/settings/ask.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** The header is looked up under its WSGI name. */
export default defineRule({
  id: 'settings/proxy-header-form',
  title: 'SECURE_PROXY_SSL_HEADER is written as Django sees it',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ319'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const value = view.get('SECURE_PROXY_SSL_HEADER')?.value;
      if (!value || value.is === 'none' || value.is === 'choice') continue;
      const say = (why: string): Finding => ({
        at: value.at,
        message: `${why}, so Django never believes the proxy that a request came by HTTPS; write \`('HTTP_X_FORWARDED_PROTO', 'https')\``,
      });
      if (value.is === 'string') yield say('This is a text and no pair');
      if (value.is !== 'list' || !isClosed(value)) continue;
      const items = knownItems(value);
      const header = items[0] && textOf(items[0].value);
      if (items.length !== 2) yield say(`A pair is needed, and these are ${items.length}`);
      else if (header !== undefined && !/^HTTP_[A-Z0-9_]+$/.test(header)) yield say(`\`${header}\` is not how Django names a header`);
    }
  },
});
