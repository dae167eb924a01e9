// The question and the plan of a move away from an old server.
import type { Knowledge } from '../../knowledge/entry.ts';
import type { Project } from '../../project/project.ts';
import { isInside, slashPath, type Uri } from '../../text/uri.ts';
import { detectMove, planMove } from '../move/move.ts';
import type { CodeFile, MoveAnswers, Origin } from '../move/plan.ts';
import { startsOf } from '../move/starts.ts';
import type { Reader } from '../plan.ts';
import { type Asked, type Given, refused, type Step } from './step.ts';

const names: Readonly<Record<Origin, string>> = { uwsgi: 'uWSGI', daphne: 'Daphne' };

/** What a move asks of the project besides its facts. */
export interface MovingPlace {
  readonly given: Given;
  readonly near: Uri | undefined;
  readonly knowledge: Knowledge;
  read(project: Project): Reader;
  /** The Python files that name uWSGI. */
  code(project: Project): readonly CodeFile[];
}

/** The next question of a move, or its plan. */
export const movingStep = (projects: readonly Project[], from: Origin, place: MovingPlace): Step => {
  const { given, near, knowledge } = place;
  const found = projects.filter(
    (project) => startsOf(project, from, knowledge).length > 0 || (from === 'uwsgi' && project.all.uwsgi.length > 0),
  );
  const [first] = found;
  if (!first)
    return refused(
      `Nothing of ${names[from]} was found in this workspace: no command that starts it${from === 'uwsgi' ? ', and no file for it' : ''}.`,
    );
  const which = found.length > 1 ? whichFolder(found, near) : undefined;
  const project = which ? found.find(({ root }) => root === given.answers['project']?.[0]) : first;
  if (!project) return { is: 'question', asked: which as Asked, number: 1, of: 1 };
  const to = from === 'uwsgi' ? whereTo(project, knowledge) : undefined;
  const chosen = given.answers['to']?.[0];
  const target = to ? to.choices.find(({ value }) => value === chosen)?.value : 'uvicorn';
  if (to && target === undefined) return { is: 'question', asked: to, number: 1, of: 1 };
  const answers: MoveAnswers = { from, to: target === 'gunicorn' ? 'gunicorn' : 'uvicorn' };
  const made = planMove(project, answers, { knowledge, read: place.read(project), code: from === 'uwsgi' ? place.code(project) : [] });
  if ('refused' in made) return refused(`${made.refused}.`);
  if ('stopped' in made) return { is: 'refused', sentence: `${made.stopped}.`, places: { project, all: made.places } };
  const { files, notes, report } = made;
  return {
    is: 'plan',
    project,
    files,
    notes,
    page: { name: `From ${names[from]} to ${answers.to}`, button: 'Show Report', markdown: report },
    questions: to ? 1 : 0,
    replaces: false,
  };
};

/** A workspace of several folders, more than one of which has the old server. */
const whichFolder = (found: readonly Project[], near: Uri | undefined): Asked => {
  const open = near && found.find(({ root }) => isInside(root, near));
  return {
    name: 'project',
    title: 'Which folder?',
    choices: found.map(({ root }) => ({ value: root, label: slashPath(root).split('/').at(-1) ?? root, brief: slashPath(root) })),
    detected: (open ?? found[0])?.root ?? '',
    because: open ? 'the open file is in it' : '',
    many: false,
  };
};

const whereTo = (project: Project, knowledge: Knowledge): Asked => {
  const { value, because } = detectMove(project, knowledge).to;
  return {
    name: 'to',
    title: 'Which server shall run the application?',
    choices: [
      { value: 'uvicorn', label: 'uvicorn', brief: "Django's ASGI, with workers of its own" },
      { value: 'gunicorn', label: 'gunicorn', brief: "Django's WSGI, with processes and threads as uWSGI had them" },
    ],
    detected: value,
    because,
    many: false,
  };
};
