import type { Rule } from '../rules/rule.ts';
import type { Io } from './io.ts';

/** A flag; one with `value` takes a word behind it. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** How the help calls the value. */
  readonly value?: string;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  readonly brief: string;
  /** Understood but left out of the help. */
  readonly hidden?: boolean;
}

/** How a command is called: help and argument reading both follow from it. */
export interface Usage {
  readonly name: string;
  readonly brief: string;
  /** What stands behind the flags, as the help writes it; empty for nothing. */
  readonly operands: string;
  /** How many operands it takes at most. */
  readonly most: number;
  readonly flags: readonly Flag[];
  /** Paragraphs below the flags. */
  readonly notes: readonly string[];
}

/** A command line that was understood. */
export interface Arguments {
  has(flag: string): boolean;
  value(flag: string): string | undefined;
  readonly operands: readonly string[];
}

/** One word behind `drydock`. `run` gives the exit code and throws `Misuse` when the words make no sense together. */
export interface Command {
  readonly usage: Usage;
  run(given: Arguments, io: Io, rules: readonly Rule[]): Promise<number>;
}
