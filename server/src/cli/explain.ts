import { type Rule, urlOf } from '../rules/rule.ts';
import type { Command } from './command.ts';
import { exit, Misuse } from './io.ts';
import { suggestion } from './nearest.ts';
import { pagesText } from './pages-text.ts';

/** `drydock explain RULE`: what a rule wants. */
export const explain: Command = {
  usage: {
    name: 'explain',
    brief: 'Say what a rule wants',
    operands: 'RULE',
    most: 1,
    flags: [],
    notes: ['RULE is an id such as `project/unused-ignore`; `drydock rules` lists them.'],
  },
  async run(given, io, rules) {
    const [id] = given.operands;
    if (id === undefined) throw new Misuse('`drydock explain` needs a RULE; `drydock rules` lists them');
    const rule = rules.find((one) => one.id === id);
    if (!rule) throw new Misuse(`there is no rule \`${id}\`${meant(id, rules) || '; `drydock rules` lists them'}`);
    io.stdout.write(about(rule));
    return exit.clean;
  },
};

/** The nearest id; people also write the last part alone. */
const meant = (id: string, rules: readonly Rule[]): string => {
  const same = rules.find((rule) => rule.id.endsWith(`/${id}`));
  return same
    ? `; did you mean \`${same.id}\`?`
    : suggestion(
        id,
        rules.map((rule) => rule.id),
      );
};

const about = (rule: Rule): string =>
  [
    `${rule.id}: ${rule.title}`,
    '',
    `Severity  ${rule.severity}, ${rule.default === 'on' ? 'on' : 'off unless `drydock.yaml` gives it a severity'}`,
    `Fix       ${rule.fixable ? 'there is one for some of its findings' : 'none'}`,
    `Since     ${rule.since}`,
    ...(rule.rows.length > 0 ? [`Rows      ${rule.rows.join(', ')}`] : []),
    `Page      ${urlOf(rule.id)}`,
    '',
    `To be quiet about one place: # drydock: ignore[${rule.id}] -- reason`,
    '',
    ...page(rule.id),
  ].join('\n');

/** The page of a rule as it is in the repository: why, what is reported, what is right. */
const page = (id: string): readonly string[] => {
  const text = (JSON.parse(pagesText()) as Readonly<Record<string, string>>)[id];
  return text ? [text, ''] : [];
};
