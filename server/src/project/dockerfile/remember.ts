// What was found out about a Dockerfile or a stage in its project is kept until something else of the project changes.
import { perLineage } from '../../languages/dockerfile/each-stage.ts';
import { type DockerfileFacts, type Stage, wholeOf } from '../../languages/dockerfile/facts.ts';
import { memo, sameList } from '../../languages/memo.ts';
import { type Asked, type Mark, markOf, notedAnswer, notedPart, Reads, recordedIn, unnoted } from '../../languages/reads.ts';
import type { Uri } from '../../text/uri.ts';
import { factsAt, type Project } from '../project.ts';

interface Kept<R> {
  readonly more: unknown;
  readonly reads: Reads;
  readonly result: R;
  readonly mark: Mark;
}

/** Says of an answer that nobody can give it again: it is the same as no other. */
const gone = (): Mark => ({});

/** What was found out about a stage, kept at something that outlives it, and how it is found out again. */
class Found<R> implements Asked<Project> {
  kept: Kept<R> | undefined;
  /** In which version of the project it was asked for last. */
  asked = -1;
  /** Where the stage is: in the file as it is when somebody asks again, since this must not hold on to a version of it. */
  uri: Uri | undefined;
  index = -1;
  readonly #again: (found: Found<R>, project: Project) => Mark;
  constructor(again: (found: Found<R>, project: Project) => Mark) {
    this.#again = again;
  }
  again(project: Project): Mark {
    return this.#again(this, project);
  }
}

type Make<R> = (project: Project, facts: DockerfileFacts, stage: Stage) => R;
type More = (project: Project, facts: DockerfileFacts) => unknown;

/** What answers depend on besides: the same for all stages of a file, and so worked out once in each version. */
const once = (more: More): More => {
  const latest = memo((_: DockerfileFacts): { revision: number; besides: unknown } => ({ revision: -1, besides: undefined }));
  return (project, facts) => {
    const slot = latest(facts);
    if (slot.revision !== project.revision) {
      slot.besides = unnoted(() => more(project, facts));
      slot.revision = project.revision;
    }
    return slot.besides;
  };
};

/**
 * Remembers the latest result for one version of a stage, for as long as nothing of the project changes that it was read from. Whoever asks
 * keeps what it was read from: to keep the question would be to hold on to this version of the file.
 */
export const remembered = <R>(make: Make<R>): Make<R> => {
  const slotAt = memo((_: Stage): { kept?: ReturnType<typeof recordedIn<R>> } => ({}));
  return (project, facts, stage) => {
    const slot = slotAt(stage);
    if (!slot.kept?.reads.holds(project)) slot.kept = recordedIn(project, () => make(project, facts, stage));
    notedPart(slot.kept.reads);
    return slot.kept.result;
  };
};

/**
 * The same for answers without a place, which outlive a version of the stage: `slotOf` gives the object at which they are kept. It must be
 * another one as soon as the stage itself may give another answer. `more` is what they depend on besides, by identity.
 */
export const rememberedAt = <R>(slotOf: (stage: Stage) => object, make: Make<R>, more: More): Make<R> => {
  const besidesOf = once(more);
  const find = (found: Found<R>, project: Project, facts: DockerfileFacts, stage: Stage): Kept<R> => {
    const besides = besidesOf(project, facts);
    const { kept } = found;
    if (kept && kept.more === besides && kept.reads.holds(project)) return kept;
    const { result, reads } = recordedIn(project, () => make(project, facts, stage));
    found.kept = { more: besides, reads, result, mark: markOf(kept, result) };
    return found.kept;
  };
  const again = (found: Found<R>, project: Project): Mark => {
    const facts = factsAt(project, found.uri, 'dockerfile');
    const stage = facts?.stages[found.index];
    return facts && stage && foundAt(slotOf(stage)) === found ? find(found, project, facts, stage).mark : gone();
  };
  const foundAt = memo((_: object) => new Found<R>(again));
  return (project, facts, stage) => {
    const found = foundAt(slotOf(stage));
    const { kept } = found;
    const isAsked = kept !== undefined && found.asked === project.revision;
    // Hundreds of stages have it known with each keystroke.
    const isKnown = isAsked || (kept !== undefined && kept.more === besidesOf(project, facts) && kept.reads.holds(project));
    const { result, mark } = isKnown ? kept : unnoted(() => find(found, project, facts, stage));
    found.uri = facts.uri;
    found.index = stage.index;
    found.asked = project.revision;
    notedAnswer(found, mark);
    return result;
  };
};

