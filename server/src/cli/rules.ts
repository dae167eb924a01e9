import { urlOf } from '../rules/rule.ts';
import type { Command } from './command.ts';
import { exit } from './io.ts';

/** `drydock rules`: every rule, as a table or as JSON. */
export const rules: Command = {
  usage: {
    name: 'rules',
    brief: 'List every rule',
    operands: '',
    most: 0,
    flags: [{ name: 'format', value: 'FORMAT', choices: ['text', 'json'], brief: 'How to print: a table (the default) or JSON' }],
    notes: ['A rule that is off runs only when `drydock.yaml` gives it a severity.'],
  },
  async run(given, io, register) {
    const sorted = [...register].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (given.value('format') === 'json') {
      const list = sorted.map(({ id, title, severity, default: state, fixable, since, rows }) => ({
        id,
        title,
        severity,
        default: state,
        fixable,
        since,
        url: urlOf(id),
        rows,
      }));
      io.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
      return exit.clean;
    }
    const table = [
      ['RULE', 'SEVERITY', 'DEFAULT', 'FIX', 'SINCE', 'TITLE'],
      ...sorted.map((rule) => [rule.id, rule.severity, rule.default, rule.fixable ? 'yes' : 'no', rule.since, rule.title]),
    ];
    const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
    io.stdout.write(
      table
        .map(
          (row) =>
            `${row
              .map((cell, column) => cell.padEnd(widths[column] ?? 0))
              .join('  ')
              .trimEnd()}\n`,
        )
        .join(''),
    );
    return exit.clean;
  },
};
