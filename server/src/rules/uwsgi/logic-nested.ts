import type { Block } from '../../languages/uwsgi/facts.ts';
import { defineRule } from '../rule.ts';

/** Blocks do not nest: an opener that is carried out inside another one ends the start (core/uwsgi.c, uwsgi_opt_logic). */
export default defineRule({
  id: 'uwsgi/logic-nested',
  title: 'Logic blocks stand behind each other',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 60'],
  reads: 'uwsgi',
  *check({ uri, facts }) {
    for (const { outer, option, loops } of facts.blocks.flatMap(nestedIn)) {
      const away = loops ? 'has words' : 'holds';
      yield {
        at: { uri, span: option.nameSpan },
        message: `uWSGI does not nest blocks: when \`${outer.name}\` ${away}, this \`${option.name}\` stops the start, and otherwise the first end closes the outer one; close that first`,
        related: [{ at: { uri, span: outer.line }, message: 'This block is still open' }],
      };
    }
  },
});

/** The openers in a block. A block that is never closed is the one fault; it has a rule of its own. */
const nestedIn = ({ section, opener: outer, closer, loops, options }: Block) =>
  section === 'uwsgi' && closer ? options.filter(({ logic }) => logic === 'opens').map((option) => ({ outer, option, loops })) : [];
