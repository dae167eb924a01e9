// What was found out about a Dockerfile or a stage in its project is kept until something else of the project changes.
import type { DockerfileFacts } from '../../languages/dockerfile/facts.ts';
import { memo } from '../../languages/memo.ts';
import { type Asked, notedAnswer, type Reads, recordedIn, unnoted } from '../../languages/reads.ts';
import type { Project } from '../project.ts';

interface Kept<R> {
  readonly more: unknown;
  readonly reads: Reads;
  readonly result: R;
}

/** What was found out about one object, and how it is found out again. */
class Found<K extends object, R> implements Asked<Project> {
  kept: Kept<R> | undefined;
  /** What it was asked about last, and in which version of the project. */
  facts: DockerfileFacts | undefined;
  key: K | undefined;
  asked = -1;
  readonly #find: (found: Found<K, R>, project: Project, facts: DockerfileFacts, key: K) => R;
  constructor(find: (found: Found<K, R>, project: Project, facts: DockerfileFacts, key: K) => R) {
    this.#find = find;
  }
  again(project: Project): R | undefined {
    return this.facts && this.key && this.#find(this, project, this.facts, this.key);
  }
}

/**
 * Remembers the latest result for an object that hangs on a Dockerfile, for as long as nothing of the project changes that it was read
 * from. `more` is what it depends on besides, by identity; `slotOf` gives the object at which it is kept.
 */
export const remembered = <K extends object, R>(
  make: (project: Project, facts: DockerfileFacts, key: K) => R,
  more: (project: Project, facts: DockerfileFacts) => unknown = () => undefined,
  slotOf: (key: K) => object = (key) => key,
): ((project: Project, facts: DockerfileFacts, key: K) => R) => {
  const latest = memo((_: DockerfileFacts): { revision: number; besides: unknown } => ({ revision: -1, besides: undefined }));
  /** The same for all stages of a file, and so worked out once in each version. */
  const besidesOf = (project: Project, facts: DockerfileFacts): unknown => {
    const slot = latest(facts);
    if (slot.revision !== project.revision) {
      slot.besides = unnoted(() => more(project, facts));
      slot.revision = project.revision;
    }
    return slot.besides;
  };
  const find = (found: Found<K, R>, project: Project, facts: DockerfileFacts, key: K): R => {
    const besides = besidesOf(project, facts);
    const { kept } = found;
    if (kept && kept.more === besides && kept.reads.holds(project)) return kept.result;
    found.kept = { more: besides, ...recordedIn(project, () => make(project, facts, key)) };
    return found.kept.result;
  };
  const foundAt = memo((_: object) => new Found<K, R>(find));
  return (project, facts, key) => {
    const found = foundAt(slotOf(key));
    const { kept } = found;
    if (kept && found.asked === project.revision && found.key === key) return notedAnswer(found, kept.result);
    // Hundreds of stages have it known with each keystroke.
    const isKnown = kept !== undefined && kept.more === besidesOf(project, facts) && kept.reads.holds(project);
    const result = isKnown ? kept.result : unnoted(() => find(found, project, facts, key));
    found.facts = facts;
    found.key = key;
    found.asked = project.revision;
    return notedAnswer(found, result);
  };
};
