import { unknown } from '../../languages/maybe.ts';
import { interest, isFixed } from '../../project/uwsgi/interest.ts';
import { ownOptions } from '../reading/own.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const wanted = interest((says, entry) => {
  const shape = shapes[entry.parser];
  return shape !== undefined && (!isFixed(says) || shape(says.wording.text, says.name) !== undefined);
});

/** Five whole numbers and a command: -1 for any, -n for every n (core/cron.c, uwsgi_cron_add). */
export default defineRule({
  id: 'uwsgi/cron-syntax',
  title: 'Times of cron lines are five whole numbers',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 66'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    for (const { option, entry, value } of ownOptions(subject, wanted)) {
      const shape = shapes[entry.parser];
      if (!shape || value === unknown || /^["']/.test(value)) continue;
      const found = shape(value, option.name);
      if (!found) continue;
      const { span, literal } = option.value;
      const { text } = found;
      yield {
        at: { uri, span: value === '' ? option.nameSpan : span },
        message: found.message,
        severity: found.severity ?? 'error',
        fixes: () => (text !== undefined && literal ? [fix(`Write \`${text}\``, true, uri, replace(span, text))] : []),
      };
    }
  },
});

type Found = Pick<Finding, 'message' | 'severity'> & { readonly text?: string | undefined };
type Shape = (value: string, name: string) => Found | undefined;

const five: Shape = (value, name) => {
  if (/^\s*(?:[+-]?\d+\s*){5}/.test(value) && /^\s*(?:[+-]?\d+\s+){4}[+-]?\d+(?!\S)/.test(value)) {
    if (/^\s*(?:[+-]?\d+\s+){4}[+-]?\d+\s*$/.test(value))
      return {
        message: `\`${name}\` has five numbers and no command, so it runs nothing; write the command behind them`,
        severity: 'warning',
      };
    return undefined;
  }
  const fields = value.split(/\s+/);
  const times = fields.slice(0, 5).map(number);
  const text = fields.length > 5 && !times.includes(undefined) ? value.replace(/^(?:\S+\s+){4}\S+/, times.join(' ')) : undefined;
  return {
    message: /\*/.test(value)
      ? `uWSGI does not know the star in \`${name}\` and refuses to start; write -1 for any and -n for every n`
      : `\`${name}\` does not begin with five whole numbers, so uWSGI refuses to start; write minute, hour, day, month and weekday, -1 for any`,
    text,
  };
};

/** The number that says the same as a field of crontab; undefined for lists and ranges, which uWSGI cannot say in one line. */
const number = (field: string): string | undefined => {
  if (field === '*' || field === '*/1') return '-1';
  const step = /^\*\/(\d+)$/.exec(field)?.[1];
  return step ? `-${step}` : /^-?\d+$/.test(field) ? field : undefined;
};

const legion: Shape = (value, name) => {
  const blank = value.indexOf(' ');
  if (blank < 0)
    return {
      message: `\`${name}\` has no command behind the legion's name, so uWSGI refuses to start; write \`legion -1 -1 -1 -1 -1 command\``,
    };
  const found = five(value.slice(blank + 1), name);
  return found && { ...found, text: found.text === undefined ? undefined : value.slice(0, blank + 1) + found.text };
};

const keys = new Set(['minute', 'hour', 'day', 'month', 'week', 'unique', 'harakiri', 'legion']);

/** `key=value,…` before the command. Nothing of it stops the start; what is not understood is dropped. */
const pairs: Shape = (value, name) => {
  const [first = ''] = value.split(' ');
  if (/^(?:\*|\*\/\d+|-?\d+)$/.test(first) && /^(?:\S+\s+){5}\S/.test(value))
    return {
      message: `\`${name}\` takes this for a command to run each minute, since it reads times as \`minute=…,hour=…\`; write them so, or use \`cron\``,
    };
  if (!first.includes('=')) return undefined;
  if (first === value)
    return { message: `\`${name}\` has no command behind its times, so uWSGI refuses to start; write the command behind a blank` };
  for (const pair of first.split(',')) {
    const [key = '', setting = ''] = pair.split('=');
    if (!keys.has(key))
      return {
        message: `\`${name}\` knows no \`${key}\` and drops it without a word; it knows ${[...keys].slice(0, 5).join(', ')}, unique, harakiri and legion`,
        severity: 'warning',
      };
    if (key !== 'legion' && key !== 'unique' && !/^[+-]?\d+$/.test(setting))
      return {
        message: `uWSGI reads ${Number.parseInt(setting, 10) || 0} for \`${pair}\` in \`${name}\`; write a whole number, -1 for any, -n for every n`,
      };
  }
  return undefined;
};

const shapes: Readonly<Record<string, Shape>> = {
  uwsgi_opt_add_cron: five,
  uwsgi_opt_add_unique_cron: five,
  uwsgi_opt_add_legion_cron: legion,
  uwsgi_opt_add_unique_legion_cron: legion,
  uwsgi_opt_add_cron2: pairs,
};
