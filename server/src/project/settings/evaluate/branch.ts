// Ways a program may go: tried apart from each other, and laid together again.
import type { Location } from '../../../text/span.ts';
import { commit, mergeHeaps, mergeScopes } from './merge.ts';
import { type Completion, emptyHeap, emptyScope, type Frame, type Heap, type Scope } from './runtime.ts';

/** One way, tried on copies of the names and containers. */
export interface Way {
  readonly scope: Scope;
  readonly locals: Scope | undefined;
  readonly heap: Heap;
  readonly end: Completion | undefined;
}

/** Tries something without any effect but what the way holds. */
export const attempt = (frame: Frame, certain: boolean, go: () => Completion | undefined): Way => {
  const { run, module } = frame;
  const [scope, heap, locals, before] = [module.scope, run.heap, frame.locals, frame.certain];
  module.scope = emptyScope(scope);
  run.heap = emptyHeap(heap);
  frame.locals = locals && emptyScope(locals);
  frame.certain = before && certain;
  const end = go();
  // An exception is part of the way, and none of what is done next.
  run.raising = undefined;
  const way: Way = { scope: module.scope, locals: frame.locals, heap: run.heap, end };
  module.scope = scope;
  run.heap = heap;
  frame.locals = locals;
  frame.certain = before;
  return way;
};

/** Goes a way for good. */
export const take = (frame: Frame, way: Way): Completion | undefined => {
  const { run, module } = frame;
  commit(way.scope, way.heap, module.scope, run.heap);
  if (way.locals && frame.locals) for (const [name, slot] of way.locals.names) frame.locals.names.set(name, slot);
  return way.end;
};

/**
 * Lays ways together of which one is gone. Where one of them ends the block and the other goes on, the program goes on as the
 * other left it: what was returned is remembered, and a program that ended in an exception is none that runs.
 */
export const join = (frame: Frame, a: Way, b: Way, at: Location): Completion | undefined => {
  if (a.end?.is === 'raise') return take(frame, b);
  if (b.end?.is === 'raise') return take(frame, a);
  if (a.end && !b.end) return leave(frame, a.end, b);
  if (b.end && !a.end) return leave(frame, b.end, a);
  const { run, module } = frame;
  const heap = run.heap;
  mergeHeaps(a.heap, b.heap, heap, at);
  mergeScopes(a.scope, b.scope, module.scope, at);
  if (a.locals && b.locals && frame.locals) mergeScopes(a.locals, b.locals, frame.locals, at);
  if (a.end?.is === 'return' && b.end?.is === 'return') {
    frame.returned.push(a.end.value);
    return b.end;
  }
  return a.end;
};

const leave = (frame: Frame, end: Completion, other: Way): Completion | undefined => {
  if (end.is === 'return') frame.returned.push(end.value);
  return take(frame, other);
};
