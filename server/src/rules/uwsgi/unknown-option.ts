import { wideInterest } from '../../project/uwsgi/interest.ts';
import { type Likeness, likeliest } from '../../project/uwsgi/likeness.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const wanted = wideInterest((says, entry, key) => entry === undefined && key === says.name);

/** uWSGI takes a name it does not know for a variable of the file, without a word. */
export default defineRule({
  id: 'uwsgi/unknown-option',
  title: 'Every option is one that uWSGI knows',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 1'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, knowledge } = subject;
    const read = uwsgiReading(subject);
    const strict = read.strict.state === 'known' && read.strict.value;
    const declared = new Set<string>();
    for (const { value } of read.all('declare-option')) {
      if (typeof value === 'string') declared.add(value.split(/[=\s]/)[0] ?? '');
    }
    for (const { option, name, certain } of read.of(wanted)) {
      if (option.uri !== uri || option.logic || read.used.has(option.name) || declared.has(option.name)) continue;
      // `set-placeholder = x=1` stores x as a second pair of the same line.
      if (name !== option.name || /[%$@{]/.test(option.name)) continue;
      const guess = likeliest(option, knowledge);
      // In a block that is not carried out uWSGI does not even look at the name.
      const when = certain ? '' : ' when this block is carried out';
      const effect = strict ? `and \`strict\` stops the start${when}` : 'so it ignores this line without a word';
      const finding: Finding = {
        at: { uri, span: option.nameSpan },
        message: `uWSGI has no option \`${option.name}\`, ${effect}; ${advice(guess, option.name)}`,
        severity: strict && certain ? 'error' : 'warning',
        fixes: () => fixesFor(guess, subject.text, option),
      };
      yield finding;
    }
  },
});

const advice = (guess: Likeness, name: string): string => {
  if (guess.is === 'colon') return `put \`=\` where the colon is`;
  if (guess.is === 'mount') return `write \`${guess.name} = ${name.slice(guess.name.length).trim()}=…\`, with its own \`=\` first`;
  if (guess.is === 'near') return `did you mean \`${guess.name}\`?`;
  if (guess.is === 'nothing') return guess.why;
  return `remove it, or use it as \`%(${name})\` if it is a variable`;
};

const fixesFor = (guess: Likeness, text: string, option: Parameters<typeof likeliest>[0]) => {
  const { uri, nameSpan, line } = option;
  if (guess.is === 'near') return [fix(`Write \`${guess.name}\``, guess.sure, uri, replace(nameSpan, guess.name))];
  if (guess.is === 'colon') {
    const written = text.slice(nameSpan.from, nameSpan.to);
    const value = written.slice(written.indexOf(':') + 1).trim();
    return [fix(`Write \`${guess.name} = ${value}\``, true, uri, replace(nameSpan, `${guess.name} = ${value}`))];
  }
  if (guess.is === 'mount') {
    const rest = text.slice(nameSpan.from + guess.name.length, line.to).trim();
    return [fix(`Write \`${guess.name} = ${rest}\``, true, uri, replace(line, `${guess.name} = ${rest}`))];
  }
  return [];
};
