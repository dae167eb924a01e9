// A way to write a setting.
import type { Py } from './python.ts';

/** What a form writes: lines of the module, and what they need. */
export interface Written {
  readonly lines: readonly string[];
  readonly imports?: readonly string[];
  /** Files beside the module, by name. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Writes any value it fits so that the setting ends up with just that value. */
export interface Form {
  readonly name: string;
  readonly fits: (value: Py) => boolean;
  readonly write: (name: string, value: Py) => Written;
}

export const lines = (...all: readonly string[]): Written => ({ lines: all });
