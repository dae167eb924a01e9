import { programOf } from '../../commands/wrappers.ts';
import { minding } from '../../languages/dockerfile/minds.ts';
import { builds } from '../../languages/dockerfile/parse.ts';
import { isDjangoFile, shippedLayers } from '../reading/dockerfile/shipped.ts';
import { defineRule, fix, insert } from '../rule.ts';

/** apt installs what packages recommend, and in an image hardly anything of it is used. */
export default defineRule({
  id: 'dockerfile/apt-recommends',
  title: 'Only what is asked for is installed',
  severity: 'hint',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DL3015'],
  neighbours: ['hadolint DL3015'],
  reads: 'dockerfile',
  by: 'build',
  words: /apt/,
  minds: minding(/install-recommends|apt/),
  *check(subject) {
    const { uri } = subject;
    if (!isDjangoFile(subject)) return;
    for (const stage of shippedLayers(subject)) {
      if (stage.steps.some(({ instruction }) => builds(instruction) && /Install-Recommends|apt\.conf/i.test(instruction.script.text)))
        continue;
      for (const { installation } of stage.runs) {
        if (installation?.tool !== 'apt' || installation.verb !== 'install' || installation.packages.length === 0) continue;
        if (installation.options.some(({ name }) => /^--(?:no-)?install-(?:recommends|suggests)$/.test(name))) continue;
        const verb = installation.words.find(({ text }) => text === 'install');
        if (!verb || programOf(installation.words[0]) === 'aptitude') continue;
        yield {
          at: { uri, span: verb.span },
          message:
            'apt installs what these packages recommend as well, often more than themselves; add `--no-install-recommends`, and name what is missing then',
          fixes: () => [fix('Add `--no-install-recommends`', false, uri, insert(verb.span.to, ' --no-install-recommends'))],
        };
      }
    }
  },
});
