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
    for (const option of facts.nested) {
      const { opener: outer } = option;
      const block = facts.blocks.find(({ opener }) => opener === outer);
      // A block that is never closed is the one fault; it has a rule of its own.
      if (!outer || !block?.closer) continue;
      const away = block.loops ? 'has words' : 'holds';
      yield {
        at: { uri, span: option.nameSpan },
        message: `uWSGI does not nest blocks: when \`${outer.name}\` ${away}, this \`${option.name}\` stops the start, and otherwise the first end closes the outer one; close that first`,
        related: [{ at: { uri, span: outer.line }, message: 'This block is still open' }],
      };
    }
  },
});
