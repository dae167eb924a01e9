import { unknown } from '../../languages/maybe.ts';
import { entryOf, textOf, truth } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { isDeployed } from '../reading/deployed.ts';
import { productions, silenced } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** The class that sends mail, where it is named for certain: by MAILERS since Django 6.1, by EMAIL_BACKEND before. */
const backendOf = (view: SettingsView): Value | undefined => {
  const mailers = view.get('MAILERS');
  if (!mailers) {
    const setting = view.get('EMAIL_BACKEND');
    return setting?.certain ? setting.value : undefined;
  }
  const entry = mailers.certain && mailers.value.is === 'dict' ? entryOf(mailers.value, 'default') : undefined;
  const backend = entry && entry !== unknown && entry.certain && entry.value.is === 'dict' ? entryOf(entry.value, 'BACKEND') : undefined;
  return backend && backend !== unknown && backend.certain ? backend.value : undefined;
};

/** Mail that nobody gets looks as if it had been sent. */
export default defineRule({
  id: 'settings/development-mail-backend',
  title: 'Production sends its mail',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ331'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { django, view } of productions(project, only)) {
      const debug = view.get('DEBUG');
      // While DEBUG is on for certain, another rule speaks.
      if ((debug && truth(debug.value) === true) || silenced(view, 'mail.E001')) continue;
      const backend = backendOf(view);
      const text = textOf(backend);
      const entry = text === undefined ? undefined : knowledge.find('backend', text);
      if (!backend || !text || entry?.role !== 'email' || !entry.development) continue;
      const kind = text.split('.').at(-2);
      const finding: Finding = {
        at: backend.at,
        message: `Mails ${kind === 'console' ? 'are printed' : kind === 'filebased' ? 'are written to files' : 'are dropped'} and never sent: links for new passwords and messages to ADMINS reach nobody, and no page tells; name a class that sends them`,
        ...(isDeployed(project, django, view) ? {} : { severity: 'info' as const }),
      };
      yield finding;
    }
  },
});
