import { deployed } from '../../languages/dockerfile/minds.ts';
import { unknown } from '../../languages/maybe.ts';
import { entryOf, textOf, truth } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { once, servings } from '../reading/deployments.ts';
import { assignmentOf, mayMiss } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

const inMemory = 'django.core.cache.backends.locmem.LocMemCache';

/** What of the project lies in a cache, and in which: sessions, counters of throttles. */
const usersOf = (
  view: SettingsView,
): readonly { readonly what: 'sessions' | 'throttles'; readonly alias: string; readonly at: Location }[] => {
  const engine = view.get('SESSION_ENGINE');
  const alias = view.get('SESSION_CACHE_ALIAS');
  const out: ReturnType<typeof usersOf>[number][] = [];
  if (
    engine?.certain &&
    /^django\.contrib\.sessions\.backends\.(?:cache|cached_db)$/.test(textOf(engine.value) ?? '') &&
    (!alias || alias.certain)
  ) {
    const name = alias ? textOf(alias.value) : 'default';
    if (name !== undefined) out.push({ what: 'sessions', alias: name, at: assignmentOf(engine).target });
  }
  const rest = view.get('REST_FRAMEWORK');
  const throttles = rest?.certain && rest.value.is === 'dict' ? entryOf(rest.value, 'DEFAULT_THROTTLE_CLASSES') : undefined;
  if (rest && throttles && throttles !== unknown && throttles.certain && truth(throttles.value) === true)
    out.push({ what: 'throttles', alias: 'default', at: throttles.at });
  return out;
};

/** Where a cache is said to live in the memory of its process; `unset` where the settings say nothing, which means the same. */
const memoryOf = (view: SettingsView, alias: string, mayBeUnset: boolean): Location | 'unset' | undefined => {
  const caches = view.get('CACHES');
  if (!caches) return mayBeUnset && alias === 'default' ? 'unset' : undefined;
  const entry = caches.certain && caches.value.is === 'dict' ? entryOf(caches.value, alias) : undefined;
  const backend = entry && entry !== unknown && entry.certain && entry.value.is === 'dict' ? entryOf(entry.value, 'BACKEND') : undefined;
  return backend && backend !== unknown && backend.certain && textOf(backend.value) === inMemory ? backend.value.at : undefined;
};

/** What one process keeps in its memory, the others do not see. */
export default defineRule({
  id: 'settings/cache-per-process',
  title: 'What all processes need lies where all see it',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ330'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const isNew = once();
    for (const { deployment, server, view } of servings(project, only)) {
      const { workers } = server;
      const { replicas } = deployment;
      const several =
        workers.state === 'known' && workers.value > 1
          ? { at: workers.at, message: `${workers.value} processes are started here` }
          : replicas.state === 'known' && replicas.value > 1
            ? { at: replicas.at, message: `${replicas.value} containers are started here` }
            : undefined;
      if (!several) continue;
      // The other back end reads a session from its cache before it asks the database.
      const harm = /cached_db$/.test(textOf(view.get('SESSION_ENGINE')?.value) ?? '')
        ? 'and the others go on with what they had: who has logged out is still logged in there'
        : 'and the others do not know them: users are logged out at random';
      for (const { what, alias, at: user } of usersOf(view)) {
        const memory = memoryOf(view, alias, mayMiss(project, view));
        if (!memory) continue;
        const at = memory === 'unset' ? user : memory;
        if (!isNew(at)) continue;
        const finding: Finding = {
          at,
          message:
            what === 'sessions'
              ? `Sessions are kept in ${memory === 'unset' ? 'the default cache, which is the memory of one process' : 'the memory of one process'}, ${harm}; keep them in Redis, Memcached or the database`
              : `Throttles count in the memory of one process, so each process allows the whole rate once more; name a cache that all share, Redis or Memcached, as \`${alias}\` in CACHES`,
          ...(what === 'sessions' ? {} : { severity: 'info' as const }),
          related: [several],
        };
        yield finding;
      }
    }
  },
});
