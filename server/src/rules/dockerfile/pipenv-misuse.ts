import type { Installation } from '../../commands/installs.ts';
import { type Stage, wholeOf } from '../../languages/dockerfile/facts.ts';
import { anyOf, wordsFromElsewhere } from '../../languages/dockerfile/minds.ts';
import { insert, replace } from '../../text/edit.ts';
import { hasFile } from '../reading/dockerfile/lock-files.ts';
import { servesDevelopment, shippedLayers } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** pipenv locks anew when it thinks it should, and then installs what nobody tested. */
export default defineRule({
  id: 'dockerfile/pipenv-misuse',
  title: 'pipenv installs what is locked',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R53'],
  reads: 'dockerfile',
  by: 'build',
  words: /pipenv/i,
  minds: anyOf(/^\s*(?:copy|add|cmd|entrypoint)\b/, wordsFromElsewhere),
  *check(subject) {
    for (const stage of subject.facts.stages) if (!servesDevelopment(subject, stage)) yield* locking(subject, stage);
    yield* left(subject);
  },
});

const option = ({ options }: Installation, ...names: readonly string[]) => options.find(({ name }) => names.includes(name));

/** What installs differ in was tried with pipenv 2026.10. */
function* locking({ uri }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  for (const { installation, step } of stage.runs) {
    if (installation?.tool !== 'pipenv' || installation.verb !== 'install' || installation.packages.length + installation.files.length > 0)
      continue;
    const verb = installation.words.find(({ text }) => text === 'install');
    const from = installation.words[0]?.span.from;
    if (!verb || from === undefined) continue;
    const skip = option(installation, '--skip-lock');
    if (skip) {
      yield {
        at: { uri, span: skip.span },
        message:
          '`--skip-lock` passes the lock file over and takes the newest versions that the Pipfile allows, so the image holds what nobody tested and two builds differ; use `--deploy`',
        fixes: () => [fix('Use `--deploy`', false, uri, replace(skip.span, '--deploy'))],
      };
      continue;
    }
    if (option(installation, '--deploy', '--ignore-pipfile')) continue;
    const lock = hasFile(stage, 'Pipfile.lock', step.instruction);
    yield {
      at: { uri, span: { from, to: verb.span.to } },
      message:
        lock === false
          ? '`pipenv install` finds no `Pipfile.lock` here and takes the newest versions that the Pipfile allows, so two builds may differ; copy the lock file and add `--deploy`'
          : '`pipenv install` locks anew when `Pipfile.lock` does not fit the Pipfile, so the image may hold versions that nobody tested; add `--deploy`, which stops instead',
      severity: lock === false ? 'warning' : 'info',
      fixes: () => (lock === false ? [] : [fix('Add `--deploy`', false, uri, insert(verb.span.to, ' --deploy'))]),
    };
  }
}

/** pipenv itself, where it has nothing to do any more. */
function* left(subject: Subject<'dockerfile'>): Generator<Finding> {
  if (wholeOf(subject.facts).stages.length < 2) return;
  for (const stage of shippedLayers(subject)) {
    for (const { installation, command } of stage.runs) {
      const own = installation?.tool === 'pip' ? installation.packages.find(({ name }) => name === 'pipenv') : undefined;
      // A start command may need it.
      if (!own || !command.certain || stage.launch?.through.includes('pipenv') || stage.launch?.script || !stage.launch) continue;
      yield {
        at: { uri: subject.uri, span: own.span },
        message:
          'pipenv stays in the shipped image, where nothing needs it when the container runs; install in a build stage and copy the environment from there',
        severity: 'hint',
      };
    }
  }
}
