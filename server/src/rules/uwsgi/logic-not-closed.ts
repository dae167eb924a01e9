import { memo } from '../../languages/memo.ts';
import type { Block, Part } from '../../languages/uwsgi/facts.ts';
import { lineEndOf } from '../../text/lines.ts';
import { inParts } from '../reading/parts.ts';
import { defineRule, fix, insert } from '../rule.ts';

/** A block without an end reaches to the end of the file, and over what is read after it (core/config.c). */
export default defineRule({
  id: 'uwsgi/logic-not-closed',
  title: 'Every logic block is closed',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 59'],
  reads: 'uwsgi',
  *check({ uri, text, facts }) {
    if (facts.template) return;
    for (const block of inParts(facts, unclosed)) {
      const { opener, loops, options } = block;
      const end = loops ? 'endfor' : 'endif';
      const count = options.length;
      const rest = count === 0 ? 'all that is read after it' : count === 1 ? 'the option below' : `the ${count} options below`;
      const one = count < 2;
      yield {
        at: { uri, span: opener.nameSpan },
        message: loops
          ? `This \`${opener.name}\` has no \`${end}\`, so ${rest} ${one ? 'is' : 'are'} carried out once for each word; close the block`
          : `This \`${opener.name}\` has no \`${end}\`, so ${rest} ${one ? 'is' : 'are'} skipped without a word when it does not hold; close the block`,
        fixes: () => [fix(`Insert \`${end}\``, false, uri, insert(...closing(text, block, end)))],
      };
    }
  },
});

/** The end of the lines that follow the opener without a blank line between them: where the block was likely meant to end. */
const closing = (text: string, { opener, options }: Block, end: string): [number, string] => {
  let last = opener;
  for (const option of options) {
    if (option.line.from < last.line.to || /\n[ \t\r]*\n/.test(text.slice(last.line.to, option.line.from))) break;
    last = option;
  }
  const start = text.lastIndexOf('\n', opener.line.from - 1) + 1;
  const line = `${text.slice(start, opener.line.from)}${end} =`;
  const feed = text.indexOf('\n', last.line.to);
  return feed < 0 ? [text.length, `${lineEndOf(text)}${line}`] : [feed + 1, `${line}${lineEndOf(text)}`];
};

const unclosed = memo(({ blocks }: Part): readonly Block[] => blocks.filter(({ closer }) => !closer));
