// A server that falls over is started again in silence, until it falls over again and again.
import { commands, window } from 'vscode';
import { CloseAction, ErrorAction, type ErrorHandler } from 'vscode-languageclient';

/** So many crashes within so many milliseconds are too many. */
const tooMany = 3;
const within = 3 * 60_000;

export const createCrashHandler = (): ErrorHandler => {
  let crashes: readonly number[] = [];
  return {
    error: (_error, _message, count) => ({
      action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed() {
      const now = Date.now();
      crashes = [...crashes.filter((time) => now - time < within), now];
      if (crashes.length < tooMany) return { action: CloseAction.Restart, handled: true };
      crashes = [];
      void sayCrashed();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
};

const sayCrashed = async (): Promise<void> => {
  const log = 'Show Log';
  const restart = 'Restart';
  const chosen = await window.showErrorMessage(
    `The Drydock server ended unexpectedly ${tooMany} times in a row and was not started again.`,
    log,
    restart,
  );
  if (chosen === log) await commands.executeCommand('drydock.showLog');
  if (chosen === restart) await commands.executeCommand('drydock.restartServer');
};