/** The answers about all stages of a file as they were last. */
interface Row<R> {
  readonly slots: readonly object[];
  readonly more: unknown;
  readonly result: readonly R[];
  readonly mark: Mark;
  /** What all answers were read from together, and what those were that have been given anew since then, by the index of their stage. */
  readonly reads: Reads;
  readonly since: ReadonlyMap<number, Reads>;
}

/** More stages than one edit changes are better put together with all others again. */
const most = 8;

class OfAll<R> implements Asked<Project> {
  row: Row<R> | undefined;
  /** The file that it was asked about last, and in which version of the project. */
  uri: Uri | undefined;
  asked = -1;
  readonly #find: (all: OfAll<R>, project: Project, facts: DockerfileFacts) => Row<R>;
  constructor(find: (all: OfAll<R>, project: Project, facts: DockerfileFacts) => Row<R>) {
    this.#find = find;
  }
  again(project: Project): Mark {
    const facts = factsAt(project, this.uri, 'dockerfile');
    return facts ? this.#find(this, project, facts).mark : gone();
  }
}

/**
 * The answers to a question about each stage of a whole file, by their index. One look at what all of them were read from tells whether
 * they hold, and only stages are asked about for which `slotsOf` gives another object than before; the answer must hold as long as that and
 * `more` are the same and nothing has changed that was read for it. The list is the same one for as long as each answer is the same object.
 */
export const rememberedOfEach = <R>(
  slotsOf: (facts: DockerfileFacts) => readonly object[],
  question: Make<R>,
  more: More,
): ((project: Project, facts: DockerfileFacts) => readonly R[]) => {
  const find = (all: OfAll<R>, project: Project, facts: DockerfileFacts): Row<R> => {
    const { row } = all;
    const slots = slotsOf(facts);
    const besides = more(project, facts);
    const ask = (i: number) => recordedIn(project, () => question(project, facts, facts.stages[i] as Stage));
    const changed = row && row.more === besides && row.reads.holds(project) ? changedIn(row, project, slots) : undefined;
    if (row && changed) {
      if (changed.length === 0) return row;
      const now = [...row.result];
      const since = new Map(row.since);
      for (const i of changed) {
        const { result, reads } = ask(i);
        now[i] = result;
        since.set(i, reads);
      }
      const answers = sameList(row.result, now);
      all.row = { ...row, slots, since, result: answers, mark: markOf(row, answers) };
      return all.row;
    }
    const found = slots.map((_, i) => ask(i));
    const reads = Reads.flat(
      found.map((one) => one.reads),
      (asked, mark) => readingsOf(asked, mark, besides),
    );
    reads.readIn(project);
    const answers = sameList(
      row?.result,
      found.map(({ result }) => result),
    );
    all.row = { slots, more: besides, result: answers, mark: markOf(row, answers), reads, since: new Map() };
    return all.row;
  };
  const allIn = perLineage(() => new OfAll(find));
  return (project, facts) => {
    const whole = wholeOf(facts);
    const all = allIn(whole);
    const isKnown = all.asked === project.revision && all.row?.slots === slotsOf(whole);
    const { result, mark } = isKnown && all.row ? all.row : unnoted(() => find(all, project, whole));
    all.uri = whole.uri;
    all.asked = project.revision;
    notedAnswer(all, mark);
    return result;
  };
};

/** The stages to be asked about again, by their index; nothing where that are too many. */
const changedIn = ({ slots: before, since }: Row<unknown>, project: Project, slots: readonly object[]): readonly number[] | undefined => {
  if (before.length !== slots.length) return undefined;
  const changed: number[] = [];
  for (const [i, reads] of since) if (before[i] === slots[i] && !reads.holds(project)) changed.push(i);
  if (before !== slots) for (let i = 0; i < slots.length; i++) if (before[i] !== slots[i]) changed.push(i);
  return since.size + changed.length > most ? undefined : changed;
};

/** What a remembered answer was read from, where nothing else decides about it than what is known to be the same. */
const readingsOf = (asked: Asked, mark: Mark, more: unknown): Reads | undefined => {
  if (!(asked instanceof Found)) return undefined;
  const kept: Kept<unknown> | undefined = asked.kept;
  return kept && kept.mark === mark && kept.more === more ? kept.reads : undefined;
};
