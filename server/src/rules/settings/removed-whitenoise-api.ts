import type { RemovedApi } from '../../knowledge/settings/entry.ts';
import { standing } from '../../knowledge/settings/releases.ts';
import { textOf } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { innerOf, productions, writtenAt } from '../reading/settings.ts';
import { unwrapped, wrappersIn } from '../reading/wrappers.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** The settings that may name a class of WhiteNoise. */
const places = ['MIDDLEWARE', 'MIDDLEWARE_CLASSES', 'STATICFILES_STORAGE', 'STORAGES', 'STATICFILES_FINDERS'] as const;

/** Names that WhiteNoise took away: importing them stops the application, or collectstatic. */
export default defineRule({
  id: 'settings/removed-whitenoise-api',
  title: 'WhiteNoise is called by the names it has',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ206'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { django, view } of productions(project, only)) {
      const { exact, least } = django.release('whitenoise');
      const version = exact ?? least;
      // An old release still has it; without a version, what has been gone for years is gone.
      const isGone = (api: RemovedApi): boolean =>
        version !== undefined ? standing(api, version) === 'removed' : api.removed === '4.0' || api.removed === '3.0';
      for (const wrapper of wrappersIn(project, django.root)) {
        const api = knowledge.find('removed-api', wrapper.path);
        if (!api || !isGone(api)) continue;
        const finding: Finding = {
          at: { uri: wrapper.uri, span: wrapper.at },
          message: `WhiteNoise has no \`${wrapper.path}\` since ${api.removed}, so the server does not start; take it away here${staticMiddleware(view) ? '' : ` and put \`${api.replacement}\` into MIDDLEWARE`}`,
          // Without the middleware nobody would serve static files afterwards.
          fixes: () => (staticMiddleware(view) ? unwrapped(wrapper) : []),
        };
        yield finding;
      }
      for (const name of places) {
        const setting = view.get(name);
        for (const value of setting ? stringsIn(setting.value, 4) : []) {
          const text = textOf(value);
          const api = text?.startsWith('whitenoise.') ? knowledge.find('removed-api', text) : undefined;
          if (!api || !text) continue;
          if (!isGone(api)) continue;
          const written = writtenAt(project, value.at.uri);
          const inner = written && innerOf(written.text, value.at.span);
          const finding: Finding = {
            at: value.at,
            message: `WhiteNoise has no \`${text}\` since ${api.removed}${api.replacement ? `; write \`${api.replacement}\`` : ''}: ${/storage/i.test(name) || name === 'STORAGES' ? '`collectstatic` stops' : 'the application does not start'}`,
            fixes: () =>
              inner && api.replacement && written
                ? [fix(`Write \`${api.replacement}\``, true, written.uri, replace(inner, api.replacement))]
                : [],
          };
          yield finding;
        }
      }
    }
  },
});

function* stringsIn(value: Value, depth: number): Iterable<Value> {
  if (value.is === 'string') yield value;
  else if (depth === 0) return;
  else if (value.is === 'list') {
    for (const item of value.items) if (item.is === 'item') yield* stringsIn(item.value, depth - 1);
  } else if (value.is === 'dict') for (const entry of value.entries) yield* stringsIn(entry.value, depth - 1);
}
