// The `--mount` flags of RUN.
import type { Span } from '../../text/span.ts';
import { memo } from '../memo.ts';
import type { Instruction } from './parse.ts';

/** One `--mount=type=…,…`. Values are as written, variables included. */
export interface Mount {
  readonly type: string;
  /** Of `from`: a stage, an image or a named context; nothing when it is the build context, or needs none. */
  readonly from: string | undefined;
  /** Of `source` or `src`; for a bind mount without one the whole of where it comes from. */
  readonly source: string | undefined;
  /** Of `target`, `dst` or `destination`. */
  readonly target: string | undefined;
  /** All options, in order; `value` is nothing for a bare word such as `readonly`. */
  readonly options: readonly { readonly name: string; readonly value: string | undefined; readonly span: Span }[];
  readonly span: Span;
}

/** The mounts of a RUN, in order. */
export const mountsOf = (instruction: Instruction): readonly Mount[] => (instruction.name === 'RUN' ? mountsIn(instruction) : none);

const mountsIn = memo(({ flags }: Instruction): readonly Mount[] => {
  if (flags.length === 0) return none;
  return flags.flatMap((flag): readonly Mount[] => {
    const { value, valueSpan } = flag;
    if (flag.name !== 'mount' || value === undefined || !valueSpan) return none;
    // Quotes and joined lines take more room in the file than in the value.
    const exact = valueSpan.to - valueSpan.from === value.length;
    let at = valueSpan.from;
    const options = value.split(',').map((part) => {
      const from = at;
      at += part.length + 1;
      const equals = part.indexOf('=');
      const key = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
      const span = exact ? { from, to: from + part.length } : valueSpan;
      return { name: key, value: equals < 0 ? undefined : part.slice(equals + 1), span };
    });
    const option = (...names: readonly string[]) => options.findLast((one) => names.includes(one.name))?.value;
    const type = option('type') ?? 'bind';
    const source = option('source', 'src');
    return [
      {
        type,
        from: option('from'),
        source: source ?? (type === 'bind' ? '.' : undefined),
        target: option('target', 'dst', 'destination'),
        options,
        span: flag.span,
      },
    ];
  });
});

const none: readonly Mount[] = [];
