// Whether a stage's image holds or runs a Django project, and what says so. Rules about Django speak only where it is sure.
import { pythonTools } from '../../commands/installs.ts';
import { ofEachStage } from '../../languages/dockerfile/each-stage.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import { mindedSlot } from '../../languages/dockerfile/minded.ts';
import { anyOf, followed, requirements, targets, unread } from '../../languages/dockerfile/minds.ts';
import { perContent, perOwn } from '../../languages/dockerfile/per-content.ts';
import { chainOf, mayNameDjango } from '../../languages/dockerfile/stage-words.ts';
import type { Location, Span } from '../../text/span.ts';
import { slashPath } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import { pythonFilesAt } from '../python-files.ts';
import { contextOf, rememberedInContextAt, rememberedOfEachInContext, sourceIn } from './context.ts';
import { remembered } from './remember.ts';
import { imageRequirements } from './requirements.ts';
import { startedBy } from './started.ts';

/** One sign for or against Django. */
export interface DjangoSign {
  readonly for: boolean;
  readonly what:
    | 'manage.py'
    | 'settings module'
    | 'django installed'
    | 'server target'
    | 'manage.py copied'
    | 'image of something else'
    | 'other framework'
    | 'no django installed';
  readonly at: Location;
}

export interface DjangoAnswer {
  readonly answer: 'yes' | 'no' | 'unknown';
  /** What decided, and what else was seen, in the order of weight. */
  readonly signs: readonly DjangoSign[];
}

