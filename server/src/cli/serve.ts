import type { Command } from './command.ts';
import { exit, Misuse } from './io.ts';

/** `drydock serve --stdio`: the language server, for editors that start it by command. */
export const serve: Command = {
  usage: {
    name: 'serve',
    brief: 'Start the language server',
    operands: '',
    most: 0,
    flags: [
      { name: 'stdio', brief: 'Speak the language server protocol over standard input and output' },
      // Clients of the Node library add it by themselves; the server reads it from the command line.
      { name: 'clientProcessId', value: 'PID', brief: '', hidden: true },
    ],
    notes: [],
  },
  async run(given) {
    if (!given.has('stdio')) throw new Misuse('the server speaks over standard input and output only; write `drydock serve --stdio`');
    const { start } = await import('../lsp/node.ts');
    start();
    return exit.clean;
  },
};
