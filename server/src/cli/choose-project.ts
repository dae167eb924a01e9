// Which Django project of a folder is meant, and which of its settings modules.
import type { Project } from '../project/project.ts';
import { djangoProjects } from '../project/settings/django.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { loading } from '../scaffold/loading.ts';
import { relative } from '../text/uri.ts';
import type { Arguments } from './command.ts';
import { Misuse } from './io.ts';

export const noManage = 'no manage.py was found: run it in the folder of a Django project, or name that folder';

/** Those with a manage.py, and the folder of each as people write it: empty for the root. */
const withManage = (project: Project): readonly { readonly django: DjangoProject; readonly folder: string }[] =>
  djangoProjects(project)
    .filter(({ manage }) => manage !== undefined)
    .map((django) => ({ django, folder: django.root === project.root ? '' : relative(project.root, django.root) }));

/** The one that `--project FOLDER` names; undefined without the flag. Throws a misuse where there is none. */
export const namedProject = (given: Arguments, project: Project): DjangoProject | undefined => {
  const wanted = given.value('project');
  if (wanted === undefined) return undefined;
  const plain = wanted.replace(/^\.?\/|\/$/g, '').replace(/^\.$/, '');
  const all = withManage(project);
  const found = all.find(({ folder }) => folder === plain);
  if (!found) {
    const others = all.map(({ folder }) => folder || '.').toSorted();
    throw new Misuse(`there is no manage.py in \`${wanted}\`${others.length > 0 ? `; there is one in ${others.join(', ')}` : ''}`);
  }
  return found.django;
};

/** The one that `--project` names, or the only one there is; a sentence when that cannot be told. */
export const chooseProject = (given: Arguments, project: Project): DjangoProject | string => {
  const named = namedProject(given, project);
  if (named) return named;
  const all = withManage(project);
  const [first, second] = all;
  if (!first) return noManage;
  if (second && first.folder !== '')
    return `there are several Django projects (${all
      .map(({ folder }) => folder)
      .toSorted()
      .join(', ')}); name one with \`--project FOLDER\``;
  return first.django;
};

/** The project as it is when the module that `--settings` names is the one that production loads. */
export const withSettings = (given: Arguments, django: DjangoProject): DjangoProject => {
  const wanted = given.value('settings');
  if (wanted === undefined) return django;
  const module = django.modules.find((one) => one.module === wanted);
  if (!module) {
    const others = django.modules.filter((one) => one.for !== 'test').map((one) => one.module);
    throw new Misuse(`there is no settings module \`${wanted}\`${others.length > 0 ? `; there are ${others.join(', ')}` : ''}`);
  }
  return loading(django, module);
};
