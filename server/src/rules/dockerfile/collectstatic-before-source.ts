import type { Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, filesOf, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { plainStage } from '../../languages/dockerfile/kept-stage.ts';
import { anyOf, inRun, origins } from '../../languages/dockerfile/minds.ts';
import { mountsOf } from '../../languages/dockerfile/mounts.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import { buildEnd } from '../reading/dockerfile/build-end.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { type ManageCall, manageCalls } from '../reading/dockerfile/manage.ts';
import { mayBring } from '../reading/dockerfile/may-bring.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** A RUN sees only what earlier lines have copied. */
export default defineRule({
  id: 'dockerfile/collectstatic-before-source',
  title: 'manage.py is in the image before it is run',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R12'],
  reads: 'dockerfile',
  by: 'build',
  words: /manage|django/,
  minds: anyOf(origins, /^\s*shell\b/, inRun(/\b(?:git|svn|curl|wget|tar|unzip|startproject|cookiecutter|sh)\b/)),
  *check(subject) {
    const { uri, facts, project } = subject;
    for (const stage of facts.stages) {
      const settled = new Set<string>();
      for (const call of manageCalls(stage)) {
        const { run, words, verb } = call;
        const file = words.find(({ text }) => /(?:^|\/)manage\.py$/.test(text));
        const placed = placedRuns(stage).find((one) => one.run === run);
        const path = file?.known && placed ? absolute(placed.folder, file.text) : undefined;
        if (!file || path === undefined || !run.command.certain || run.command.after === '||') continue;
        // What is there once is there for all that follows.
        if (settled.has(path)) continue;
        settled.add(path);
        if (originOf(imageFiles(project, facts), stage, path, run).is !== 'absent' || mayBeThere(subject, stage, call, path)) continue;
        yield {
          at: { uri, span: { from: file.span.from, to: Math.max(file.span.to, verb.span.to) } },
          message: `No line above copies \`manage.py\` into the image, so \`${verb.text}\` finds no \`${path}\` and ${buildEnd(stage, run)}; move this RUN below the COPY of the sources`,
          fixes: () => moved(subject, stage, call, path),
        };
        break;
      }
    }
  },
});

/** Something above fills the folder, though not with what the workspace shows: a submodule, a clone, an archive. */
const mayBeThere = (subject: Subject<'dockerfile'>, stage: Stage, { run }: ManageCall, path: string): boolean =>
  mountsOf(run.step.instruction).some(({ type, target }) => type === 'bind' && within(absolute('/', target ?? '/') ?? '/', path)) ||
  chainOf(stage).some((one) => {
    const before = (from: number): boolean => one !== stage || from < run.command.span.from;
    return (
      one.copies.some((copy) => before(copy.instruction.span.from) && mayBring(subject, one, copy, path)) ||
      filesOf(one).some(
        ({ does, kind, path: made, span, instruction }) =>
          does === 'make' && (kind === 'copy' || kind === 'tree') && instruction.name === 'RUN' && before(span.from) && within(made, path),
      ) ||
      one.runs.some(
        ({ command }) =>
          before(command.span.from) &&
          command.words.some(({ text }) => /^(?:git|svn|curl|wget|tar|unzip|startproject|django-admin|cookiecutter)$|\.sh$/.test(text)),
      )
    );
  });

/** The whole RUN below the copy that brings the file, where there is one. */
const moved = ({ uri, text, facts, project }: Subject<'dockerfile'>, stage: Stage, { run }: ManageCall, path: string): readonly Fix[] => {
  const { instruction } = run.step;
  const later = stage.steps.slice(stage.steps.indexOf(run.step) + 1);
  const image = imageFiles(project, facts);
  for (const step of later) {
    if (step.instruction.name !== 'COPY' && step.instruction.name !== 'ADD') continue;
    const copy = stage.copies.find((one) => one.instruction === step.instruction);
    const only: Stage = { ...plainStage(stage), parent: undefined, steps: [step], runs: [], copies: copy ? [copy] : [] };
    if (originOf(image, only, path).is !== 'context') continue;
    const lines = text.slice(instruction.span.from, instruction.span.to).replace(/\r?\n$/, '');
    return [
      fix('Move it below the COPY of the sources', false, uri, replace(instruction.span, ''), linesBelow(text, step.instruction, lines)),
    ];
  }
  return [];
};
