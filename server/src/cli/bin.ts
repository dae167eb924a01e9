// The entry of the command line.

import { currentDay } from '../disk/day.ts';
import { issues } from '../product.ts';
import { exit, type Io, notice } from './io.ts';
import { main } from './main.ts';

const { stdout, stderr, stdin, env, argv } = process;
const io: Io = { stdout, stderr, stdin, env, cwd: currentFolder(), isTTY: stdout.isTTY === true, today: currentDay() };

// Whoever reads us may stop reading (`drydock check | head`): that is no failure.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    if (stream === stdout) notice(io, `the result could not be written: ${error.message}`);
    process.exitCode = exit.failed;
  });
}
process.on('uncaughtException', crash);
main(argv.slice(2), io).then((code) => {
  process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
  // A terminal that was asked something would keep the process alive: nobody reads it any more.
  if (stdin.isTTY) stdin.unref();
}, crash);

/** The last resort: one sentence, no stack trace. */
function crash(error: unknown): void {
  const words = error instanceof Error ? error.message : String(error);
  notice(io, `something went wrong inside Drydock: ${words.split('\n')[0]}; please report it at ${issues}`);
  process.exitCode = exit.failed;
}

/** Node throws when the current folder has been removed; its old name lets us say that it is missing. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return env['PWD'] ?? '/';
  }
}
