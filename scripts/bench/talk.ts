// A language client that does next to nothing itself, so that what is measured is the server.
import { type ChildProcess, spawn } from 'node:child_process';
import { plainEnvironment } from '../vscode/environment.ts';

/** A program that speaks the language server protocol on its standard input and output. */
export interface Program {
  readonly name: string;
  readonly version: string;
  /** The executable and its arguments. */
  readonly command: readonly string[];
}

export interface Talk {
  /** Asks and waits; rejects with the server's own words when it refuses, or when it ends. */
  ask<T = unknown>(method: string, params?: unknown): Promise<T>;
  tell(method: string, params?: unknown): void;
  /** The next notification of this method that fits. Waits half a minute at most. */
  hear<T>(method: string, fits?: (params: T) => boolean): Promise<T>;
  /** `shutdown`, `exit`, and waits until the process is gone. */
  end(): Promise<void>;
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

const longest = 30_000;
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a server. `env` is added to what this process has. */
export const talk = ({ name, command: [file = '', ...words] }: Program, env: Readonly<Record<string, string>> = {}): Talk => {
  const child = spawn(file, words, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...plainEnvironment(), ...env } });
  running.add(child);
  const waiting = new Map<number, { done(result: unknown): void; failed(error: Error): void }>();
  const listening = new Set<(message: Message) => void>();
  let last = 0;
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      said += error.message;
      resolve();
    });
    child.once('close', () => resolve());
  }).then(() => {
    running.delete(child);
    for (const { failed } of waiting.values()) failed(new Error(`${name} ended in the middle of a question. ${said}`));
    waiting.clear();
  });
  child.stdin.on('error', () => undefined);

  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const take = (message: Message): void => {
    const { id, method, params, result, error } = message;
    if (method === undefined) {
      const asked = waiting.get(Number(id));
      waiting.delete(Number(id));
      if (error) asked?.failed(new Error(`${name}: ${error.message}`));
      else asked?.done(result);
    } else if (id !== undefined) {
      // The server asks for settings, or registers something: the shortest answer that it can live with.
      const items = (params as { readonly items?: readonly unknown[] } | undefined)?.items;
      send({ id, result: method === 'workspace/configuration' && items ? items.map(() => null) : null });
    } else {
      for (const listen of [...listening]) listen(message);
    }
  };
  onMessages(child, take);

  const self: Talk = {
    ask<T>(method: string, params?: unknown): Promise<T> {
      const id = ++last;
      return within(
        new Promise<T>((done, failed) => {
          waiting.set(id, { done: (result) => done(result as T), failed });
          send({ id, method, params });
        }),
        `${name} did not answer ${method}`,
      );
    },
    tell: (method, params) => send({ method, params }),
    hear<T>(method: string, fits: (params: T) => boolean = () => true): Promise<T> {
      return within(
        new Promise<T>((done) => {
          const listen = (message: Message) => {
            if (message.method !== method || !fits(message.params as T)) return;
            listening.delete(listen);
            done(message.params as T);
          };
          listening.add(listen);
        }),
        `${name} did not send ${method}`,
      );
    },
    async end() {
      await self.ask('shutdown').catch(() => undefined);
      self.tell('exit');
      await within(gone, `${name} did not end`).catch(() => child.kill('SIGKILL'));
    },
  };
  return self;
};

/** Cuts the output into messages. A long message comes in many pieces, which are joined once. */
const onMessages = (child: ChildProcess, take: (message: Message) => void): void => {
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted = 0;
  child.stdout?.on('data', (piece: Buffer) => {
    pieces.push(piece);
    held += piece.length;
    if (held < wanted) return;
    let all = Buffer.concat(pieces, held);
    for (;;) {
      const head = all.indexOf('\r\n\r\n');
      const length = head < 0 ? undefined : Number(/content-length: *(\d+)/i.exec(all.toString('latin1', 0, head))?.[1]);
      wanted = length === undefined ? 0 : head + 4 + length;
      if (length === undefined || all.length < wanted) break;
      take(JSON.parse(all.toString('utf8', head + 4, wanted)) as Message);
      all = all.subarray(wanted);
    }
    pieces = [all];
    held = all.length;
  });
};

const within = async <T>(promise: Promise<T>, what: string): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`${what} within ${longest / 1000} s`)), longest);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};
