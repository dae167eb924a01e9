import type { Project } from '../../project/project.ts';
import { holds, truth } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { appended } from '../reading/appended.ts';
import { switchOf } from '../reading/https.ts';
import { listed } from '../reading/listed.ts';
import { securityMiddleware } from '../reading/middleware.ts';
import { assignmentOf, productions, silenced } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** What the list of hosts that browsers know beforehand asks for, in seconds. */
const year = 31_536_000;

const seconds = 'SECURE_HSTS_SECONDS';
const subdomains = 'SECURE_HSTS_INCLUDE_SUBDOMAINS';
const preload = 'SECURE_HSTS_PRELOAD';

const placeOf = (view: SettingsView, name: string): Location | undefined => {
  const setting = view.get(name);
  return setting && assignmentOf(setting).target;
};

/** HSTS is one promise made of three settings. */
export default defineRule({
  id: 'settings/hsts-half-set',
  title: 'The settings of HSTS fit together',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ317'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const list = listOf(view, 'MIDDLEWARE');
      const debug = view.get('DEBUG');
      // Without the middleware none is sent; while DEBUG is on for certain, another rule speaks.
      if (!list || holds(list, securityMiddleware) !== true || (debug && truth(debug.value) === true)) continue;
      const is = switchOf(project, view, seconds);
      const finding = is === 'open' ? undefined : is === 'on' ? unfinished(project, view) : absent(project, view, is === 'off');
      if (finding) yield finding;
    }
  },
});

/** No header is sent: other settings of it do nothing, or a site that redirects to HTTPS stops halfway. */
const absent = (project: Project, view: SettingsView, written: boolean): Finding | undefined => {
  if (silenced(view, 'security.W004')) return undefined;
  const fixes = () =>
    written
      ? []
      : appended(project, view, 'Begin with an hour', () => [
          '# An hour to begin with: raise it to a year once every page is known to work with HTTPS.',
          `${seconds} = 3600`,
        ]);
  const idle = [preload, subdomains].find((name) => switchOf(project, view, name) === 'on');
  const at = placeOf(view, idle ?? (written ? seconds : 'SECURE_SSL_REDIRECT'));
  if (!at) return undefined;
  if (idle)
    return {
      at,
      message: `This has no effect while ${seconds} is 0, for no HSTS header is sent; give that a number of seconds, an hour to begin with`,
      fixes,
    };
  if (switchOf(project, view, 'SECURE_SSL_REDIRECT') !== 'on') return undefined;
  return {
    at,
    message: `The site redirects to HTTPS but never tells browsers to begin with it, so each first request can be caught on the way; set ${seconds}, to an hour at first and to a year once all pages work with HTTPS`,
    fixes,
  };
};

/** The header is sent, and its parts do not fit together. */
const unfinished = (project: Project, view: SettingsView): Finding | undefined => {
  const value = view.get(seconds)?.value;
  const long = value?.is === 'number' && value.value >= year;
  const wide = switchOf(project, view, subdomains);
  if (silenced(view, 'security.W005') || wide === 'open') return undefined;
  if (switchOf(project, view, preload) === 'on') {
    const at = placeOf(view, preload);
    const missing = [...(long ? [] : [`${seconds} to ${year}`]), ...(wide === 'on' ? [] : [`${subdomains} to True`])];
    if (!at || missing.length === 0) return undefined;
    return {
      at,
      // A short time is how one begins.
      ...(wide === 'on' ? { severity: 'hint' as const } : {}),
      message: `The list of preloaded hosts takes only those that promise a year with all subdomains, so this word has no effect; set ${listed(missing)}, or delete it`,
    };
  }
  const at = placeOf(view, seconds);
  if (!at || !long || wide !== 'absent') return undefined;
  return {
    at,
    severity: 'hint',
    message: `The promise of a year leaves out subdomains, and one of them over plain HTTP can set cookies for this host; set ${subdomains} to True when all of them speak HTTPS, or to False to say that they do not`,
  };
};
