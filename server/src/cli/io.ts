// What the process gives a command, so that tests can give something else.
import type { Day } from '../knowledge/images/facts.ts';

export interface Out {
  write(text: string): unknown;
}

export interface Io {
  /** Results only. */
  readonly stdout: Out;
  /** Notices. */
  readonly stderr: Out;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Absolute path of the current folder. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal. */
  readonly isTTY: boolean;
  /** The day by which releases have ended or not. */
  readonly today: Day;
}

/** The command line cannot be followed; the message is a sentence for the user, without a full stop. */
export class Misuse extends Error {}

/** The words are right, and still it cannot be done; the message is a sentence for the user, without a full stop. */
export class Unable extends Error {}

/** The exit codes of every command. */
export const exit = { clean: 0, problems: 1, failed: 2 } as const;

/** Tells the user something that is not a result. */
export const notice = (io: Io, sentence: string): void => {
  io.stderr.write(`drydock: ${sentence}\n`);
};
