import { type Io, notice } from './io.ts';

/** Tells what could not be read or written, each path once, and remembers that there was something. */
export interface Failures {
  /** `path` as the user sees it; `sentence` begins with a capital and has no full stop, as `disk/read.ts` writes them. */
  tell(path: string, doing: 'checked' | 'written', sentence: string): void;
  readonly any: boolean;
}

export const createFailures = (io: Io): Failures => {
  const told = new Set<string>();
  return {
    tell(path, doing, sentence) {
      if (told.has(path)) return;
      told.add(path);
      notice(io, `\`${path}\` cannot be ${doing}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`);
    },
    get any() {
      return told.size > 0;
    },
  };
};
