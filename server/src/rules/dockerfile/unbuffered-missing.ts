import { anyOf, followed, naming } from '../../languages/dockerfile/minds.ts';
import { isDjango } from '../../project/dockerfile/django.ts';
import { startedBy } from '../../project/dockerfile/started.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { chainOf, shippedStages } from '../reading/dockerfile/shipped.ts';
import { defineRule, fix } from '../rule.ts';

/** What Python prints waits in a buffer when it goes to a pipe, as it does in a container. */
export default defineRule({
  id: 'dockerfile/unbuffered-missing',
  title: 'What the application prints is in the log at once',
  severity: 'hint',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R67'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /cmd|entrypoint/i,
  minds: anyOf(followed, naming(/PYTHONUNBUFFERED/)),
  *check(subject) {
    const { uri, text, facts, project } = subject;
    const told = new Set<number>();
    for (const stage of shippedStages(subject)) {
      const bottom = chainOf(stage)[0];
      // Another base may set it.
      if (!bottom || stage.environment.has('PYTHONUNBUFFERED') || (stage.base?.family !== 'python' && stage.base?.family !== 'uv'))
        continue;
      if (told.has(bottom.from.span.from) || isDjango(project, facts, stage) !== 'yes') continue;
      const launch = startedBy(project, facts, stage);
      if (!launch?.server) continue;
      if (
        launch.programs.some(({ words }) =>
          words.some((word) => /^-[a-zA-Z]*u[a-zA-Z]*$/.test(word.text) && /^python/.test(words[0]?.text ?? '')),
        )
      )
        continue;
      told.add(bottom.from.span.from);
      yield {
        at: { uri, span: bottom.image.span },
        message:
          'Python keeps what it prints in a buffer when nobody sits at a terminal, so lines come late and the last ones are lost when the process is killed; set `PYTHONUNBUFFERED=1`',
        fixes: () => [fix('Set `PYTHONUNBUFFERED=1`', true, uri, linesBelow(text, bottom.from, 'ENV PYTHONUNBUFFERED=1'))],
      };
    }
  },
});
