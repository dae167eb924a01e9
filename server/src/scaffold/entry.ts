// Where asgi.py and wsgi.py lie, and from which folder Python imports them.
import type { Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { relative, resolve, type Uri } from '../text/uri.ts';
import { inPackage } from './answers.ts';
import { homeOf } from './asgi.ts';

export interface Entry {
  /** The dotted path of the package; empty where they lie beside manage.py. */
  readonly package: string;
  /** The folder that Python must look into besides that of manage.py, relative to the root of the project; empty for none. */
  readonly path: string;
}

/** The package beside the settings, else the folder of manage.py, else the first package of it that has one. */
export const entryOf = (project: Project, django: DjangoProject, settings: string): Entry => {
  const homeFor = (dotted: string): Uri | undefined =>
    homeOf(project, django, inPackage({ package: dotted }, 'asgi')) ?? homeOf(project, django, inPackage({ package: dotted }, 'wsgi'));
  const path = (home: Uri): string => (home === django.root || home === project.root ? '' : relative(project.root, home));
  const parts = settings.split('.').slice(0, -1);
  for (let i = parts.length; i > 0; i--) {
    const name = parts.slice(0, i).join('.');
    const home = homeFor(name);
    if (home) return { package: name, path: path(home) };
  }
  const has = (folder: string) =>
    ['asgi.py', 'wsgi.py'].some((name) => project.exists(resolve(django.root, `./${folder}${name}`)) === true);
  if (has('')) return { package: '', path: '' };
  const other = project.list(django.root).find(({ name, folder }) => folder && has(`${name}/`));
  return { package: other?.name ?? parts[0] ?? '', path: '' };
};
