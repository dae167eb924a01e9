// Plain HTTP requests to this machine, with every header as it was sent.
import { type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks once; rejects when nobody answers. */
export const ask = (port: number, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    // A connection each: uWSGI closes its own without saying so.
    const call = request(
      {
        agent: false,
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { host: 'localhost', 'x-forwarded-proto': 'https', ...headers },
        timeout: 10_000,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }));
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer to ${path} within 10 s`)));
    call.on('error', reject);
    call.end();
  });

/** Asks until somebody answers, for at most some seconds. */
export const awaited = async (port: number, path: string, seconds: number, dead: () => string | undefined): Promise<Answer> => {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    try {
      const answer = await ask(port, path);
      // What stands in front may be there first.
      if (answer.status < 502 || answer.status > 504) return answer;
      throw new Error(`${answer.status}`);
    } catch (error) {
      const why = dead();
      if (why !== undefined || performance.now() > until) throw new Error(`${path} is not answered: ${String(error)}\n${why ?? ''}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
};
