// Our rules against Django's own words, case by case, in both directions.

import { filesOf } from '../../../server/src/project/project.ts';
import { placeOf } from '../../../server/src/project/settings/ask.ts';
import type { Value } from '../../../server/src/project/settings/value.ts';
import { rules } from '../../../server/src/rules/index.ts';
import { projectOf, runner } from '../../support/project.ts';
import { type Answers, isRaised } from './asking.ts';
import type { Case } from './cases.ts';
import { mapping, type Row } from './mapping.ts';
import { viewOf } from './values.ts';

/** Everything Django says in a case; nothing when it was not asked. */
export const saidIn = (answers: Answers): ReadonlySet<string> => {
  const out = new Set<string>();
  const step = (name: string, question: string) => {
    const answer = answers[question];
    if (isRaised(answer)) out.add(`${name}:${answer.raised}`);
  };
  step('setup', 'setup');
  // What follows a start that failed says nothing of its own.
  if (out.size > 0) return out;
  step('checks', 'checks');
  step('collectstatic', 'collectstatic --dry-run');
  if (Array.isArray(answers['checks'])) for (const id of answers['checks'] as readonly string[]) out.add(id);
  return out;
};

/** The rules of ours that speak in a case, wherever in its files. */
export const rulesIn = ({ files }: Case): ReadonlySet<string> => {
  const project = projectOf(files);
  const uris = filesOf(project).map(({ parsed }) => parsed.file.uri);
  return new Set(uris.flatMap((uri) => runner.problems(project, uri).map(({ rule }) => rule)));
};

/** Whether a value is not known whole: then a rule may be silent where Django speaks. */
const isOpen = (value: Value | undefined): boolean =>
  value === undefined ||
  !(
    placeOf(value) ||
    ['number', 'boolean', 'none'].includes(value.is) ||
    (value.is === 'list' && value.items.every(({ is }) => is === 'item')) ||
    (value.is === 'dict' && !value.open)
  );

/** What came of it: a sentence for each difference, how many answers were compared, and how many rows had nothing to compare. */
export interface Verdicts {
  readonly compared: number;
  readonly wrong: readonly string[];
}

/** Compares every row of the mapping in every case; deviations that never came up are wrong as well. */
export const judgeVerdicts = (where: string, line: string, all: readonly Case[], answers: readonly (Answers | undefined)[]): Verdicts => {
  const wrong: string[] = [];
  let compared = 0;
  const rows = mapping.filter(({ lines }) => lines?.includes(line) ?? true);
  const known = new Set(rules.map(({ id }) => id));
  for (const { rule } of rows) if (!known.has(rule)) wrong.push(`the mapping names ${rule}, and there is no such rule`);
  if (rows.length === 0) return { compared, wrong };
  const met = new Set<string>();
  for (const [at, one] of all.entries()) {
    const asked = answers[at];
    if (!asked) continue;
    const said = saidIn(asked);
    const own = rulesIn(one);
    for (const row of rows) {
      // A start that fails for another reason hides everything else.
      if ([...said].some((word) => word.startsWith('setup:')) && !row.says.some((word) => said.has(word))) continue;
      const [ours, theirs] = [own.has(row.rule), row.says.some((word) => said.has(word))];
      compared++;
      if (ours === theirs) continue;
      const only = ours ? 'rule' : 'django';
      if (only === 'django' && isOpen(viewOf(one)?.get(one.fault.target)?.value)) continue;
      const reason = deviationOf(row, only, one, line);
      if (reason) met.add(`${row.rule}: ${reason}`);
      else
        wrong.push(
          `${where}: ${one.id}: ${ours ? `${row.rule} speaks, Django says none of ${row.says.join(', ')}` : `Django says ${row.says.filter((word) => said.has(word)).join(', ')}, ${row.rule} is silent`}`,
        );
    }
  }
  for (const { rule, deviations = [] } of rows)
    for (const { reason, lines } of deviations)
      if ((lines?.includes(line) ?? true) && !met.has(`${rule}: ${reason}`))
        wrong.push(`${where}: ${rule}: this difference is gone, take it off the list (${reason})`);
  return { compared, wrong };
};

const deviationOf = ({ deviations = [] }: Row, only: 'rule' | 'django', { fault }: Case, line: string): string | undefined =>
  deviations.find((one) => one.only === only && (one.fault ?? fault.name) === fault.name && (one.lines?.includes(line) ?? true))?.reason;

/** Rules about settings that speak in projects with nothing to find fault with, however those write their settings. */
export const judgeSound = (where: string, all: readonly Case[]): readonly string[] =>
  all
    .filter(({ fault }) => fault.name.startsWith('nothing wrong'))
    .flatMap((one) =>
      [...rulesIn(one)]
        .filter((rule) => rule.startsWith('settings/'))
        .map((rule) => `${where}: ${one.id}: ${rule} speaks of a sound project`),
    );
