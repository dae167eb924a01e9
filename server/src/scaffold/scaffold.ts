// A whole scaffold: new files, edits of settings, URLs and requirements, and what is left for the user.
import type { Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { applyEdits } from '../text/edit.ts';
import { relative } from '../text/uri.ts';
import { type Answers, contradiction, entryPoint, inPackage } from './answers.ts';
import { asgiFor } from './asgi.ts';
import { addDistributions } from './distributions.ts';
import { filesOf } from './files.ts';
import { unknownFrontend } from './frontend.ts';
import type { NeededVariable } from './needed.ts';
import { type Planned, planFiles, type Reader } from './plan.ts';
import { type Scope, settingsEdits } from './settings/edits.ts';

export interface Scaffold {
  /** In the order they are shown: the image first. */
  readonly files: readonly Planned[];
  /** What is left to do, a sentence each. */
  readonly notes: readonly string[];
}

/** Answers that make no sense together, as a sentence. */
export interface Refusal {
  readonly refused: string;
}

/**
 * Plans a scaffold. `scope` `static` serves static files and writes no container files. `read` gives the texts of the project as
 * they are now, open editors included; `replace` names the files whose text the user gives up. Writes nothing.
 */
export const planScaffold = (
  project: Project,
  django: DjangoProject,
  answers: Answers,
  scope: Scope,
  read: Reader,
  replace: ReadonlySet<string>,
): Scaffold | Refusal => {
  const refused = contradiction(answers);
  if (refused !== undefined) return { refused };
  const asgi =
    scope === 'all' && entryPoint(answers.server) === 'asgi'
      ? asgiFor(project, django, inPackage(answers, 'asgi'), answers.settings, read)
      : { file: undefined, notes: [] };
  const distributions = addDistributions(project, django, answers, scope === 'all', read);
  // What pip needs beside the project itself has a file only where something is missing.
  const listed = answers.own === undefined || distributions.files.length > 0 || read(answers.requirements[0] ?? '') !== undefined;
  const requirements = listed ? answers.requirements : [];
  const made = scope === 'all' ? filesOf({ ...answers, requirements, needed: neededBy(answers, django) }) : [];
  const settings = settingsEdits(project, django, django.production, answers, scope);
  const changed: Planned[] = [];
  for (const [uri, edits] of settings.edits) {
    const path = relative(project.root, uri);
    const before = read(path);
    if (before === undefined) continue;
    const after = applyEdits(before, edits);
    changed.push({ path, state: after === before ? 'same' : 'edit', before, after });
  }
  return {
    files: [
      ...planFiles([...made, ...(asgi.file ? [asgi.file] : []), ...distributions.files], read, replace),
      ...distributions.changed,
      ...changed,
    ],
    notes: [
      ...asgi.notes,
      ...distributions.notes,
      ...versionNotes(answers, scope),
      ...settings.notes,
      ...frontendNotes(project, django, scope),
      ...collectedNotes(answers, scope),
      ...mediaNotes(django, answers),
    ],
  };
};

/** A build whose folder nobody names cannot be copied. */
const frontendNotes = (project: Project, django: DjangoProject, scope: Scope): readonly string[] => {
  const folder = scope === 'all' ? unknownFrontend(project, django) : undefined;
  if (folder === undefined) return [];
  return [
    `The front end in ${folder === '.' ? 'the root' : `${folder}/`} is not built: where its build script writes could not be told. Build it in a stage of its own, and copy what it makes in front of collectstatic.`,
  ];
};

/** Where STATIC_ROOT is a riddle, so is whether the image keeps what is collected. */
const collectedNotes = ({ static: serving, collected }: Answers, scope: Scope): readonly string[] =>
  scope === 'static' || serving === 'storages' || collected.known
    ? []
    : [
        'STATIC_ROOT could not be read: see that collectstatic writes below /app when the image is built, for nothing else of that stage is taken along.',
      ];

/** A version from Git is not there where Git is not. */
const versionNotes = ({ own, versionVariable }: Answers, scope: Scope): readonly string[] =>
  scope === 'static' || own === undefined || versionVariable === undefined
    ? []
    : [
        'The package takes its version from Git, which is no part of the image: in there it is 0, unless you build with `--build-arg VERSION=1.2.3`.',
      ];

/** Uploads: nothing of what serves static files may serve them. */
const mediaNotes = (django: DjangoProject, { media }: Answers): readonly string[] => {
  if (media === 'storages' || !django.production?.get('MEDIA_ROOT')) return [];
  return [
    'Uploaded files are not served: WhiteNoise sees only what was there when it started, and uploads of strangers do not belong on the same host. Keep them in object storage with django-storages, or let a proxy serve their folder from a volume.',
  ];
};

/** Without the name of the bucket the settings that we write do not load, neither in the build nor on this computer. */
const neededBy = ({ static: serving, media, needed }: Answers, { production }: DjangoProject): readonly NeededVariable[] => {
  const stored = serving === 'storages' || media === 'storages';
  const isOurs = stored && !production?.get(bucket) && !needed.some(({ name }) => name === bucket);
  return isOurs ? [...needed, { name: bucket, value: undefined }] : needed;
};
const bucket = 'AWS_STORAGE_BUCKET_NAME';
