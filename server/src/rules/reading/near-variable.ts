// Variables that are set under a name which nobody reads, where a name close to it is read and not set.
import type { FileKind, Parsed } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import type { DeployedEnvironment, Deployment, EnvironmentVariable } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { distance } from '../../text/distance.ts';
import { openView, readsOf, type SettingRead } from './environment-reads.ts';

/** A variable that is set, and the look-up it was meant for. */
export interface NearVariable {
  readonly set: EnvironmentVariable;
  readonly read: SettingRead;
}

/** The slips of a deployment, each variable once. */
export const nearVariables = (project: Project, deployment: Deployment): readonly NearVariable[] => {
  const { environment } = deployment;
  // To go through all that the settings read is dear.
  if (environment.all.length === 0) return [];
  const { view, django, server } = deployment;
  const open = openView(django, view);
  if (!open || !view) return [];
  return pairs(view, open, environment).flatMap(([name, read]): readonly NearVariable[] => {
    const set = environment.get(name);
    const own = server?.program.variables(read.read.name ?? '');
    return set && own === undefined && !isMentioned(project, open, name) ? [{ set, read }] : [];
  });
};

type Pairs = readonly (readonly [string, SettingRead])[];
const latest = memo((_: SettingsView): { open?: SettingsView; names?: string; found?: Pairs } => ({}));

/**
 * The names of variables that are set, each with a look-up that is close to it and not set. Deployments that see the same view mostly
 * set the same, and there are often dozens of them.
 */
const pairs = (view: SettingsView, open: SettingsView, environment: DeployedEnvironment): Pairs => {
  const kept = latest(view);
  const given = environment.all.map(({ name }) => name).join();
  if (kept.open === open && kept.names === given && kept.found) return kept.found;
  const wanted = new Map<string, SettingRead>();
  for (const one of readsOf(open)) {
    const { name } = one.read;
    if (name !== undefined && environment.get(name) === undefined && !wanted.has(name)) wanted.set(name, one);
  }
  const names = [...wanted.keys()];
  const found = environment.all.flatMap(({ name: set }): Pairs => {
    const near = names.find((name) => areNear(set, name));
    const read = near === undefined ? undefined : wanted.get(near);
    return read ? [[set, read]] : [];
  });
  kept.open = open;
  kept.names = given;
  kept.found = found;
  return found;
};

/** One slip in a long name, two in a very long one, or a beginning that Django projects like to put in front. */
const areNear = (a: string, b: string): boolean => {
  if (a === b) return false;
  if (Math.abs(a.length - b.length) > 8) return false;
  const bare = (name: string) => name.replace(/^(?:DJANGO|APP|WEB)_/, '').replaceAll('_', '');
  if (bare(a) === bare(b)) return true;
  // Numbers at the end tell variables apart.
  if (/\d/.test(a + b) || Math.min(a.length, b.length) < 7) return false;
  const most = Math.min(a.length, b.length) >= 12 ? 2 : 1;
  return distance(a, b, most) <= most;
};

/** The words of a file that may be names of variables. In Python they stand in quotes; a setting may have the same name without. */
const wordsOf = memo(({ kind, file: { text } }: Parsed<FileKind>): ReadonlySet<string> => {
  const quoted = kind === 'python' && !/pydantic|configurations/.test(text);
  return new Set(quoted ? (text.match(/(?<=["'])[A-Z][A-Z0-9_]{2,}(?=["'])/g) ?? []) : (text.match(/[A-Z][A-Z0-9_]{2,}/g) ?? []));
});

/** Whether anything that may run reads the variable: the settings, other modules, scripts, configurations of servers. */
const isMentioned = ({ all, file }: Project, { files }: SettingsView, name: string): boolean =>
  files.some((uri) => {
    const parsed = file(uri)?.parsed;
    // Names that are put together from a prefix are not seen.
    return parsed !== undefined && (wordsOf(parsed).has(name) || /\bprefixed\(|env_prefix|\bprefix\s*=/.test(parsed.file.text));
  }) || [...all.python, ...all.shell, ...all.uwsgi, ...all.nginx, ...all.supervisord].some(({ parsed }) => wordsOf(parsed).has(name));
