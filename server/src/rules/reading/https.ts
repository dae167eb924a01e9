// What the settings say of HTTPS.

import type { Project } from '../../project/project.ts';
import { truth } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { mayMiss } from './settings.ts';

/** How a switch stands in production: `open` where the environment or a condition decides, or where it may be set unseen. */
export const switchOf = (project: Project, view: SettingsView, name: string): 'on' | 'off' | 'absent' | 'open' => {
  const setting = view.get(name);
  if (!setting) return mayMiss(project, view) ? 'absent' : 'open';
  if (!setting.certain || !['boolean', 'none', 'number'].includes(setting.value.is)) return 'open';
  return truth(setting.value) === true ? 'on' : 'off';
};

/** The settings by which a project tells that it is reached by HTTPS, those it has, the plainest first. */
export const tellingHttps = (view: SettingsView): readonly string[] =>
  ['SECURE_SSL_REDIRECT', 'SECURE_HSTS_SECONDS', 'SECURE_PROXY_SSL_HEADER'].filter((name) => {
    const setting = view.get(name);
    return setting !== undefined && truth(setting.value) !== false;
  });
