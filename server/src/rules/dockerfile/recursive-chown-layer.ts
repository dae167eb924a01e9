import { programOf } from '../../commands/wrappers.ts';
import { absolute, folderAt, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { minding } from '../../languages/dockerfile/minds.ts';
import { isDjango } from '../../project/dockerfile/django.ts';
import { shippedLayers } from '../reading/dockerfile/shipped.ts';
import { defineRule } from '../rule.ts';

/** A layer holds whole files, so giving a tree to somebody else stores it a second time. */
export default defineRule({
  id: 'dockerfile/recursive-chown-layer',
  title: 'Files get their owner when they are copied',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R72'],
  reads: 'dockerfile',
  by: 'build',
  words: /chown/,
  minds: minding(/^\s*(?:copy|add|workdir)\b/),
  *check(subject) {
    const { project, facts } = subject;
    for (const stage of shippedLayers(subject)) {
      if (isDjango(project, facts, stage) !== 'yes') continue;
      for (const { run, words, folder } of placedRuns(stage)) {
        const recursive = words.some(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text));
        if (programOf(words[0]) !== 'chown' || !recursive || !run.command.certain) continue;
        const [owner, ...paths] = words.slice(1).filter(({ text }) => !text.startsWith('-'));
        const { instruction } = run.step;
        const copies = stage.copies.filter(({ instruction: copy, owner: given, destination, sources }) => {
          if (copy.span.from > instruction.span.from || given !== undefined || !destination?.known) return false;
          // A few single files are not worth a word.
          if (!sources.some(({ text }) => !/\.[A-Za-z]\w*\*?$/.test(text))) return false;
          const step = stage.steps.find((one) => one.instruction === copy);
          const target = step && absolute(folderAt(stage, step), destination.text);
          return paths.some((path) => {
            const own = path.known ? absolute(folder, path.text) : undefined;
            return target !== undefined && own !== undefined && own !== '/' && within(own, target);
          });
        });
        const [first, ...more] = copies;
        if (!first || !owner?.known || owner.text === 'root' || owner.text === '0') continue;
        const last = words.at(-1);
        // `chown` takes a dot between user and group as well, `--chown` does not.
        const given = owner.text.replace(/^(\w+)\.(\w+)$/, '$1:$2');
        yield {
          at: { uri: subject.uri, span: { from: words[0]?.span.from ?? run.command.span.from, to: last?.span.to ?? run.command.span.to } },
          message: `This stores every file below a second time, since a layer holds whole files; give the copy its owner instead, \`${first.by} --chown=${given}\`, and only the folder itself with \`chown\``,
          related: [first, ...more]
            .slice(0, 9)
            .map(({ instruction: copy }) => ({ at: { uri: subject.uri, span: copy.keyword.span }, message: 'Copied here' })),
        };
      }
    }
  },
});
