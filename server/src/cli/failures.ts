import { type Io, notice } from './io.ts';

/** Keeps count of what could not be read or written; each is told once, when it happens. */
export interface Failures {
  /** `path` as the user sees it; `sentence` without the path and without a full stop. */
  tell(path: string, sentence: string): void;
  readonly any: boolean;
}

/** `doing` is the verb of the sentences: `cannot check …`. */
export const createFailures = (io: Io): Failures => {
  const told = new Set<string>();
  return {
    tell(path, sentence) {
      if (told.has(path)) return;
      told.add(path);
      notice(io, `\`${path}\` ${sentence}`);
    },
    get any() {
      return told.size > 0;
    },
  };
};
