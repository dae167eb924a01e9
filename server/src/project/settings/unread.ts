// Python modules that settings are made of and that were not read yet.
import { baseName, type Uri } from '../../text/uri.ts';
import { perProject } from '../kept.ts';
import type { FileOf, Project } from '../project.ts';
import { knownItems, textOf } from './ask.ts';
import { djangoProjects, missingModules } from './django.ts';
import { findModule, moduleIn } from './modules.ts';
import { type DjangoProject, listOf } from './view.ts';
import { unreadOf } from './view-of.ts';

/** Modules that start an application may leave the naming of the settings module to a module they import. */
const starts = /^(?:manage|wsgi|asgi)\.py$/;

const imported = (project: Project, { facts }: FileOf<'python'>): readonly Uri[] =>
  facts.imports.flatMap(({ level, module, names, star }) => {
    const found = findModule(project, facts.uri, level, module, []);
    if (found.is !== 'file') return [];
    // `from . import x` may mean a module.
    const inner = star
      ? []
      : (names ?? []).flatMap((name) => {
          const one = findModule(project, found.uri, 1, name, []);
          return one.is === 'file' ? [one.uri] : [];
        });
    return [found.uri, ...inner];
  });

/** All of them, as far as they are seen by now. */
export const unreadModules = perProject((project): readonly Uri[] => {
  const silent = project.all.python.filter((file) => starts.test(baseName(file.facts.uri)) && file.facts.namings.length === 0);
  const settings = djangoProjects(project).flatMap((one) => [
    ...missingModules(project, one),
    ...one.modules.flatMap(({ uri }) => unreadOf(project, one.root, uri, 'production')),
    ...urlsOf(project, one),
    ...holdersOf(project, one),
  ]);
  return [...settings, ...silent.flatMap((file) => imported(project, file))];
});

/** The module with the URLs of a project: probes ask for what it names. */
const urlsOf = (project: Project, { root, production }: DjangoProject): readonly Uri[] => {
  const named = textOf(production?.get('ROOT_URLCONF')?.value);
  const uri = named === undefined ? undefined : moduleIn(project, root, named);
  return uri ? [uri] : [];
};

/** The modules of the workspace whose classes settings name: whether those exist is asked, and what middleware does to the answers of WhiteNoise. */
const holdersOf = (project: Project, { root, production }: DjangoProject): readonly Uri[] =>
  ['MIDDLEWARE', 'AUTHENTICATION_BACKENDS', 'STATICFILES_FINDERS'].flatMap((name) => {
    const list = production && listOf(production, name);
    return (list ? knownItems(list) : []).flatMap(({ value }) => {
      const path = textOf(value) ?? '';
      const cut = path.lastIndexOf('.');
      // Libraries are not of the workspace.
      const uri = cut < 0 || /^(?:django|corsheaders|whitenoise)\./.test(path) ? undefined : moduleIn(project, root, path.slice(0, cut));
      return uri ? [uri] : [];
    });
  });
