import type { Argument } from '../../commands/resolve.ts';
import { resolveWords } from '../../commands/resolve.ts';
import { anyOf, starts, wordsFromElsewhere } from '../../languages/dockerfile/minds.ts';
import { insert } from '../../text/edit.ts';
import { manageCalls, readManage } from '../reading/dockerfile/manage.ts';
import { allStarts } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** Nobody is there to type `yes`. */
export default defineRule({
  id: 'dockerfile/collectstatic-interactive',
  title: 'collectstatic asks no questions',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R73'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /manage|django/,
  minds: anyOf(starts, wordsFromElsewhere),
  *check(subject) {
    for (const stage of subject.facts.stages) {
      for (const { verb, words, run } of manageCalls(stage)) {
        // `yes yes | manage.py collectstatic`
        if (run.command.before !== '|' && run.command.redirects.every(({ operator }) => !operator.startsWith('<')))
          yield* judge(subject, verb, words, false);
      }
    }
    for (const { stage } of allStarts(subject)) {
      for (const start of [stage.entrypoint, stage.cmd]) {
        for (const command of start?.commands ?? []) {
          const call = readManage(resolveWords(command.words));
          if (call && command.before !== '|') yield* judge(subject, call.verb, call.words, true);
        }
      }
    }
  },
});

function* judge({ uri }: Subject<'dockerfile'>, verb: Argument, words: readonly Argument[], starts: boolean): Generator<Finding> {
  const first = words[0];
  if (
    verb.text !== 'collectstatic' ||
    !first ||
    words.some(({ text, known }) => !known || /^--no-?input$|^--dry-run$|^-n$|^--help$/.test(text))
  )
    return;
  yield {
    at: { uri, span: { from: first.span.from, to: verb.span.to } },
    message: starts
      ? '`collectstatic` asks before it overwrites files, so the second start of a container ends with EOFError; add `--noinput`'
      : '`collectstatic` asks before it overwrites files, and always where the files go to a remote storage, and nobody answers in a build; add `--noinput`',
    severity: starts ? 'warning' : 'info',
    fixes: () => [fix('Add `--noinput`', true, uri, insert(verb.span.to, ' --noinput'))],
  };
}
