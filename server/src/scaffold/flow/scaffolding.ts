// The questions and the plan of a scaffold, whole or static files alone.
import type { Knowledge } from '../../knowledge/entry.ts';
import type { DjangoProject } from '../../project/settings/view.ts';
import type { Answers } from '../answers.ts';
import { completed, type Detection, detect } from '../detect.ts';
import { loading } from '../loading.ts';
import { extraAnswers, questionsFor } from '../questions.ts';
import { planScaffold } from '../scaffold.ts';
import { type Asked, type FlowPlace, refused, type Step } from './step.ts';

/** No more than this is asked, whatever the project. */
const most = 5;

/** The next question of a scaffold, or its plan. */
export const scaffoldStep = (place: FlowPlace, knowledge: Knowledge): Step => {
  const { project, given, read } = place;
  const which = whichSettings(place.django);
  const module = which && place.django.modules.find((one) => one.module === given.answers['settings']?.[0]);
  const django = module ? loading(place.django, module) : place.django;
  const detection = detect(project, django, knowledge);
  let answers: Partial<Answers> = module ? { settings: module.module } : {};
  const asked = (): readonly Asked[] => [...(which ? [which] : []), ...asking(place, detection, answers, which ? most - 1 : most)];
  const names = asked().map(({ name }) => name);
  for (const [at, name] of names.entries()) {
    // What can be chosen depends on what was chosen before.
    const question = asked().find((one) => one.name === name);
    if (!question) continue;
    const chosen = given.answers[name];
    const known = chosen?.every((value) => question.choices.some((choice) => choice.value === value)) ?? false;
    if (!chosen || !known || (!question.many && chosen.length !== 1))
      return { is: 'question', asked: question, number: at + 1, of: names.length };
    if (name === 'extras') answers = { ...answers, ...extraAnswers(chosen) };
    else if (name !== 'settings') answers = { ...answers, [name]: chosen[0] };
  }
  const detected = Object.fromEntries(Object.entries(detection).map(([name, { value }]) => [name, value])) as unknown as Answers;
  const scope = given.kind === 'static' ? 'static' : 'all';
  const all = completed(project, django, { ...detected, ...answers }, knowledge);
  const made = planScaffold(project, django, all, scope, read, given.replace);
  if ('refused' in made) return refused(`${made.refused}.`);
  const { files, notes } = made;
  const list = notes.map((note) => `- ${note}\n`).join('');
  const page = list ? { name: 'What is left to do', button: 'Show What Is Left', markdown: `# What is left to do\n\n${list}` } : undefined;
  return { is: 'plan', project, files, notes, page, questions: names.length, replaces: true };
};

/** The questions of a kind of flow. Where there would be too many, those are left out that the project answers by itself. */
const asking = ({ given: { kind } }: FlowPlace, detection: Detection, answers: Partial<Answers>, room: number): readonly Asked[] => {
  const all = questionsFor(detection, answers);
  if (kind === 'static')
    return all.flatMap((question) => {
      if (question.name === 'manager') return [question];
      if (question.name !== 'static') return [];
      return [
        { ...question, title: 'Is a CDN in front?', choices: question.choices.filter(({ value }) => value.startsWith('whitenoise')) },
      ];
    });
  if (all.length <= room) return all;
  const told = ['manager', 'database'].find((name) => all.some((one) => one.name === name && one.because !== '')) ?? 'manager';
  return all.filter(({ name }) => name !== told);
};

/** Asked only where nothing tells which settings module production loads. */
const whichSettings = ({ production, modules }: DjangoProject): Asked | undefined => {
  const fit = modules.filter((one) => one.for !== 'test');
  const [first] = fit;
  if (production || !first) return undefined;
  const uses = { production: 'for production', development: 'for development', base: 'what others build on', test: '', unknown: '' };
  return {
    name: 'settings',
    title: 'Which settings module does production load?',
    choices: fit.map((one) => ({ value: one.module, label: one.module, brief: uses[one.for] })),
    detected: (fit.find((one) => one.for === 'production') ?? fit.find((one) => one.for === 'unknown') ?? first).module,
    because: '',
    many: false,
  };
};
