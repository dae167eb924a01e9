// The formatter is registered for exactly the files it formats, while it formats them: an editor with two formatters for a file
// asks its user which one to take.
import { type Connection, type Disposable, DocumentFormattingRequest, DocumentRangeFormattingRequest } from 'vscode-languageserver';
import type { Help } from '../project/neighbours.ts';

const always = [{ language: 'uwsgi' }];
const dockerfile = [{ language: 'dockerfile' }];

export interface Formatter {
  /** Registers for what is formatted now. */
  follow(helps: (help: Help) => boolean): Promise<void>;
}

export const createFormatter = ({ client }: Connection): Formatter => {
  let registered: Disposable[] = [];
  let wanted: boolean | undefined;
  let turn: Promise<void> = Promise.resolve();
  const register = async (withDockerfiles: boolean): Promise<void> => {
    for (const one of registered) one.dispose();
    const documentSelector = withDockerfiles ? [...always, ...dockerfile] : always;
    registered = [await client.register(DocumentFormattingRequest.type, { documentSelector })];
    if (withDockerfiles) registered.push(await client.register(DocumentRangeFormattingRequest.type, { documentSelector: dockerfile }));
  };
  return {
    follow(helps) {
      const now = helps('dockerfile-format');
      // One after the other: what is to be taken back must have been registered.
      if (now !== wanted) turn = turn.then(() => register(now));
      wanted = now;
      return turn;
    },
  };
};
