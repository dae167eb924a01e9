import { deployed } from '../../languages/dockerfile/minds.ts';
import { unknown } from '../../languages/maybe.ts';
import { entryOf, textOf } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import { once, servings } from '../reading/deployments.ts';
import { callsAsgi } from '../reading/interface.ts';
import { loadedModule, takesSocketsAlone } from '../reading/loaded-module.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** How long the connections of a database are kept, as it is written; nothing where they are closed, or where nobody knows. */
const ageOf = (database: Value): Value | undefined => {
  if (database.is === 'environment') return database.keywords.find(({ name }) => name === 'conn_max_age')?.value;
  if (database.is !== 'dict') return undefined;
  const engine = entryOf(database, 'ENGINE');
  // A file needs no connection.
  if (engine && engine !== unknown && /sqlite|spatialite/.test(textOf(engine.value) ?? '')) return undefined;
  const age = entryOf(database, 'CONN_MAX_AGE');
  return age && age !== unknown && age.certain ? age.value : undefined;
};

/** Whether it surely is not 0: `None` keeps a connection for ever. */
const isKept = (age: Value): boolean => (age.is === 'number' && age.value !== 0) || age.is === 'none';

/** Under ASGI requests come in threads that change, and each keeps a connection of its own. */
export default defineRule({
  id: 'settings/persistent-connections-under-asgi',
  title: 'Under ASGI no thread keeps its database connection',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ323'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const isNew = once();
    for (const { deployment, server, view } of servings(project, only)) {
      const databases = view.get('DATABASES')?.value;
      if (databases?.is !== 'dict' || !callsAsgi(server)) continue;
      const module = loadedModule(project, deployment);
      if (module && takesSocketsAlone(module)) continue;
      for (const { value } of databases.entries) {
        const age = ageOf(value);
        if (!age) continue;
        // What a variable may still change is said more softly.
        const otherwise = age.is === 'environment' && age.cast.to === 'integer' ? age.unset : undefined;
        if (!isKept(age) && !(otherwise && isKept(otherwise))) continue;
        const { at } = age;
        if (!isNew(at)) continue;
        const finding: Finding = {
          at,
          message: `\`${server.kind}\` calls Django by ASGI, where requests run in threads that come and go: connections that are kept pile up until the database refuses more; set CONN_MAX_AGE to 0, and take a pool where opening them costs too much`,
          ...(otherwise ? { severity: 'info' as const } : {}),
          related: [{ at: server.at, message: 'The server is started here' }],
          fixes: () => (age.is === 'number' || age.is === 'none' ? [fix('Write 0', false, at.uri, replace(at.span, '0'))] : []),
        };
        yield finding;
      }
    }
  },
});
