// Which step comes next in a flow, from what was answered so far.
import type { Knowledge } from '../../knowledge/entry.ts';
import type { Project } from '../../project/project.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import { isInside, relative, type Uri } from '../../text/uri.ts';
import type { CodeFile } from '../move/plan.ts';
import type { Reader } from '../plan.ts';
import { movingStep } from './moving.ts';
import { scaffoldStep } from './scaffolding.ts';
import { type Asked, type Given, type Home, refused, type Step } from './step.ts';

/**
 * The next step: a question that has no answer yet, or the plan. `near` is the file the user looks at, `read` gives the texts of a
 * project as they are now, `code` those Python files of it that name uWSGI. Total: what makes no sense in `given` is asked again.
 */
export const nextStep = (
  projects: readonly Project[],
  given: Given,
  near: Uri | undefined,
  knowledge: Knowledge,
  read: (project: Project) => Reader,
  code: (project: Project) => readonly CodeFile[],
): Step => {
  if (given.kind === 'daphne' || given.kind === 'migrate')
    return movingStep(projects, given.kind === 'daphne' ? 'daphne' : 'uwsgi', { given, near, knowledge, read, code });
  const homes = projects.flatMap((project): readonly Home[] =>
    djangoProjects(project).flatMap((django) => (django.manage ? [{ project, django }] : [])),
  );
  const [first] = homes;
  if (!first)
    return refused(
      'No manage.py was found in this workspace: open the folder of a Django project, or make one with `django-admin startproject`.',
    );
  const question = homes.length > 1 ? whichProject(homes, near) : undefined;
  const home = question ? homes.find(({ django }) => django.root === given.answers[question.name]?.[0]) : first;
  if (!home) return { is: 'question', asked: question as Asked, number: 1, of: 1 };
  return scaffoldStep({ ...home, given, read: read(home.project) }, knowledge);
};

/** Several have a manage.py: the one of the file that is open comes first. */
const whichProject = (homes: readonly Home[], near: Uri | undefined): Asked => {
  const open =
    near && homes.filter(({ django }) => isInside(django.root, near)).sort((a, b) => b.django.root.length - a.django.root.length)[0];
  const [first] = homes;
  return {
    name: 'project',
    title: 'Which Django project?',
    choices: homes.map(({ project, django }) => ({
      value: django.root,
      label: django.root === project.root ? './' : `${relative(project.root, django.root)}/`,
      brief: homes.some((other) => other.project !== project) ? `in ${project.root.split('/').at(-1)}` : 'manage.py is there',
    })),
    detected: (open ?? first)?.django.root ?? '',
    because: open ? 'the open file is in it' : '',
    many: false,
  };
};
