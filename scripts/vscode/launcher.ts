// Stands in for desktop VS Code: takes the flags @vscode/test-electron gives it and ends with the test run's exit code.
import { closeAll } from './closing.ts';
import { openWorkbench } from './served.ts';

const LONGEST = 5 * 60_000;

const PARENT = process.ppid;

/** Ends us with the process that started us: only Ctrl-C reaches both, other signals leave us alone with the browser. */
function followParent(): void {
  setInterval(() => {
    if (process.ppid !== PARENT) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

function flag(name: string): string | undefined {
  const start = `--${name}=`;
  return process.argv.find((word) => word.startsWith(start))?.slice(start.length);
}

/** Runs the tests that the command line names, and returns their exit code. */
async function main(): Promise<number> {
  const extension = flag('extensionDevelopmentPath');
  const tests = flag('extensionTestsPath');
  const data = flag('user-data-dir');
  const folder = process.argv.slice(2).find((word) => !word.startsWith('-'));
  if (extension === undefined || tests === undefined || folder === undefined) {
    console.error('usage: code-launcher FOLDER --extensionDevelopmentPath=… --extensionTestsPath=… [--user-data-dir=…]');
    return 2;
  }
  const log = process.env['DRYDOCK_VSCODE_LOG'] ? { log: (line: string) => console.error(line) } : {};
  const workbench = await openWorkbench({ extension, tests, folder, ...log, ...(data === undefined ? {} : { data }) });
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`The tests did not end within ${LONGEST / 60_000} minutes.`)), LONGEST).unref();
  });
  return Promise.race([workbench.done, late]);
}

followParent();
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeAll();
}
process.exit();
