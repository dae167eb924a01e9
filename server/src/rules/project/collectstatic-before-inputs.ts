import type { Copy, Run, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, folderAt, within } from '../../languages/dockerfile/files.ts';
import { anyOf, inRun, origins } from '../../languages/dockerfile/minds.ts';
import { settingsInBuild } from '../../project/deployment/build-settings.ts';
import { placeInStage } from '../../project/deployment/static-root.ts';
import { knownItems } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import { listOf } from '../../project/settings/view.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { stageName } from '../reading/dockerfile/stages.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** What comes into the image below collectstatic is not collected. */
export default defineRule({
  id: 'project/collectstatic-before-inputs',
  title: 'Static files are collected when all of them are there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X07'],
  reads: 'dockerfile',
  by: 'build',
  words: /manage|django/,
  // Settings may read any variable.
  minds: anyOf(origins, /^\s*(?:env|arg)\b/, inRun(/collectstatic|\b(?:sh|make)\b/)),
  *check(subject) {
    const { uri, facts, project } = subject;
    for (const stage of facts.stages) {
      const calls = settingsInBuild(project, facts, stage).filter(({ verb }) => verb === 'collectstatic');
      // Whoever collects again has it all in the end.
      const last = calls.at(-1);
      if (!last || collectsLater(stage, last.run)) continue;
      const { run, manage, view } = last;
      const list = listOf(view, 'STATICFILES_DIRS');
      const folders = (list ? knownItems(list) : []).flatMap(({ value, certain }) => {
        const folder = certain ? placeInStage(project, facts, stage, view, folderIn(value)) : undefined;
        return folder === undefined ? [] : [{ folder, at: value.at }];
      });
      for (const copy of stage.copies) {
        const into = copy.instruction.span.from > run.command.span.from ? targetOf(stage, copy) : undefined;
        const found = into === undefined ? undefined : folders.find(({ folder }) => within(folder, into));
        if (!found || !copy.from) continue;
        yield {
          at: { uri, span: manage.verb.span },
          message: `The files from ${copy.stage ? stageName(copy.stage) : `\`${copy.from.text}\``} come into \`${found.folder}\` below this line, so they are not collected and pages ask for them in vain; move this RUN below that COPY`,
          related: [
            { at: { uri, span: copy.instruction.content }, message: 'They come here' },
            { at: found.at, message: 'STATICFILES_DIRS has the folder' },
          ],
          fixes: () => moved(subject, run, copy),
        };
        break;
      }
    }
  },
});

/** Of `("prefix", folder)` the folder. */
const folderIn = (value: Value): Value => {
  const second = value.is === 'list' ? value.items[1] : undefined;
  return second?.is === 'item' ? second.value : value;
};

const targetOf = (stage: Stage, { destination, step }: Copy): string | undefined =>
  destination?.known ? absolute(folderAt(stage, step), destination.text) : undefined;

const collectsLater = (stage: Stage, run: Run): boolean =>
  stage.runs.some(
    ({ command }) => command.span.from > run.command.span.from && command.words.some(({ text }) => /collectstatic|\.sh$|^make$/.test(text)),
  );

/** The whole RUN below the copy, when it does nothing else. */
const moved = ({ uri, text }: Subject<'dockerfile'>, { step }: Run, copy: Copy): readonly Fix[] => {
  const { instruction } = step;
  if (step.commands.length > 1) return [];
  const lines = text.slice(instruction.span.from, instruction.span.to).replace(/\r?\n$/, '');
  return [fix('Move it below that COPY', false, uri, replace(instruction.span, ''), linesBelow(text, copy.instruction, lines))];
};