const manage = /(?:^|\/)manage\.py$|^django-admin(?:\.py)?$/;
const variable = /^DJANGO_(?:SETTINGS_MODULE|CONFIGURATION)$/;
const inLine = /(?:^|[\s/"'])(?:manage\.py|django-admin)(?=[\s"']|$)/;
/** Images that run no Python, whatever is copied into them. */
const foreign: ReadonlySet<string> = new Set(['nginx', 'node', 'scratch']);
/** Other frameworks for the web. FastAPI and Flask may live beside Django in one project, so they count only where Django is missing. */
const frameworks = ['flask', 'fastapi', 'starlette', 'quart', 'tornado', 'aiohttp', 'bottle', 'sanic', 'litestar', 'falcon', 'pyramid'];
const isOfDjango = (name: string): boolean => name === 'django' || /^django-|^wagtail$|^djangorestframework$/.test(name);

/** What the stage itself says for Django: what it runs, sets and starts. */
const strongSigns = (project: Project, facts: DockerfileFacts, stage: Stage): readonly DjangoSign[] => {
  const { uri } = facts;
  const strong: DjangoSign[] = [];
  const sign = (what: DjangoSign['what'], span: Span) => strong.push({ for: true, what, at: { uri, span } });

  for (const one of chainOf(stage).toReversed()) {
    for (const { run, words } of placedRuns(one)) {
      const word = words.find(({ text }) => manage.test(text));
      if (word) sign('manage.py', word.span);
      for (const { name, span } of run.command.assignments) if (name === 'DJANGO_SETTINGS_MODULE') sign('settings module', span);
    }
    for (const { name, nameSpan } of one.settings) if (variable.test(name)) sign('settings module', nameSpan);
  }
  for (const start of [stage.entrypoint, stage.cmd, stage.healthcheck?.command]) {
    if (!start) continue;
    if (start.words.some(({ text }) => manage.test(text)) || inLine.test(start.line)) sign('manage.py', start.span);
  }
  const started = startedBy(project, facts, stage);
  for (const { words } of started?.programs ?? []) {
    const word = words.find(({ text, uri: script }) => script !== undefined && manage.test(text));
    if (word) strong.push({ for: true, what: 'manage.py', at: { uri: word.uri ?? uri, span: word.span } });
  }
  const target = started?.server?.target;
  if (target?.known && startsDjango(project, target.text)) {
    strong.push({ for: true, what: 'server target', at: { uri: target.uri ?? uri, span: target.span } });
  }
  return strong;
};

/** Whether the image of a stage is one of a Django project. */
export const djangoOf = remembered((project: Project, facts: DockerfileFacts, stage: Stage): DjangoAnswer => {
  const { uri } = facts;
  const strong: DjangoSign[] = [...strongSigns(project, facts, stage)];
  const weak: DjangoSign[] = [];
  const against: DjangoSign[] = [];
  const sign = (list: DjangoSign[], what: DjangoSign['what'], span: Span, isFor = true) =>
    list.push({ for: isFor, what, at: { uri, span } });

  const { family } = stage.base ?? {};
  const runsPython =
    stage.base?.python !== undefined ||
    family === 'uv' ||
    chainOf(stage).some((one) => one.runs.some(({ installation }) => installation && pythonTools.has(installation.tool)));
  const isForeign = family !== undefined && foreign.has(family) && !runsPython;
  const { installed, byName, complete } = imageRequirements(project, facts, stage);
  const django = isForeign ? undefined : installed.find(({ name }) => isOfDjango(name));
  if (django) strong.push({ for: true, what: 'django installed', at: django.at });

  const copied = copiesManage(project, facts, stage);
  if (copied) sign(weak, 'manage.py copied', copied);

  if (isForeign) sign(against, 'image of something else', stage.from.content, false);
  if (complete && installed.length > 0 && !django) {
    const other = frameworks.map((name) => byName.get(name)).find(Boolean);
    if (other) against.push({ for: false, what: 'other framework', at: other.at });
    else if (installed.some(({ by }) => by !== 'command')) sign(against, 'no django installed', stage.from.content, false);
  }
  const signs = [...strong, ...against, ...weak];
  if (strong.length > 0) return { answer: 'yes', signs };
  if (against.length > 0) return { answer: 'no', signs };
  // An image of somebody's into which the project is copied may do anything with it: back it up, watch it, test it.
  return { answer: weak.length > 0 && runsPython ? 'yes' : 'unknown', signs };
});

/** Whether a `module:name` is a module of the workspace that makes an application with Django. */
const startsDjango = (project: Project, target: string): boolean => {
  const path = `/${target.replace(/:.*$/s, '').replaceAll('.', '/')}.py`;
  return pythonFilesAt(project, path).some((uri) => /\bdjango\b/.test(project.file(uri)?.parsed.file.text ?? ''));
};

/** The COPY that takes the folder of a manage.py out of the context. */
const copiesManage = (project: Project, facts: DockerfileFacts, stage: Stage): Span | undefined => {
  const context = contextOf(project, facts);
  const folder = slashPath(context.folder).replace(/\/$/, '');
  for (const one of chainOf(stage).toReversed()) {
    for (const { from, sources } of one.copies) {
      if (from) continue;
      for (const { text, known, span } of sources) {
        for (const name of (known ? sourceIn(project, context, text)?.names : undefined) ?? []) {
          if (/(?:^|\/)manage\.py$/.test(name)) return span;
          const inner = name === '' ? 'manage.py' : `${name}/manage.py`;
          if (project.paths.exists(`${folder}/${inner}`) && sourceIn(project, context, inner)?.ignored !== true) return span;
        }
      }
    }
  }
  return undefined;
};

const ownSigns = perOwn(
  (stage: Stage): boolean =>
    mayNameDjango(stage) &&
    (stage.settings.some(({ name }) => variable.test(name)) ||
      stage.runs.some(
        ({ words, command }) =>
          words.some(({ text }) => manage.test(text)) || command.assignments.some(({ name }) => name === 'DJANGO_SETTINGS_MODULE'),
      )),
);
/** Whether commands or variables of the stage, or of one that it is built on, speak for Django. */
const speaksForItself = perContent((stage: Stage): boolean => chainOf(stage).some(ownSigns));

/** The answer of `djangoOf` alone, which an edit elsewhere in the file costs nothing, and where a stage speaks for itself next to nothing. */
export const isDjango = (project: Project, facts: DockerfileFacts, stage: Stage): DjangoAnswer['answer'] =>
  speaksForItself(stage) ? 'yes' : isBySigns(project, facts, stage);

const signsSlot = mindedSlot(anyOf(/manage|django|^\s*healthcheck\b/, followed, requirements, targets, unread));
const isBySigns = rememberedInContextAt(signsSlot, (project, facts, stage): DjangoAnswer['answer'] =>
  strongSigns(project, facts, stage).length > 0 ? 'yes' : djangoOf(project, facts, stage).answer,
);

/** The answers about all stages of a file, by their index. */
export const djangoAnswersOf = rememberedOfEachInContext(
  ofEachStage((stage) => (speaksForItself(stage) ? surely : signsSlot(stage))),
  isDjango,
);
const surely: object = {};
