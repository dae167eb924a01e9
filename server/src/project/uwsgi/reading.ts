// A uwsgi.ini as its server will see it: what rules and features ask instead of the raw lines.
import type { Implied, Knowledge } from '../../knowledge/entry.ts';
import { type Fact, known } from '../../languages/fact.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { lazyFields, memoOfAll } from '../../languages/memo.ts';
import { isOn, type UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { Location } from '../../text/span.ts';
import type { Project, UwsgiTarget } from '../project.ts';
import { type Expansion, expand } from './expand.ts';
import type { Interest } from './interest.ts';
import type { Stored } from './stored.ts';
import { includedFrom, worldOf } from './world.ts';

/** An option that will be in force, or may be. */
export type Effective = Stored;

export interface Reading {
  readonly facts: UwsgiFacts;
  readonly project: Project;
  readonly target: UwsgiTarget;
  /** Every option in the order uWSGI stores it, those of included files too. */
  readonly options: readonly Effective[];
  readonly expansion: Expansion;
  /** Those of the options whose lines are of this interest, in order. */
  of(interest: Interest): readonly Effective[];
  /** All occurrences of an option under any of its names. */
  all(name: string): readonly Effective[];
  /** The occurrence whose value counts for a scalar: the last one. */
  last(name: string): Effective | undefined;
  /** True when the option is written anywhere, in an undecided block too. */
  has(name: string): boolean;
  /** A switch: on, off, or unknown; absent counts as off unless its default is on. */
  on(name: string): Maybe<boolean>;
  /** A number after uWSGI's own reading (leading digits); undefined when absent, unknown when not decided here. */
  number(name: string): Maybe<number> | undefined;
  /** True when naming some option implies this, or the option itself is on. */
  implies(what: Implied): Maybe<boolean>;
  /** Keys that some value uses as `%(key)`, so that they are variables of the file. */
  readonly used: Pick<ReadonlySet<string>, 'has'>;
  readonly strict: Fact<boolean>;
  /** True when "it is not there" cannot be said: an include that was not followed, a template. */
  readonly open: boolean;
  /** True when another file of the project reads this one: then it is a part, and absence is not its business. */
  readonly part: boolean;
  /** Where to report what is missing: the first `[uwsgi]` header; nothing when the file has none. */
  readonly header: Location | undefined;
}

/** Reads a file as uWSGI would, within its project. Remembered for as long as neither changes. */
export const reading: (facts: UwsgiFacts, project: Project, knowledge: Knowledge) => Reading = memoOfAll((facts, project, knowledge) =>
  make(facts, project, knowledge),
);

const make = (facts: UwsgiFacts, project: Project, knowledge: Knowledge): Reading => {
  const expansion = expand(facts, worldOf(project), knowledge);
  const { lists } = expansion;
  // Rules ask for options of the catalogue; who asks for a variable of the file waits a little longer.
  const all = (name: string): readonly Effective[] => lists.group(name) ?? expansion.stored.filter(({ key }) => key === name);
  const last = (name: string): Effective | undefined => all(name).at(-1);
  const on = (name: string): Maybe<boolean> => {
    const found = last(name);
    if (!found) return expansion.open ? unknown : false;
    if (!found.certain || found.value === unknown) return unknown;
    return isOn(found.value);
  };
  const header = facts.sections.find((section) => section.name === 'uwsgi')?.header;
  const plain: Omit<Reading, 'options'> = {
    facts,
    project,
    target: project.uwsgi,
    expansion,
    of: (interest) => lists.of(interest),
    all,
    last,
    has: (name) => all(name).length > 0,
    on,
    number(name) {
      const found = last(name);
      if (!found) return undefined;
      if (found.value === unknown || !found.certain) return unknown;
      return Number.parseInt(found.value, 10) || 0;
    },
    implies(what) {
      // The flag follows from naming the option, whatever its value (core/config.c, add_exported_option_do).
      const follows = lists.implies(what);
      if (follows) return follows === 'certainly' ? true : unknown;
      return on(what === 'threads' ? 'enable-threads' : what);
    },
    used: usedIn(facts, expansion, project),
    strict: strictOf(last('strict'), facts),
    open: expansion.open,
    part: includedFrom(facts.uri, project).length > 0,
    header: header ? { uri: facts.uri, span: header.body } : undefined,
  };
  return lazily(plain, { options: () => expansion.stored });
};
const lazily = lazyFields<Pick<Reading, 'options'>>('options');

const strictOf = (found: Effective | undefined, facts: UwsgiFacts): Fact<boolean> => {
  if (!found) return facts.strict;
  const at = { uri: found.option.uri, span: found.option.line };
  return found.value === unknown || !found.certain ? { state: 'dynamic', at } : known(isOn(found.value), at);
};

const usedIn = (facts: UwsgiFacts, { files }: Expansion, project: Project): Reading['used'] => {
  const others = project.all.uwsgi.filter((file) => file.facts.uri !== facts.uri && files.includes(file.facts.uri));
  return others.length === 0 ? facts.used : new Set([facts, ...others.map((file) => file.facts)].flatMap((each) => [...each.used.keys()]));
};
