// Where HAProxy listens and to whom it passes on, as far as addresses go.
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import type { HaproxyWord } from './parse.ts';

export interface HaproxyAddress {
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** A Unix socket. */
  readonly path: string | undefined;
  /** False where a variable of the environment decides. */
  readonly known: boolean;
  readonly span: Span;
}

export interface HaproxyProxy {
  readonly kind: 'frontend' | 'backend' | 'listen';
  readonly name: string;
  readonly nameSpan: Span;
  readonly binds: readonly HaproxyAddress[];
  readonly servers: readonly { readonly name: string; readonly address: HaproxyAddress }[];
  /** The backends it uses. */
  readonly uses: readonly string[];
  readonly serverTimeout: HaproxyWord | undefined;
}

export interface HaproxyFacts {
  readonly uri: Uri;
  readonly proxies: readonly HaproxyProxy[];
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'haproxy'>): HaproxyFacts => {
  let serverTimeout: HaproxyWord | undefined;
  const proxies: HaproxyProxy[] = [];
  for (const { kind, name, nameSpan, lines } of tree.sections) {
    const starting = (...words: readonly string[]): readonly (readonly HaproxyWord[])[] =>
      lines.filter((line) => words.every((word, i) => line[i]?.text === word));
    const timeout = starting('timeout', 'server').at(-1)?.[2];
    if (kind === 'defaults') serverTimeout = timeout ?? serverTimeout;
    if (kind !== 'frontend' && kind !== 'backend' && kind !== 'listen') continue;
    proxies.push({
      kind,
      name,
      nameSpan,
      binds: starting('bind').flatMap(([, word]) => (word ? [addressOf(word)] : [])),
      servers: starting('server').flatMap(([, server, word]) => (server && word ? [{ name: server.text, address: addressOf(word) }] : [])),
      uses: [...starting('default_backend'), ...starting('use_backend')].flatMap(([, word]) => (word ? [word.text] : [])),
      serverTimeout: timeout ?? serverTimeout,
    });
  }
  return { uri: file.uri, proxies };
};

const addressOf = ({ text, span }: HaproxyWord): HaproxyAddress => {
  const known = !/[$%{<]/.test(text);
  const plain = text.replace(/^(?:ipv[46]|uxst|unix)@/, '');
  if (/^[/@]/.test(plain)) return { host: undefined, port: undefined, path: plain, known, span };
  const match = /^(.*?):(\d+)$/.exec(plain);
  return { host: match ? match[1] || undefined : plain, port: match && known ? Number(match[2]) : undefined, path: undefined, known, span };
};
