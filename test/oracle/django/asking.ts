// Puts projects on disk and asks a Django about them.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases.ts';
import type { Django } from './environments.ts';

const probe = join(dirname(fileURLToPath(import.meta.url)), 'probe.py');

/** A Python value as probe.py writes it: plain for None, switches, numbers and strings. */
export type Real =
  | null
  | boolean
  | number
  | string
  | { readonly path: string }
  | { readonly list: readonly Real[] }
  | { readonly tuple: readonly Real[] }
  | { readonly set: readonly Real[] }
  | { readonly dict: readonly (readonly [Real, Real])[] }
  | { readonly other: string };

export interface Raised {
  readonly raised: string;
  readonly message: string;
}
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** Answers by question; what the question was decides what an answer is. */
export type Answers = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly one: Pick<Case, 'id' | 'files' | 'module' | 'env'>;
  readonly ask: readonly string[];
}

export const isRaised = (answer: unknown): answer is Raised => typeof answer === 'object' && answer !== null && 'raised' in answer;

/** The folder of a case below a scratch folder. */
const folderOf = (scratch: string, number: number): string => join(scratch, String(number));

/** Asks about all cases in one process; an answer per case, in their order. A process that ends early ends the answers. */
export const ask = async (django: Django, asked: readonly Asked[], scratch: string): Promise<readonly (Answers | undefined)[]> => {
  const input = asked.map(({ one, ask: questions }, at) => {
    const folder = folderOf(scratch, at);
    for (const [path, text] of Object.entries(one.files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return { id: one.id, folder, module: one.module, env: one.env, ask: questions };
  });
  const [program = '', ...args] = django.python;
  const child = spawn(program, [...args, probe], { env: { ...process.env, ...django.env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), 240_000);
  child.stdin.end(JSON.stringify(input));
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out += part;
  });
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(limit);
  const lines = out.split('\n').filter(Boolean);
  return asked.map((_, at) => {
    const line = lines[at];
    // What lies in the folder of a case is told as lying in the project of the case.
    return line === undefined
      ? undefined
      : (JSON.parse(line.replaceAll(folderOf(scratch, at), '/project')) as { readonly answers: Answers }).answers;
  });
};
