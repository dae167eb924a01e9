// The door for Node: a connection over standard input and output, a pipe or a parent process. It greets by itself, since reading all
// that answers anything else takes longer than everything before.
import { Console } from 'node:console';
import { setFlagsFromString } from 'node:v8';
import {
  type ConnectionOptions,
  createConnection,
  ErrorCodes,
  type InitializeParams,
  ProposedFeatures,
  ResponseError,
} from 'vscode-languageserver/node';
import { version } from '../product.ts';
import { abilitiesOf } from './abilities.ts';
import { greeting } from './greeting.ts';
import { loadRest } from './rest.ts';
import { wholeMessages } from './whole-messages.ts';

const transports = /^--(?:node-ipc|socket|pipe)/;

const onStandardOutput = (options: ConnectionOptions) => {
  // What a library logs must not come between the messages.
  globalThis.console = new Console(process.stderr, process.stderr);
  return createConnection(ProposedFeatures.all, process.stdin, wholeMessages(process.stdout), options);
};

/** Starts the server on the transport that the command line names; without one, on standard input and output. */
export const start = (): void => {
  // Objects made again with each keystroke live for a few of them, which V8 takes for a long life: it would put them among the old
  // ones, where each dead version keeps the next alive until the next full collection. Collections then took longer than all rules.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // V8 compiles what runs often once more, and better, on threads beside ours. With hundreds of rules that is so much at first that
  // on a machine with two cores the slowest keystrokes were those that waited for it. Twelve times as long is soon enough: the large
  // files that need it have it after a few keystrokes, and those that do not are never compiled twice for nothing. From V8 12 on
  // calls are counted, before that executed code; a flag that V8 does not know would be told on standard error.
  setFlagsFromString(Number.parseInt(process.versions.v8, 10) < 12 ? '--interrupt-budget=800000' : '--invocation-count-for-turbofan=36000');
  let greeted: InitializeParams | undefined;
  let complete = false;
  const listeners: (() => void)[] = [];
  const complement = () => {
    if (!greeted || complete) return;
    complete = true;
    const { createServer, diskFiles } = loadRest();
    createServer(connection, diskFiles, { version, greeted, onMessage: (listener) => listeners.push(listener) });
  };
  const options: ConnectionOptions = {
    messageStrategy: {
      handleMessage(message, next) {
        complement();
        for (const heard of listeners) heard();
        return next(message);
      },
    },
  };
  const connection = process.argv.some((argument) => transports.test(argument))
    ? createConnection(ProposedFeatures.all, options)
    : onStandardOutput(options);
  connection.onInitialize((params) => {
    greeted = params;
    // Not in this turn nor in the next: in that the answer is sent.
    setImmediate(() => setImmediate(complement));
    return greeting(abilitiesOf(params), version);
  });
  connection.onRequest((method) =>
    greeted
      ? new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`)
      : new ResponseError(ErrorCodes.ServerNotInitialized, 'The server was not initialized'),
  );
  const met = new Set<string>();
  process.on('unhandledRejection', (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (met.size < 100 && met.size !== met.add(text).size) connection.console.error(`A promise nobody waited for failed. ${text}`);
  });
  connection.listen();
};
