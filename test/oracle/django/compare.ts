// What the evaluator claims of a setting against what Python made of it. A claim may be partial; what it claims must be so.
import type { Entry, Item, Value } from '../../../server/src/project/settings/value.ts';
import type { SettingsView } from '../../../server/src/project/settings/view.ts';
import type { Real } from './asking.ts';

/** `known`: claimed whole, and right. `partly`: nothing claimed is wrong. `wrong`: something is. */
export type Verdict = 'known' | 'partly' | 'wrong';

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('wrong') ? 'wrong' : verdicts.includes('partly') ? 'partly' : 'known';
const verdict = (right: boolean): Verdict => (right ? 'known' : 'wrong');

/** Judges one claim. `env` holds the variables that were set while Python ran; of all others the claim says what unset means. */
export const judge = (claim: Value, real: Real, env: Readonly<Record<string, string>>): Verdict => {
  const object: Partial<Record<'path' | 'list' | 'tuple' | 'set' | 'dict' | 'other', unknown>> =
    typeof real === 'object' && real !== null ? real : {};
  switch (claim.is) {
    case 'string':
      return verdict(real === claim.text);
    case 'number':
      return verdict(real === claim.value);
    case 'boolean':
      return verdict(real === claim.value);
    case 'none':
      return verdict(real === null);
    case 'path':
      return verdict(object.path === claim.text);
    case 'list': {
      const items = object[claim.type] as readonly Real[] | undefined;
      if (!items) return 'wrong';
      return claim.type === 'set' ? judgeSet(claim.items, items, env) : judgeItems(claim.items, items, env);
    }
    case 'dict':
      return object.dict ? judgeEntries(claim.entries, claim.open, object.dict as readonly (readonly [Real, Real])[], env) : 'wrong';
    case 'environment':
      if (claim.name === undefined || claim.name in env) return 'partly';
      // Whether it is known what holds without the variable counts as knowledge.
      return claim.unset ? judge(claim.unset, real, env) : 'partly';
    case 'choice':
      return claim.among.every((one) => judge(one, real, env) === 'wrong') ? 'wrong' : 'partly';
    case 'bytes':
      return verdict(object.other === 'bytes');
    default:
      return 'partly';
  }
};

/** A gap stands for any number of items, an uncertain item for one or none. */
const judgeItems = (claims: readonly Item[], real: readonly Real[], env: Readonly<Record<string, string>>): Verdict => {
  const [first, ...rest] = claims;
  if (!first) return verdict(real.length === 0);
  const skipping: Verdict[] = [];
  if (first.is === 'gap') {
    for (let many = 0; many <= real.length; many++) skipping.push(judgeItems(rest, real.slice(many), env));
    return skipping.some((one) => one !== 'wrong') ? 'partly' : 'wrong';
  }
  if (!first.certain && judgeItems(rest, real, env) !== 'wrong') return 'partly';
  const [head, ...tail] = real;
  if (real.length === 0 || head === undefined) return 'wrong';
  const here = judge(first.value, head, env);
  return worst([here, judgeItems(rest, tail, env), first.certain ? 'known' : 'partly']);
};

const judgeSet = (claims: readonly Item[], real: readonly Real[], env: Readonly<Record<string, string>>): Verdict => {
  const gap = claims.some((one) => one.is === 'gap' || !one.certain);
  const verdicts = claims.flatMap((one) =>
    one.is === 'gap' || !one.certain ? [] : [best(real.map((item) => judge(one.value, item, env)))],
  );
  if (!gap && claims.length !== real.length) return 'wrong';
  return worst([...verdicts, gap ? 'partly' : 'known']);
};
const best = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('known') ? 'known' : verdicts.includes('partly') ? 'partly' : 'wrong';

const judgeEntries = (
  claims: readonly Entry[],
  open: boolean,
  real: readonly (readonly [Real, Real])[],
  env: Readonly<Record<string, string>>,
): Verdict => {
  const met = new Set<number>();
  const verdicts = claims.map((claim): Verdict => {
    const at = real.findIndex(([key]) => judge(claim.key, key, env) === 'known');
    if (at < 0) return claim.certain && claim.key.is === 'string' ? 'wrong' : 'partly';
    met.add(at);
    const here = judge(claim.value, real[at]?.[1] ?? null, env);
    if (!claim.certain || open) return here === 'wrong' ? (claim.certain && !open ? 'wrong' : 'partly') : 'partly';
    return here;
  });
  // A key nobody claimed is a contradiction where the claim was that there are no more.
  const more = met.size < real.length && !open && claims.every((claim) => claim.key.is === 'string');
  return worst([...verdicts, open ? 'partly' : 'known', more ? 'wrong' : 'known']);
};

/** What came of comparing all settings of a module. */
export interface Tally {
  readonly known: number;
  readonly partly: number;
  /** A sentence for each contradiction. */
  readonly wrong: readonly string[];
}

/** Compares every setting: those Python has, and those that the view says are surely there. */
export const compareViews = (view: SettingsView, real: Readonly<Record<string, Real>>, env: Readonly<Record<string, string>>): Tally => {
  let [known, partly] = [0, 0];
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(real)) {
    const claim = view.get(name);
    if (!claim) {
      if (view.open.length === 0) wrong.push(`${name} is there, ${JSON.stringify(value)}, and was thought missing`);
      else partly++;
      continue;
    }
    const found = judge(claim.value, value, env);
    if (found === 'wrong' && claim.certain) wrong.push(`${name} is ${JSON.stringify(value)}, and was thought to be ${shown(claim.value)}`);
    else if (found === 'known' && claim.certain) known++;
    else partly++;
  }
  for (const name of view.names()) {
    if (!(name in real) && view.get(name)?.certain) wrong.push(`${name} is missing, and was thought to be there`);
  }
  return { known, partly, wrong };
};

/** A claim in a few words. */
export const shown = (claim: Value): string => {
  switch (claim.is) {
    case 'string':
      return JSON.stringify(claim.text);
    case 'path':
      return `Path(${JSON.stringify(claim.text)})`;
    case 'number':
    case 'boolean':
      return String(claim.value);
    case 'none':
      return 'None';
    case 'list':
      return `${claim.type} [${claim.items.map((one) => (one.is === 'gap' ? '…' : `${one.certain ? '' : '?'}${shown(one.value)}`)).join(', ')}]`;
    case 'dict':
      return `{${claim.entries.map((one) => `${shown(one.key)}: ${shown(one.value)}`).join(', ')}${claim.open ? ', …' : ''}}`;
    case 'environment':
      return `the variable ${claim.name}, ${claim.unset ? `${shown(claim.unset)} when unset` : 'an error when unset'}`;
    case 'choice':
      return claim.among.map(shown).join(' or ');
    default:
      return claim.is;
  }
};
