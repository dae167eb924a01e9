// django-split-settings: files that are run one after the other, in the names of the module that includes them.
import { topOf } from '../../../text/span.ts';
import type { Uri } from '../../../text/uri.ts';
import type { Value } from '../value.ts';
import type { Call } from './call.ts';
import { commit, mergeHeaps, mergeScopes } from './merge.ts';
import { emptyHeap, emptyScope, type Frame, innerOf, look, openUp } from './runtime.ts';

/** `include("base.py", optional("local.py"))`. */
export const include = (call: Call): Value => {
  const { frame, run } = call;
  const none = { is: 'none' as const, at: call.at };
  const open = (why: string) => openUp(frame, { why, at: call.at, overrides: true });
  if (!call.sure) open('include() is given files that are not known');
  for (const given of call.positional) {
    const value = look(run, given);
    const isOptional = value.is === 'object' && value.called && (value.name ?? '').endsWith('.optional');
    const pattern = isOptional ? value.positional[0] && look(run, value.positional[0]) : value;
    if (isOptional && pattern?.is === 'none') continue;
    if (pattern?.is !== 'string' || innerOf(value)) {
      open('include() is given a file that is not known');
      continue;
    }
    const files = run.glob(frame.seat.uri, pattern.text);
    if (files.length === 0) open(`include() names ${pattern.text}, which is not here`);
    for (const uri of files) {
      if (run.files.has(uri) && uri === frame.seat.uri) continue;
      const chunks = run.read(uri);
      if (!chunks) {
        open(`include() names ${pattern.text}, which was not read`);
        continue;
      }
      run.files.add(uri);
      runFile(frame, uri, chunks, isOptional);
    }
  }
  return none;
};

/** Runs the statements of a file in the names of the module; what an optional file does may not happen. */
const runFile = (frame: Frame, uri: Uri, chunks: NonNullable<ReturnType<Frame['run']['read']>>, isOptional: boolean): void => {
  const { run, module } = frame;
  if (run.calls > 12) return;
  const [scope, heap] = [module.scope, run.heap];
  module.scope = emptyScope(scope);
  run.heap = emptyHeap(heap);
  run.calls++;
  for (const { seat, body } of chunks) frame.execute({ ...frame, seat, locals: undefined, certain: frame.certain && !isOptional }, body);
  run.calls--;
  const [made, changed] = [module.scope, run.heap];
  module.scope = scope;
  run.heap = heap;
  if (!isOptional) {
    commit(made, changed, scope, heap);
    return;
  }
  const at = topOf(uri);
  mergeScopes(made, emptyScope(scope), scope, at);
  mergeHeaps(changed, emptyHeap(heap), heap, at);
};
