import { anyOf, inRun, interpreter, systemInstalls, targets } from '../../languages/dockerfile/minds.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { copiedTrees, pythonOf } from '../reading/dockerfile/python.ts';
import { chainOf, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { eased, stageName } from '../reading/dockerfile/stages.ts';
import { systemPackages } from '../reading/dockerfile/system-packages.ts';
import { defineRule } from '../rule.ts';

/** The python of an environment is a link to the interpreter that made it. */
export default defineRule({
  id: 'dockerfile/venv-interpreter-missing',
  title: 'An environment finds the interpreter it was made with',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R05'],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  minds: anyOf(targets, interpreter, systemInstalls, inRun(/python|\.sh\b/)),
  *check(subject) {
    const { uri, facts, knowledge } = subject;
    for (const into of facts.stages) {
      const image = imageOf(subject, into);
      if (!image || image.family === 'rhel' || image.family === 'none') continue;
      for (const copy of into.copies) {
        const theirs = copy.stage && pythonOf(subject, copy.stage);
        if (!copy.stage || !theirs) continue;
        const moved = copiedTrees(into, copy).find(({ tree }) => tree.is === 'environment' && !tree.ownPython);
        if (!moved) continue;
        const ours = pythonOf(subject, into);
        // Another minor is another rule's.
        if (ours && (ours.prefix === theirs.prefix || ours.minor !== theirs.minor)) continue;
        if (!ours && (image.python !== undefined || knowledge.images.hasCommand(image, 'python3') !== false || mayHavePython(into)))
          continue;
        yield {
          at: { uri, span: moved.source.span },
          message: `The \`python\` of this environment is a link to \`${theirs.prefix}/bin/python3\` of ${stageName(copy.stage)}, and ${stageName(into)} has ${ours ? `its own in \`${ours.prefix}/bin\`` : 'no Python'}, so nothing of it starts; build both stages from images with the same Python`,
          severity: eased('error', servesDevelopment(subject, into)),
          related: [{ at: { uri, span: copy.stage.image.span }, message: `Python in \`${theirs.prefix}\`` }],
        };
      }
    }
  },
});

/** A Python may come with a package, a copy, a link or a script. */
const mayHavePython = (into: Parameters<typeof chainOf>[0]): boolean =>
  chainOf(into).some(
    (one) =>
      systemPackages(one).some(({ name }) => /python|uwsgi|supervisor/.test(name)) ||
      one.copies.some(
        ({ from, sources }) =>
          from && sources.some(({ text, known }) => !known || /python|^\/?(?:usr(?:\/local)?)?(?:\/bin)?\/?$/.test(text)),
      ) ||
      one.steps.some(({ instruction: { name, script } }) => name === 'RUN' && /python|pyenv|conda|\buv\b|\.sh\b/.test(script.text)),
  );
