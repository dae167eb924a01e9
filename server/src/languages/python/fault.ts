// Where Python would stop reading.
import { memo } from '../memo.ts';
import type { Chunk, PythonTree } from './parse.ts';

/** The offset of the first place of a module that is no Python, as far as the grammar tells; nothing when all of it is. */
export const firstFault = ({ chunks }: PythonTree): number | undefined => {
  for (const { at, chunk } of chunks) {
    const inside = faultOf(chunk);
    if (inside !== undefined) return at + inside;
  }
  return undefined;
};

const faultOf = memo(({ tree }: Chunk): number | undefined => {
  let found: number | undefined;
  tree.iterate({
    enter({ type, from }) {
      if (type.isError) found ??= from;
      return found === undefined;
    },
  });
  return found;
});
