// Static files that uWSGI served: WhiteNoise serves them, from the folder that `collectstatic` fills.
import type { Project } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';
import { applyEdits } from '../../text/edit.ts';
import { relative } from '../../text/uri.ts';
import type { Answers } from '../answers.ts';
import type { Planned, Reader } from '../plan.ts';
import { settingsEdits } from '../settings/edits.ts';
import { isSwitchedOn, type OldOption, optionsCalled } from './old-option.ts';

export interface StaticMove {
  /** uWSGI served what STATIC_URL names, so that WhiteNoise must. */
  readonly served: boolean;
  readonly files: readonly Planned[];
  readonly notes: readonly string[];
  /** What options became. */
  readonly became: ReadonlyMap<OldOption, string>;
  readonly left: ReadonlyMap<OldOption, string>;
}

/** Seconds for which browsers keep files without a hash in their name: seven days. */
const week = 604_800;

const path = (text: string): string => `/${text.replace(/^(?:\w+:)?\/\/[^/]*/, '').replace(/^\/+|\/+$/g, '')}`;

/** Settings and verdicts for the options of uWSGI that served files. */
export const moveStatic = (
  project: Project,
  django: DjangoProject | undefined,
  view: SettingsView | undefined,
  options: readonly OldOption[],
  answers: Answers,
  collected: boolean,
  read: Reader,
): StaticMove => {
  const became = new Map<OldOption, string>();
  const left = new Map<OldOption, string>();
  const notes: string[] = [];
  const url = textOf(view?.get('STATIC_URL')?.value);
  const media = textOf(view?.get('MEDIA_URL')?.value);
  let served = false;
  let first: string | undefined;
  const age = ageOf(options);
  for (const option of optionsCalled(options, 'static-map', 'static-map2')) {
    const [, mount = '', folder = ''] = /^([^=]*)=(.*)$/s.exec(option.value ?? option.written) ?? [];
    const at = path(mount.trim());
    if (at === path(url ?? '/static/') && first !== undefined && folder.trim() !== first) {
      // uWSGI looks into one folder after the other; WhiteNoise has one, filled in the build.
      left.set(
        option,
        `WhiteNoise serves STATIC_ROOT alone: what lies in \`${folder.trim()}\` must be collected with the rest, or be served by a proxy where it changes while the site runs.`,
      );
      notes.push(
        `uWSGI looked for ${at} in ${folder.trim()} too. WhiteNoise serves STATIC_ROOT alone: add that folder to STATICFILES_DIRS, or let a proxy serve it where it changes while the site runs.`,
      );
    } else if (at === path(url ?? '/static/')) {
      served = true;
      first = folder.trim();
      became.set(option, 'WhiteNoise in MIDDLEWARE, with what `collectstatic` gathers in STATIC_ROOT.');
    } else if (media ? at === path(media) : /^\/(?:media|uploads?)$/.test(at)) {
      left.set(
        option,
        'Uploads are served by nobody now: WhiteNoise sees only what was there when it started. Keep them in object storage, or let a proxy serve their folder from a volume.',
      );
      notes.push(
        `uWSGI served uploads below ${at}/ from ${folder.trim()}. Nothing does now: keep them in object storage, or let a proxy serve that folder from a volume.`,
      );
    } else {
      left.set(option, 'Put the files into a folder that WHITENOISE_ROOT names: WhiteNoise serves them from the root of the site.');
      notes.push(
        `uWSGI served ${at} from ${folder.trim()}. Put these files below STATICFILES_DIRS, or into a folder that WHITENOISE_ROOT names.`,
      );
    }
  }
  for (const option of optionsCalled(options, 'check-static')) {
    if (option.value === undefined) continue;
    served = true;
    became.set(option, 'WhiteNoise in MIDDLEWARE, with what `collectstatic` gathers in STATIC_ROOT.');
  }
  if (!served) return { served, files: [], notes, became, left };
  for (const option of options.filter(({ key }) => key.startsWith('static-expires')))
    became.set(option, `\`WHITENOISE_MAX_AGE = ${age}\` for files without a hash in their name; the others never expire.`);
  for (const option of options.filter((one) => one.key.startsWith('static-gzip') && isSwitchedOn(one)))
    became.set(option, '`CompressedManifestStaticFilesStorage` writes compressed files beside the others when they are collected.');
  if (!django) return { served, files: [], notes, became, left };
  if (view?.class !== undefined) {
    notes.push(
      'The settings are classes and were left as they are: put `whitenoise.middleware.WhiteNoiseMiddleware` behind SecurityMiddleware, and set STATIC_ROOT and STORAGES.',
    );
    return { served, files: [], notes, became, left };
  }
  const edits = settingsEdits(project, django, view, { ...answers, static: 'whitenoise' }, 'static', { maxAge: age, collected });
  const files: Planned[] = [];
  for (const [uri, list] of edits.edits) {
    const name = relative(project.root, uri);
    const before = read(name);
    if (before === undefined) continue;
    const after = applyEdits(before, list);
    if (after !== before) files.push({ path: name, state: 'edit', before, after });
  }
  return { served, files, notes: [...notes, ...edits.notes], became, left };
};

/** The seconds that all `static-expires…` agree on; seven days where they do not, or where there is none. */
const ageOf = (options: readonly OldOption[]): number => {
  const said = new Set(
    options
      .filter(({ key }) => key.startsWith('static-expires'))
      .map(({ value }) => Number(/(\d+)\s*$/.exec(value ?? '')?.[1] ?? Number.NaN)),
  );
  const [only] = said;
  return said.size === 1 && only !== undefined && only > 0 ? only : week;
};
