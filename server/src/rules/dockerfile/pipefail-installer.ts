import { programOf } from '../../commands/wrappers.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import { insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import { hasPipefail } from '../reading/dockerfile/build-end.ts';
import { isDjangoFile, isForeign, servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { defineRule, fix, type Subject } from '../rule.ts';

/** Of a pipe, the shell looks at the last command alone. */
export default defineRule({
  id: 'dockerfile/pipefail-installer',
  title: 'A failed download stops the build',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R69'],
  neighbours: ['hadolint DL4006'],
  reads: 'dockerfile',
  by: 'build',
  words: /\|/,
  minds: /^\s*shell\b/i,
  *check(subject) {
    const { uri, text, facts } = subject;
    if (!isDjangoFile(subject)) return;
    for (const stage of facts.stages) {
      if (servesDevelopment(subject, stage) || isForeign(subject, stage)) continue;
      const runs = placedRuns(stage);
      for (const [i, { run, words }] of runs.entries()) {
        const next = runs[i + 1];
        if (!fetches.test(programOf(words[0])) || run.command.after !== '|' || next?.run.step !== run.step) continue;
        const reader = programOf(next.words[0]);
        if (!reads.test(reader) || hasPipefail(stage, run.step)) continue;
        const { instruction } = run.step;
        yield {
          at: { uri, span: { from: run.command.span.from, to: next.run.command.span.to } },
          message: `When the download fails, \`${reader}\` gets nothing, is content, and the build goes on without what was to be installed; let the pipe fail with \`SHELL ["/bin/bash", "-o", "pipefail", "-c"]\` in front, or copy the tool from its image`,
          fixes: () => {
            const shell = shellFor(stage);
            // What is started by a shell would be started by this one.
            return shell ? [fix('Let pipes fail', false, uri, insert(instruction.span.from, `SHELL ${shell}${lineEndOf(text)}`))] : [];
          },
        };
      }
    }
  },
});

type Stage = Subject<'dockerfile'>['facts']['stages'][number];

const fetches = /^(?:curl|wget)$/;
/** Programs that take an empty text for a short one. */
const reads = /^(?:sh|bash|ash|dash|zsh|python[\d.]*|perl|node|apt-key|tee)$/;

const shellFor = ({ base }: Stage): string | undefined =>
  base?.system === 'debian' || base?.system === 'ubuntu'
    ? '["/bin/bash", "-o", "pipefail", "-c"]'
    : base?.system === 'alpine'
      ? '["/bin/ash", "-eo", "pipefail", "-c"]'
      : undefined;
