// A Python file as a part of its Django project: whether it holds settings, and what they come to in production.
import { compareVersions } from '../../knowledge/images/version.ts';
import type { Released } from '../../knowledge/settings/entry.ts';
import type { Parsed } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import { type PythonCaret, pythonCaret } from '../../languages/python/caret.ts';
import type { Project } from '../../project/project.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import type { DjangoProject, Release, SettingsView } from '../../project/settings/view.ts';
import type { Uri } from '../../text/uri.ts';
import type { Place } from '../feature.ts';

/** A settings file, seen in its project. */
export interface Seen {
  readonly place: Place;
  readonly uri: Uri;
  readonly caret: PythonCaret;
  readonly django: DjangoProject;
  /** The module that runs in production, when this file takes part in it. */
  readonly production: SettingsView | undefined;
  /** This module as it would be if it ran in production, or the production view when it only takes part in that. */
  readonly own: SettingsView | undefined;
}

/** The Django project whose settings a file holds, with what is seen of them; nothing for all other Python files. */
export const settingsIn = (project: Project, uri: Uri): Omit<Seen, 'place' | 'caret'> | undefined => {
  for (const django of djangoProjects(project)) {
    const module = django.modules.find((one) => one.uri === uri);
    const production = django.production?.files.includes(uri) ? django.production : undefined;
    const development = module || production ? undefined : django.development?.files.includes(uri) ? django.development : undefined;
    if (!module && !production && !development) continue;
    // A module that production loads is seen through it: what it sets may be changed afterwards.
    const own = production ?? (module ? django.view(module, 'production') : development);
    return { uri, django, production, own };
  }
  return undefined;
};

/** What a place in a settings file is; nothing in files that hold no settings. */
export const seenAt = (place: Place): Seen | undefined => {
  if (place.parsed.kind !== 'python') return undefined;
  const parsed = place.parsed as Parsed<'python'>;
  const found = settingsIn(place.project, parsed.file.uri);
  return found && { ...found, place, caret: pythonCaret(parsed, place.offset) };
};

const releases = memo((_: DjangoProject) => new Map<string, Release>());
/** The release of a distribution: asked for each of some two hundred settings, read once. */
export const releaseOf = (django: DjangoProject, of: string): Release => {
  const known = releases(django);
  const found = known.get(of) ?? django.release(of.toLowerCase());
  known.set(of, found);
  return found;
};

/** How a thing stands in the release that is installed: only what is sure counts as `absent` or `old`. */
export const standsIn = (
  django: DjangoProject,
  { of, since, deprecated, removed }: Pick<Released, 'of' | 'since' | 'deprecated' | 'removed'>,
): 'fine' | 'old' | 'absent' => {
  const { exact, least, below } = releaseOf(django, of);
  const lowest = exact ?? least;
  // `5.2` as an upper bound keeps 5.2 out.
  if (
    since !== undefined &&
    (exact !== undefined ? compareVersions(exact, since) < 0 : below !== undefined && compareVersions(below, since) <= 0)
  )
    return 'absent';
  if (removed !== undefined && lowest !== undefined && compareVersions(lowest, removed) >= 0) return 'absent';
  return deprecated !== undefined && (lowest === undefined || compareVersions(lowest, deprecated) >= 0) ? 'old' : 'fine';
};

/** Whether a distribution is there: always Django and Python themselves, others when a file of the project installs them. */
export const isInstalled = ({ distributions }: Project, of: string): boolean =>
  of === 'Django' || of === 'Python' || distributions.has(of.toLowerCase().replaceAll(/[-_.]+/g, '-'));
