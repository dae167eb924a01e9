// Where collected files lie in the image, whose project is /app.
import type { Project } from '../project/project.ts';
import { normalised, placeOf, possibilities, textOf, uriOf } from '../project/settings/ask.ts';
import type { Value } from '../project/settings/value.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { isInside, relative, type Uri } from '../text/uri.ts';

export interface Collected {
  /** The folder, relative to that of manage.py, or absolute. */
  readonly folder: string;
  /** The variable that must say so: STATIC_ROOT is read from it, and lies nowhere that we know without it. */
  readonly variable: string | undefined;
  /** False where STATIC_ROOT is set to what could not be read, so that the folder is a guess. */
  readonly known: boolean;
}

/** Where the scaffold has them lie when the settings do not say it. */
const usual = 'staticfiles';

/** Reads STATIC_ROOT as production sees it. */
export const collectedOf = (project: Project, django: DjangoProject): Collected => {
  const setting = django.production?.get('STATIC_ROOT');
  if (!setting || (setting.certain && (setting.value.is === 'none' || textOf(setting.value) === '')))
    return { folder: usual, variable: undefined, known: true };
  const values = possibilities(setting.value);
  const [first, ...others] = setting.certain ? values.map((value) => folderOf(project, django.root, value)) : [];
  if (first !== undefined && others.every((other) => other === first)) return { folder: first, variable: undefined, known: true };
  const read = values.find((value) => value.is === 'environment' && value.name !== undefined);
  const variable = read?.is === 'environment' ? read.name : undefined;
  return { folder: usual, variable, known: variable !== undefined };
};

const folderOf = (project: Project, root: Uri, value: Value): string | undefined => {
  if (value.is === 'environment') return value.unset && folderOf(project, root, value.unset);
  const uri = uriOf(value);
  if (uri) {
    if (!isInside(project.root, uri)) return undefined;
    return isInside(root, uri) ? relative(root, uri) : `/app/${relative(project.root, uri)}`;
  }
  const place = placeOf(value);
  return place && !place.anchor ? normalised(place.path) : undefined;
};
