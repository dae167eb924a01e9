import { absolute, within } from '../../languages/dockerfile/files.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { uriOf } from '../../project/settings/ask.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { once, servings } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A database in a file of the container is gone with it, and each of several containers has its own. */
export default defineRule({
  id: 'project/sqlite-in-container',
  title: 'The database outlives its container',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R61', 'X40'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const { deployment, view } of servings(project, only)) {
      const { by, volumes, replicas, name } = deployment;
      // Whoever starts an image by hand mounts volumes by hand.
      if (by !== 'compose' && by !== 'kubernetes') continue;
      const file = databaseOf(deployment, view);
      if (!file || volumes.some(({ target }) => target.state === 'dynamic')) continue;
      const mount = volumes.find(({ target }) => target.state === 'known' && within(absolute('/', target.value) ?? '/', file.path));
      const many = replicas.state === 'known' && replicas.value > 1 ? replicas : undefined;
      if ((mount && !many) || !first(file.at)) continue;
      yield {
        at: file.at,
        message: many
          ? `Each of up to ${many.value} containers of \`${name}\` opens its SQLite file \`${file.path}\`${mount ? ', and over a shared volume they lock each other out' : ', so each has a database of its own'}; use a database server, or one container`
          : `The SQLite file \`${file.path}\` lies in the container of \`${name}\` and on no volume, so all data is gone with the next release; mount a volume over its folder, or use a database server`,
        related: many
          ? [{ at: many.at, message: `Up to ${many.value} containers` }]
          : [{ at: deployment.at, message: 'No volume lies over it' }],
      } satisfies Finding;
    }
  },
});

/** The path in the container of the default database, when it surely is a file of SQLite. */
const databaseOf = ({ inside }: Deployment, view: SettingsView): { readonly path: string; readonly at: Location } | undefined => {
  const setting = view.get('DATABASES');
  const dict = setting?.certain && setting.value.is === 'dict' && !setting.value.open ? setting.value : undefined;
  const entry = dict?.entries.find(({ key, certain }) => certain && key.is === 'string' && key.text === 'default');
  const database = entry?.value.is === 'dict' && !entry.value.open ? entry.value : undefined;
  const value = (name: string) => database?.entries.find(({ key, certain }) => certain && key.is === 'string' && key.text === name)?.value;
  const engine = value('ENGINE');
  const name = value('NAME');
  if (engine?.is !== 'string' || !/\.(?:sqlite3|spatialite)$/.test(engine.text) || !name) return undefined;
  const uri = uriOf(name);
  if (uri) {
    const path = inside(uri);
    return path?.startsWith('/') ? { path, at: name.at } : undefined;
  }
  const written = name.is === 'string' || name.is === 'path' ? name.text : '';
  return written.startsWith('/') && name.is !== 'environment' ? { path: written, at: name.at } : undefined;
};
