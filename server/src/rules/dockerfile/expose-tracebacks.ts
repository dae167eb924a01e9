import { starts } from '../../languages/dockerfile/minds.ts';
import { covers } from '../../text/span.ts';
import { shippedStarts } from '../reading/dockerfile/shipped.ts';
import { withoutWords } from '../reading/dockerfile/words.ts';
import { defineRule, fix } from '../rule.ts';

/** A traceback on an error page shows strangers paths, code and sometimes values. */
export default defineRule({
  id: 'dockerfile/expose-tracebacks',
  title: 'Visitors do not see tracebacks',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /waitress/,
  minds: starts,
  *check(subject) {
    const { uri, text } = subject;
    for (const { stage, launch } of shippedStarts(subject)) {
      const option = launch.server?.server === 'waitress' && launch.server.options.findLast(({ name }) => name === 'expose-tracebacks');
      if (!option || option.off || /^(?:0|no|off|false|f|n)$/i.test(option.value?.text ?? '1')) continue;
      const { span } = option;
      const start = [stage.cmd, stage.entrypoint].find((one) => one && covers(one.span, span));
      yield {
        at: { uri, span },
        message:
          'waitress sends the traceback of an unhandled error to the visitor, with paths and code; remove the option, the log has it anyway',
        ...(start ? { fixes: () => [fix('Remove `--expose-tracebacks`', true, uri, withoutWords(text, start.instruction, span))] } : {}),
      };
    }
  },
});
