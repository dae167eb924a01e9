// Changes in place: of a container, of something unknown that turns out to be one, or of one of several.
import type { Location } from '../../../text/span.ts';
import type { EnvironmentRead, Item, Value } from '../value.ts';
import { choose } from './merge.ts';
import { become, type Container, type Frame, isReference, look, lookUp, namesOf, type Run, type Scope, unknownValue } from './runtime.ts';

/** What a change leaves behind, and what it gives. */
export interface Changed {
  readonly now: Value;
  readonly result?: Value | undefined;
}

/** Makes a change of a container as it is now; nothing when it does not apply to such a one. */
export type Change = (container: Container) => Changed | undefined;

/** The items of what is not known, as a stretch of a list. */
export const gap = (value: Value): Item => ({
  is: 'gap',
  at: value.at,
  why: value.is === 'unknown' ? value.why : value.is === 'environment' ? `the variable ${value.name ?? ''}`.trim() : 'not worked out',
});

/** A value as the container it must be, if that change is to work on it at all. */
const asContainer = (value: Value, shape: 'list' | 'dict' | 'either'): Container | undefined => {
  if (value.is === 'list' || value.is === 'dict') return value;
  const text = value.is === 'environment' && isText(value);
  if (shape === 'either' || !isReference(value) || text || (value.is === 'object' && !value.called)) return undefined;
  return shape === 'list'
    ? { is: 'list', type: 'list', items: [gap(value)], at: value.at }
    : { is: 'dict', entries: [], open: true, at: value.at };
};

/** Whether something that is not taken for a container may be one all the same. */
const mayChange = (value: Value): boolean =>
  (value.is === 'environment' && !isText(value)) || value.is === 'unknown' || (value.is === 'object' && value.called);

/** Variables whose value is a text, a number or a switch: nobody can change it in place. */
export const isText = ({ cast }: EnvironmentRead): boolean => ['string', 'boolean', 'truth', 'integer', 'float', 'path'].includes(cast.to);

/**
 * Changes a value in place. `rebind` gives the name that holds it another value: where one of several containers is changed and
 * nobody else knows them, the name holds the changed one, whichever that was; else each of them may have changed or not.
 * Nothing when the change does not apply.
 */
export const mutate = (
  frame: Frame,
  of: Value,
  shape: 'list' | 'dict' | 'either',
  make: Change,
  at: Location,
  rebind?: (value: Value) => void,
): Changed | undefined => {
  const { run } = frame;
  const now = look(run, of);
  if (now.is !== 'choice') {
    const container = asContainer(now, shape);
    const changed = container && make(container);
    if (changed && isReference(of)) become(run, of, changed.now);
    else if (!changed && mayChange(now)) become(run, of, unknownValue('changed in place', at));
    return changed;
  }
  const results: Value[] = [];
  let raising: string | undefined;
  /** The content after the change; nothing when the change does not apply. */
  const content = (value: Value): Value | undefined => {
    if (value.is === 'choice') {
      const inner = value.among.map((one) => content(one) ?? one);
      return inner.some((one, i) => one !== value.among[i]) ? choose(inner.map(fresh), at) : undefined;
    }
    const container = asContainer(value, shape);
    if (!container && mayChange(value)) return unknownValue('changed in place', at);
    const before = run.raising;
    run.raising = undefined;
    const changed = container && make(container);
    const raised: string | undefined = run.raising;
    run.raising = before;
    // What ends in an exception is not gone, and leaves its container as it was.
    raising ??= raised;
    if (changed?.result && raised === undefined) results.push(changed.result);
    return raised === undefined ? changed?.now : undefined;
  };
  const parts = now.among.map((one) => {
    const before = look(run, one);
    return { one, before, after: content(before) };
  });
  if (raising !== undefined) run.mayRaise = true;
  if (parts.every(({ after }) => after === undefined)) {
    if (raising !== undefined) run.raising = raising;
    return raising === undefined ? undefined : { now };
  }
  const whole = choose(
    parts.map(({ before, after }) => fresh(after ?? before)),
    at,
  );
  if (isReference(of)) become(run, of, whole);
  else if (rebind && !isShared(frame, now)) rebind(whole);
  else for (const { one, before, after } of parts) if (after && isReference(one)) become(run, one, choose([before, after], at));
  return { now: whole, result: results.length > 0 ? choose(results, at) : undefined };
};

const fresh = (value: Value): Value => (isReference(value) ? { ...value } : value);

/** Whether anything but one name may hold one of several containers. */
const isShared = (frame: Frame, choice: Extract<Value, { is: 'choice' }>): boolean => {
  const { run, module, locals } = frame;
  // Who called holds what we do not see.
  if (run.calls > 0) return true;
  const handles = new Set(choice.among.filter(isReference));
  let holders = 0;
  for (const scope of [module.scope, locals]) {
    for (const value of valuesIn(scope)) {
      if (value === choice) holders++;
      else if (contains(value, handles, 0)) return true;
    }
  }
  return holders > 1 || heapHolds(run, handles);
};

/** Whether more than one name, or something that is held by another, may hold a value. */
export const isHeldElsewhere = (frame: Frame, value: Value): boolean => {
  const { run, module, locals } = frame;
  if (run.calls > 0) return true;
  const handles = new Set([value]);
  let holders = 0;
  for (const scope of [module.scope, locals]) for (const one of valuesIn(scope)) if (contains(one, handles, 0)) holders++;
  return holders > 1 || heapHolds(run, handles);
};

function* valuesIn(scope: Scope | undefined): Iterable<Value> {
  if (!scope) return;
  for (const name of namesOf(scope)) {
    const slot = lookUp(scope, name);
    if (slot) yield slot.value;
  }
}

const heapHolds = (run: Run, handles: ReadonlySet<Value>): boolean => {
  for (let heap: Run['heap'] | undefined = run.heap; heap; heap = heap.below)
    for (const [container, value] of heap.now) if (!handles.has(container) && contains(value, handles, 0)) return true;
  return false;
};

const contains = (value: Value, handles: ReadonlySet<Value>, depth: number): boolean => {
  if (handles.has(value) || depth > 12) return true;
  const inner = (one: Value): boolean => contains(one, handles, depth + 1);
  switch (value.is) {
    case 'list':
      return value.items.some((item) => item.is === 'item' && inner(item.value));
    case 'dict':
      return value.entries.some((entry) => inner(entry.value));
    case 'choice':
      return value.among.some(inner);
    case 'object':
      return value.positional.some(inner) || value.keywords.some((one) => inner(one.value));
    default:
      return false;
  }
};
