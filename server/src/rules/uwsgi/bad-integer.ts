import type { UwsgiOption } from '../../knowledge/entry.ts';
import { interest, isFixed } from '../../project/uwsgi/interest.ts';
import { ownOptions } from '../reading/own.ts';
import { defineRule, type Finding, type Fix, fix, replace } from '../rule.ts';

const wanted = interest((says, entry) => isNumber(entry) && (!isFixed(says) || !/^\s*\+?\d+$/.test(says.wording.text)));

/** uWSGI reads the leading digits of a number and takes 0 when there are none. */
export default defineRule({
  id: 'uwsgi/bad-integer',
  title: 'Numbers are written in digits alone',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 10'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    for (const { option, entry, value } of ownOptions(subject, wanted)) {
      if (typeof value !== 'string' || !option.value.literal) continue;
      // Other rules own text behind the number and quotes around it.
      if (/\s[;#]/.test(value) || /^["']/.test(value)) continue;
      const found = judge(entry, value);
      if (!found) continue;
      const span = value === '' ? option.nameSpan : option.value.span;
      const finding: Finding = {
        at: { uri, span },
        ...found.finding,
        fixes: () => found.fixes.map(({ title, text, safe }): Fix => fix(title, safe, uri, replace(option.value.span, text))),
      };
      yield finding;
    }
  },
});

const isNumber = ({ value }: UwsgiOption): boolean => /^(?:integer|unsigned|unsigned-16|megabytes)$/.test(value);

/** Options that count bytes, and options that count seconds. */
const sizes = /size|buf|limit|maxmem|rss|memory/;
const times = /timeout|harakiri|lifetime|mercy|idle|expire|interval|frequency/;
const factors: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

interface Judgement {
  readonly finding: Pick<Finding, 'message' | 'severity'>;
  readonly fixes: readonly { readonly title: string; readonly text: string; readonly safe: boolean }[];
}

/** What uWSGI makes of a value that is not digits alone: C's atoi or strtoul (core/uwsgi.c). */
const judge = (entry: UwsgiOption, value: string): Judgement | undefined => {
  if (/^\s*\+?\d+$/.test(value)) return undefined;
  const { name } = entry;
  const negative = /^-\d+$/.test(value);
  if (negative) {
    if (entry.value === 'integer')
      return { finding: { message: `\`${name}\` cannot be negative: uWSGI refuses to start; write a number from 0 up` }, fixes: [] };
    return {
      finding: { message: `\`${name}\` has no sign, so uWSGI turns ${value} into a huge number; write a number from 0 up` },
      fixes: [],
    };
  }
  const digits = /^\s*\+?(\d+)/.exec(value)?.[1];
  // Zero is also what most of these have when they are not set: then the line does nothing, but breaks nothing.
  const harmless = entry.fallback === undefined || entry.fallback === '0';
  if (digits === undefined || /^0x/i.test(value)) {
    const what = value === '' ? 'has no value' : `\`${value}\` is no number`;
    return {
      finding: {
        message:
          value === ''
            ? `\`${name}\` has no value, so uWSGI takes 0; write a number`
            : `${what}, so uWSGI takes 0 for \`${name}\`; write the number in digits`,
        severity: harmless ? 'warning' : 'error',
      },
      fixes: /^(?:true|on|yes)$/i.test(value) && harmless ? [{ title: 'Write `1`', text: '1', safe: false }] : [],
    };
  }
  const unit = /^\s*\+?\d+\s*([kmg])(?:i?b)?$/i.exec(value)?.[1]?.toLowerCase();
  if (unit && entry.value === 'megabytes') {
    const megabytes = (Number(digits) * (factors[unit] ?? 1)) / 1024 ** 2;
    if (unit === 'm')
      return {
        finding: { message: `\`${name}\` is in megabytes already and uWSGI does not read the unit; write \`${digits}\``, severity: 'info' },
        fixes: [{ title: `Write \`${digits}\``, text: digits, safe: true }],
      };
    return {
      finding: {
        message: `\`${name}\` is in megabytes and uWSGI does not read the unit: it takes ${digits} MB for \`${value}\`; write \`${Math.max(1, Math.round(megabytes))}\``,
      },
      fixes: [
        {
          title: `Write \`${Math.max(1, Math.round(megabytes))}\``,
          text: String(Math.max(1, Math.round(megabytes))),
          safe: Number.isInteger(megabytes) && megabytes >= 1,
        },
      ],
    };
  }
  if (unit) {
    // Bytes for sizes, minutes for times; elsewhere nobody knows what a thousand or a million of them is.
    const size = sizes.test(name);
    const minutes = unit === 'm' && times.test(name);
    // What is kept in 16 bits would be cut again.
    const most = entry.value === 'unsigned-16' ? 65535 : Number.MAX_SAFE_INTEGER;
    const full = String(Math.min(most, Number(digits) * (minutes ? 60 : (factors[unit] ?? 1))));
    const told = size || minutes;
    return {
      finding: {
        message: `uWSGI does not read units: it takes ${digits} for \`${name}\`; write ${told ? `\`${full}\`` : 'the number in full'}`,
      },
      fixes: told ? [{ title: `Write \`${full}\``, text: full, safe: size }] : [],
    };
  }
  return {
    finding: {
      message: `uWSGI reads ${digits} for \`${name}\` and drops the rest of \`${value}\`; write the number alone`,
      severity: 'warning',
    },
    fixes: /^\s*\+?\d+\s*(?:s|sec|secs|seconds)$/i.test(value) ? [{ title: `Write \`${digits}\``, text: digits, safe: true }] : [],
  };
};
