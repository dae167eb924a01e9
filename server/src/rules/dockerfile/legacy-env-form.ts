import { candidates } from '../reading/dockerfile/candidates.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

const oldForms = candidates(({ name, spaced }) => spaced && (name === 'ENV' || name === 'LABEL'));

/** `ENV NAME value` takes the rest of the line as the value, and only ever sets one variable. */
export default defineRule({
  id: 'dockerfile/legacy-env-form',
  title: 'Variables are set with an equals sign',
  severity: 'hint',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['LegacyKeyValueFormat'],
  neighbours: ['buildkit LegacyKeyValueFormat'],
  reads: 'dockerfile',
  *check(subject) {
    const { uri } = subject;
    for (const { name, pairs } of oldForms(subject)) {
      const [pair] = pairs;
      if (!pair?.value) continue;
      const { text } = pair.value;
      const second = name === 'ENV' ? /\s([A-Za-z_]\w*)=/.exec(` ${text}`)?.[1] : undefined;
      yield {
        at: { uri, span: pair.span },
        message: second
          ? `Without an equals sign behind \`${pair.name.text}\` all that follows is its value, \`${second}=…\` included; write \`${pair.name.text}=\``
          : `This is the old form of ${name}, which takes the rest of the line for one value and will go; write \`${pair.name.text}=\``,
        ...(second ? { severity: 'warning' as const } : { tag: 'deprecated' as const }),
        fixes: () => modern(subject, pair.name, pair.value),
      };
    }
  },
});

type Word = { readonly text: string; readonly span: { readonly from: number; readonly to: number } } | undefined;

/** The same value behind an equals sign: in quotes where it has blanks. What is half quoted already is left to a person. */
const modern = ({ uri, text }: Subject<'dockerfile'>, name: NonNullable<Word>, value: Word): readonly Fix[] => {
  if (!value) return [];
  const gap = text.slice(name.span.to, value.span.from);
  const written = text.slice(value.span.from, value.span.to);
  if (/[\r\n\\]/.test(gap + written) || written !== value.text || /^\w+=/.test(written)) return [];
  const quoted = /^"[^"\\]*"$|^'[^']*'$/.test(written);
  const plain = !/[\s"']/.test(written);
  if (!quoted && !plain && /["'`]/.test(written)) return [];
  return [
    fix(
      `Write \`${name.text}=\``,
      true,
      uri,
      replace({ from: name.span.to, to: value.span.to }, `=${quoted || plain ? written : `"${written}"`}`),
    ),
  ];
};
