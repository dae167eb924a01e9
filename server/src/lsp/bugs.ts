// Where our own mistakes go: once each to the log, and never further.

/** The part of a connection that a log line needs. */
export interface Log {
  error(message: string): void;
}

export interface Bugs {
  /** Logs a mistake; the same message of the same part is logged once. */
  report(part: string, error: unknown): void;
  /** Runs something of ours; when it throws, that is logged and the answer is `otherwise`. */
  guard<T>(part: string, run: () => T, otherwise: T): T;
  /** How many different mistakes were met. */
  readonly count: number;
}

export const createBugs = (log: Log): Bugs => {
  const seen = new Set<string>();
  const report = (part: string, error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    const key = `${part}: ${message}`;
    if (seen.has(key)) return;
    seen.add(key);
    log.error(`A mistake in Drydock itself, in ${part}; the rest goes on. ${(error instanceof Error && error.stack) || message}`);
  };
  return {
    report,
    guard(part, run, otherwise) {
      try {
        return run();
      } catch (error) {
        report(part, error);
        return otherwise;
      }
    },
    get count() {
      return seen.size;
    },
  };
};
