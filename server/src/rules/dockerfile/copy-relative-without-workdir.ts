import { minding, pythonRunning } from '../../languages/dockerfile/minds.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { linesAbove } from '../reading/dockerfile/lines.ts';
import { runsPython } from '../reading/dockerfile/python-image.ts';
import { defineRule, fix } from '../rule.ts';

/** Without WORKDIR a relative target is in the root folder of the image, among `bin`, `etc` and `usr`. */
export default defineRule({
  id: 'dockerfile/copy-relative-without-workdir',
  title: 'The application has a folder of its own',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DL3045'],
  neighbours: ['hadolint DL3045'],
  reads: 'dockerfile',
  by: 'build',
  words: /copy|add/i,
  minds: minding(pythonRunning, /^\s*(?:copy|add|workdir)\b/),
  *check(subject) {
    const { uri, text, facts } = subject;
    for (const stage of facts.stages) {
      const image = imageOf(subject, stage);
      if (!image || image.kind === 'ubi' || image.kind === 'node' || !runsPython(stage)) continue;
      for (const step of stage.steps) {
        const copy = stage.copies.find(({ instruction }) => instruction === step.instruction);
        if (step.workdir || !copy?.destination?.known || /^[/\\]|^[A-Za-z]:/.test(copy.destination.text)) continue;
        // A single list for pip may lie anywhere.
        const whole = copy.sources.some(
          ({ text: source }) => /^\.?\/?$|\/$/.test(source) || !/\.\w+\*?$|(?:^|\/)(?:Pipfile|Makefile|Procfile)$/.test(source),
        );
        if (!whole || copy.from) continue;
        yield {
          at: { uri, span: copy.destination.span },
          message: 'No WORKDIR is set, so this goes to `/`, among the folders of the system; put `WORKDIR /app` in front',
          fixes: () => [fix('Put `WORKDIR /app` in front', false, uri, linesAbove(text, step.instruction, 'WORKDIR /app'))],
        };
        break;
      }
    }
  },
});
