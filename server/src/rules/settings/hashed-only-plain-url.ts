import { unknown } from '../../languages/maybe.ts';
import { textOf, truth } from '../../project/settings/ask.ts';
import type { StringValue, Value } from '../../project/settings/value.ts';
import { assignmentOf, productions } from '../reading/settings.ts';
import { storageInForce } from '../reading/storage.ts';
import type { Related } from '../rule.ts';
import { defineRule, type Finding } from '../rule.ts';

/** The texts in a value, containers gone through to a depth. */
function* textsIn(value: Value, depth: number): Iterable<StringValue> {
  if (value.is === 'string') yield value;
  else if (depth === 0) return;
  else if (value.is === 'list') {
    for (const item of value.items) if (item.is === 'item') yield* textsIn(item.value, depth - 1);
  } else if (value.is === 'dict') for (const entry of value.entries) yield* textsIn(entry.value, depth - 1);
}

/** Without the originals, an address that does not go through the manifest leads nowhere. */
export default defineRule({
  id: 'settings/hashed-only-plain-url',
  title: 'Addresses of static files go through the manifest where only hashed files are kept',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ222'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { django, view } of productions(project, only)) {
      const setting = view.get('WHITENOISE_KEEP_ONLY_HASHED_FILES');
      if (!setting?.certain || truth(setting.value) !== true) continue;
      const storage = storageInForce(django, view, 'staticfiles');
      const path = storage === undefined || storage === unknown ? undefined : textOf(storage);
      // Only this storage reads the setting.
      if (!path?.startsWith('whitenoise.') || knowledge.find('storage', path)?.hashes !== true) continue;
      const url = textOf(view.get('STATIC_URL')?.value);
      if (!url || url === '/') continue;
      const related: readonly Related[] = [{ at: assignmentOf(setting).target, message: 'The originals are deleted here' }];
      for (const name of view.names()) {
        const value = view.get(name)?.value;
        for (const text of value ? textsIn(value, 3) : []) {
          if (!text.text.startsWith(url) || !/\.(?:css|m?js|json|png|jpe?g|svg|gif|webp|avif|ico|woff2?|ttf|pdf|map)$/.test(text.text))
            continue;
          const finding: Finding = {
            at: text.at,
            message: `\`${text.text}\` answers 404: WHITENOISE_KEEP_ONLY_HASHED_FILES deletes the file of that name and keeps the one with a hash in it; write \`static('${text.text.slice(url.length)}')\` where the address is used, or keep the originals`,
            related,
          };
          yield finding;
        }
      }
    }
  },
});
