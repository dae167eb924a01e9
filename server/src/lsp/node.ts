// The door for Node: a connection over standard input and output, a pipe or a parent process, and the disk.
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../product.ts';
import { diskFiles } from './disk-files.ts';
import { createServer } from './server.ts';

const transports = /^--(?:stdio|node-ipc|socket|pipe)/;

/** Starts the server on the transport that the command line names; without one, on standard input and output. */
export const start = (): void => {
  // Objects made again with each keystroke live for a few of them, which V8 takes for a long life: it would put them among the old
  // ones, where each dead version keeps the next alive until the next full collection. Collections then took longer than all rules.
  setFlagsFromString('--no-allocation-site-pretenuring');
  const named = process.argv.some((argument) => transports.test(argument));
  const connection = named ? createConnection(ProposedFeatures.all) : createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  const met = new Set<string>();
  process.on('unhandledRejection', (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (met.size < 100 && met.size !== met.add(text).size) connection.console.error(`A promise nobody waited for failed. ${text}`);
  });
  createServer(connection, diskFiles, { version });
};
