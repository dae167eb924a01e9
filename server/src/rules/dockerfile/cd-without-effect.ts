import { absolute, placedRuns } from '../../languages/dockerfile/files.ts';
import { minding } from '../../languages/dockerfile/minds.ts';
import { isPlainScript } from '../../languages/dockerfile/run.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** Each RUN starts in the folder of WORKDIR, whatever an earlier one has done. */
export default defineRule({
  id: 'dockerfile/cd-without-effect',
  title: 'The folder is changed with WORKDIR',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DL3003'],
  neighbours: ['hadolint DL3003'],
  reads: 'dockerfile',
  by: 'build',
  words: /\bcd\b/,
  minds: minding(/^\s*workdir\b/),
  *check({ uri, facts }) {
    for (const stage of facts.stages) {
      for (const { run, words, folder } of placedRuns(stage)) {
        const { command, step } = run;
        if (step.instruction.heredocs.length > 0 && !isPlainScript(step.instruction)) continue;
        if (words[0]?.text !== 'cd' || step.commands.at(-1) !== command || !command.certain) continue;
        const target = words[1];
        const path = target?.known ? (target.text.startsWith('/') ? target.text : absolute(folder, target.text)) : undefined;
        const alone = step.commands.length === 1 && step.instruction.gaps.length === 0 && step.instruction.heredocs.length === 0;
        yield {
          at: { uri, span: command.span },
          message: `This \`cd\` ends with its RUN, and the next one starts in ${step.workdir?.known ? `\`${step.workdir.text}\`` : 'the folder of WORKDIR'} again; ${alone ? 'write' : 'put'} \`WORKDIR ${path ?? target?.text ?? '…'}\`${alone ? '' : ' behind it'}`,
          fixes: () =>
            alone && path ? [fix(`Write \`WORKDIR ${path}\``, false, uri, replace(step.instruction.content, `WORKDIR ${path}`))] : [],
        };
      }
    }
  },
});
