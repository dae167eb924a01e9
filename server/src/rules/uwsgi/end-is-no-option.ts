import { memo } from '../../languages/memo.ts';
import type { IniOption, Part } from '../../languages/uwsgi/facts.ts';
import { inParts } from '../reading/parts.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** `end` closes a block but is no option, so strict refuses it (core/config.c, add_exported_option_do). */
export default defineRule({
  id: 'uwsgi/end-is-no-option',
  title: 'Blocks end in endif or endfor under strict',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, facts } = subject;
    const { strict } = uwsgiReading(subject);
    if (strict.state !== 'known' || !strict.value) return;
    for (const option of inParts(facts, bare)) {
      const word = facts.blocks.some(({ loops, closer }) => loops && closer === option) ? 'endfor' : 'endif';
      yield {
        at: { uri, span: option.nameSpan },
        message: `\`end\` closes the block but is no option, and \`strict\` stops the start; write \`${word}\``,
        fixes: () => [fix(`Write \`${word}\``, true, uri, replace(option.nameSpan, word))],
      };
    }
  },
});

const bare = memo(({ ends }: Part): readonly IniOption[] => ends.filter(({ name }) => name === 'end'));
