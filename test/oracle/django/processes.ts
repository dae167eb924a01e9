// Programs that the oracle runs, with a time limit.
import { spawnSync } from 'node:child_process';

/** The words that start a program. */
export type Command = readonly string[];

/** Runs a program to its end, or kills it after that many seconds. */
export const run = (command: Command, seconds: number, options: { readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {}) => {
  const [program = '', ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 28,
    ...(options.input === undefined ? {} : { input: options.input }),
    env: { ...process.env, ...options.env },
  });
  return { status, stdout: stdout ?? '', stderr: stderr || (error?.message ?? '') };
};

/** The line of an error message that says most. */
export const lastLine = (text: string): string => text.trim().split('\n').at(-1) || 'no reason given';
