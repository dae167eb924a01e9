// Databases from the environment, where the settings do not read them there yet; a replica and its router.
import { readingOf } from '../../languages/python/environment.ts';
import { possibilities, textOf } from '../../project/settings/ask.ts';
import { inPackage } from '../answers.ts';
import type { Engine } from '../database.ts';
import { engineOf, sqlitePath } from '../database.ts';
import type { Ground } from './ground.ts';

/** Adds what the database of the container needs, without touching what holds on a developer's machine. */
export const connectDatabases = (ground: Ground): void => {
  const { answers, view } = ground;
  const { database } = answers;
  if (database === 'none') {
    if (answers.sqlite !== undefined) keepFile(ground);
    return;
  }
  const value = view.get('DATABASES')?.value;
  if (value ? !possibilities(value).some(({ is }) => is === 'dict') : view.open.length > 0) {
    ground.note('DATABASES could not be read: let it take host, name, user and password from variables, and name those in compose.yaml.');
    return;
  }
  if (database === 'mysql') own(ground, 'default', 'mysql', 'DB');
  else own(ground, 'default', 'postgresql', 'DB');
  if (database === 'both') own(ground, 'mysql', 'mysql', 'MYSQL');
  if (database === 'replica') replica(ground);
};

/** The file of SQLite moves to where a volume is mounted; without the variable it stays where it is. */
const keepFile = (ground: Ground): void => {
  const { own: file, answers } = ground;
  const q = (text: string) => `${file.quote}${text}${file.quote}`;
  const name = `DATABASES[${q('default')}][${q('NAME')}]`;
  // A file whose place a variable says already needs no line of ours.
  if (!readsFile(ground))
    ground.append(
      '',
      '# Files of a container go with it: this one lies on the volume that compose.yaml mounts.',
      `${name} = os.environ.get(${q(sqlitePath)}, ${name})`,
    );
  if (answers.kubernetes)
    ground.note(
      `SQLite is one file of one container: several replicas need a database server, and one needs a persistent volume and ${answers.sqlite?.name}.`,
    );
};

const readsFile = ({ view }: Ground): boolean => {
  const value = view.get('DATABASES')?.value;
  const entry = value?.is === 'dict' ? value.entries.findLast(({ key }) => textOf(key) === 'default')?.value : undefined;
  if (entry?.is === 'environment') return true;
  const name = entry?.is === 'dict' ? entry.entries.findLast(({ key }) => textOf(key) === 'NAME')?.value : undefined;
  return name !== undefined && possibilities(name).some(({ is }) => is === 'environment');
};

/** A block that counts only where its variable is set. */
const own = (ground: Ground, alias: string, engine: Engine, prefix: 'DB' | 'MYSQL'): void => {
  const { answers, own: file, view } = ground;
  if (Object.keys(answers.databaseVariables[engine]).length > 0) return;
  const q = (text: string) => `${file.quote}${text}${file.quote}`;
  const { indent } = file;
  const read = readingOf(file);
  const before = engineNow(ground, alias);
  const exists = view.get('DATABASES') !== undefined;
  const depth = exists ? 2 : 3;
  const line = (text: string) => indent.repeat(depth) + text;
  const entry = [
    // What is set besides, options for instance, stays where the engine does.
    before === engine ? line(`**DATABASES[${q(alias)}],`) : line(`${q('ENGINE')}: ${q(`django.db.backends.${engine}`)},`),
    ...(['NAME', 'USER', 'PASSWORD', 'HOST'] as const).map((part) =>
      line(`${q(part)}: ${read.textOr(`${prefix}_${part}`, part === 'NAME' || part === 'USER' ? 'app' : '')},`),
    ),
  ];
  ground.append(
    '',
    `# The database of the container; where ${prefix}_HOST is not set, everything stays as it is above.`,
    `if ${q(`${prefix}_HOST`)} in os.environ:`,
    ...(exists
      ? [`${indent}DATABASES[${q(alias)}] = {`, ...entry, `${indent}}`]
      : [`${indent}DATABASES = {`, `${indent.repeat(2)}${q(alias)}: {`, ...entry, `${indent.repeat(2)}},`, `${indent}}`]),
  );
};

const engineNow = ({ view }: Ground, alias: string): Engine | undefined => {
  const value = view.get('DATABASES')?.value;
  for (const all of value ? possibilities(value) : []) {
    const entry = all.is === 'dict' ? all.entries.findLast(({ key }) => textOf(key) === alias)?.value : undefined;
    if (entry?.is === 'dict') return engineOf(textOf(entry.entries.findLast(({ key }) => textOf(key) === 'ENGINE')?.value));
  }
  return undefined;
};

const replica = (ground: Ground): void => {
  const { answers, own: file, view } = ground;
  if (file.text.includes('DB_REPLICA_HOST')) return;
  const q = (text: string) => `${file.quote}${text}${file.quote}`;
  const router = `${inPackage(answers, 'replica')}.ReplicaRouter`;
  const routed = view.get('DATABASE_ROUTERS') !== undefined;
  if (routed) ground.note(`Put \`${router}\` into DATABASE_ROUTERS, where others are already.`);
  ground.append(
    '',
    '# A copy of the database that is only read from. In tests it is the database itself.',
    `if ${q('DB_REPLICA_HOST')} in os.environ:`,
    `${file.indent}DATABASES[${q('replica')}] = {`,
    `${file.indent.repeat(2)}**DATABASES[${q('default')}],`,
    `${file.indent.repeat(2)}${q('HOST')}: ${readingOf(file).textOr('DB_REPLICA_HOST', '')},`,
    `${file.indent.repeat(2)}${q('TEST')}: {${q('MIRROR')}: ${q('default')}},`,
    `${file.indent}}`,
    ...(routed ? [] : [`${file.indent}DATABASE_ROUTERS = [${q(router)}]`]),
  );
  ground.note(
    "A replica lags behind: what is read right after it was written may be old. Where that matters, read with `using('default')`, or inside `transaction.atomic()` on the primary.",
  );
};
