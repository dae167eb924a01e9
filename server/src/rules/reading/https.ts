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

/** True when the settings send every visitor to HTTPS, or do so unless a variable says otherwise. */
export const isOnHttps = (view: SettingsView): boolean =>
  ['SECURE_SSL_REDIRECT', 'SECURE_HSTS_SECONDS'].some((name) => {
    const value = view.get(name)?.value;
    const usual = value?.is === 'environment' ? value.unset : value;
    return usual !== undefined && truth(usual) === true;
  });
