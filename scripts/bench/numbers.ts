// What was measured, as numbers that can be compared.

/** Samples boiled down. Times are milliseconds unless `unit` says otherwise; `high` is the 99th percentile, or the 90th where `tail` says so. */
export interface Figure {
  readonly count: number;
  readonly middle: number;
  readonly high: number | undefined;
  readonly tail: 90 | 99 | undefined;
  readonly unit: 'ms' | 'MB' | 'KB' | 'files/s' | 'times';
}

/** One row of the table: the same thing done by Drydock and, where there is something to compare with, by a baseline. */
export interface Row {
  readonly part: string;
  readonly what: string;
  readonly ours: Figure;
  readonly theirs?: Figure;
  /** What was promised, in words, and what this run says to it. */
  readonly budget?: { readonly words: string; readonly verdict: string };
}

/** The value below which this share (0 to 1) of the samples lies: the nearest rank, so it is one of the samples. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
};

/** The 99th percentile needs a hundred samples to mean anything; with fewer the 90th is given. */
export const figure = (samples: readonly number[], unit: Figure['unit'] = 'ms'): Figure => {
  const tail = samples.length >= 100 ? 99 : 90;
  return { count: samples.length, middle: quantile(samples, 0.5), high: quantile(samples, tail / 100), tail, unit };
};

/** `kept` or `OVER`. */
export const verdict = (kept: boolean): string => (kept ? 'kept' : 'OVER');

/** A number that was measured once. */
export const single = (value: number, unit: Figure['unit']): Figure => ({
  count: 1,
  middle: value,
  high: undefined,
  tail: undefined,
  unit,
});

/** Numbers that look random and are the same in every run. */
export const chance = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};
