// What an nginx configuration serves and passes on, as plain data (https://nginx.org/en/docs/dirindex.html).
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import type { Directive, NginxWord, Placeholder } from './parse.ts';

export type Protocol = 'proxy' | 'uwsgi' | 'fastcgi' | 'grpc' | 'scgi';

/** An address as written, taken apart. */
export interface NginxAddress {
  readonly scheme: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** A Unix socket. */
  readonly path: string | undefined;
  /** What stands behind the address in `proxy_pass http://app/x/`: it takes the place of what the location matched. */
  readonly uri: string | undefined;
  readonly known: boolean;
  readonly word: NginxWord;
  readonly span: Span;
}

/** Where requests are handed on. */
export interface Pass extends NginxAddress {
  readonly by: Protocol;
  readonly directive: Directive;
}

export interface Header {
  readonly name: string;
  readonly value: string;
  readonly directive: Directive;
}

/** What holds in a server or location; what is not set in it comes from the block around it, as nginx does it. */
export interface Scope {
  readonly root: NginxWord | undefined;
  /** `proxy_set_header`, `uwsgi_param` and the like: all of the block around it, or all of its own. */
  readonly passed: readonly Header[];
  readonly added: readonly Header[];
  readonly expires: NginxWord | undefined;
  readonly bodyLimit: NginxWord | undefined;
  readonly readTimeout: NginxWord | undefined;
  readonly includes: readonly NginxWord[];
}

export interface NginxLocation extends Scope {
  /** `=`, `~`, `~*`, `^~`, `@` for a named one, or empty for a prefix. */
  readonly modifier: string;
  readonly path: NginxWord;
  readonly alias: NginxWord | undefined;
  readonly pass: Pass | undefined;
  readonly tryFiles: Directive | undefined;
  /** It answers with a fixed status or text. */
  readonly returns: Directive | undefined;
  readonly internal: boolean;
  readonly directive: Directive;
}

export interface NginxServer extends Scope {
  readonly listens: readonly { readonly port: number | undefined; readonly ssl: boolean; readonly word: NginxWord }[];
  readonly names: readonly NginxWord[];
  /** Nested ones too, the outer first. */
  readonly locations: readonly NginxLocation[];
  readonly returns: Directive | undefined;
  readonly directive: Directive;
}

export interface Upstream {
  readonly name: NginxWord;
  readonly servers: readonly NginxAddress[];
  readonly directive: Directive;
}

export interface NginxFacts {
  readonly uri: Uri;
  /** Placeholders that are filled in before nginx reads it. */
  readonly placeholders: readonly Placeholder[];
  readonly servers: readonly NginxServer[];
  readonly upstreams: readonly Upstream[];
  readonly includes: readonly NginxWord[];
  readonly user: NginxWord | undefined;
  /** True when statements of a template decide what is in it, or it is broken, so that absence cannot be claimed. */
  readonly open: boolean;
}

const empty: Scope = {
  root: undefined,
  passed: [],
  added: [],
  expires: undefined,
  bodyLimit: undefined,
  readTimeout: undefined,
  includes: [],
};
const passes: Readonly<Record<string, Protocol>> = {
  proxy_pass: 'proxy',
  uwsgi_pass: 'uwsgi',
  fastcgi_pass: 'fastcgi',
  grpc_pass: 'grpc',
  scgi_pass: 'scgi',
};

/** Tree to facts. Never throws. */
export const facts = ({ file, tree, broken }: Parsed<'nginx'>): NginxFacts => {
  const servers: NginxServer[] = [];
  const upstreams: Upstream[] = [];
  const includes: NginxWord[] = [];
  const visit = (directives: readonly Directive[], outer: Scope) => {
    const scope = scopeOf(directives, outer);
    for (const directive of directives) {
      if (directive.name === 'server' && directive.block) servers.push(serverOf(directive, directive.block, scope));
      else if (directive.name === 'upstream' && directive.block) upstreams.push(...upstreamOf(directive, directive.block));
      else if (directive.name === 'include') includes.push(...directive.words);
      else if (directive.name === 'http' && directive.block) visit(directive.block, scope);
    }
  };
  visit(tree.directives, empty);
  // A file that is included into a server holds locations without one.
  const loose = tree.directives.find(({ name }) => name === 'location');
  if (servers.length === 0 && loose) servers.push(serverOf({ ...loose, name: 'server', words: [] }, tree.directives, empty));
  return {
    uri: file.uri,
    placeholders: tree.directives.flatMap(placeholdersIn),
    servers,
    upstreams,
    includes,
    user: tree.directives.find(({ name }) => name === 'user')?.words[0],
    open: tree.statements.length > 0 || broken.length > 0,
  };
};

const placeholdersIn = ({ words, block }: Directive): readonly Placeholder[] => [
  ...words.flatMap((word) => word.placeholders),
  ...(block ?? []).flatMap(placeholdersIn),
];

const headersIn = (directives: readonly Directive[], names: RegExp): readonly Header[] =>
  directives.flatMap((directive) => {
    const [name, ...values] = directive.words;
    return names.test(directive.name) && name ? [{ name: name.text, value: values.map(({ text }) => text).join(' '), directive }] : [];
  });

const scopeOf = (directives: readonly Directive[], outer: Scope): Scope => {
  const last = (name: RegExp): NginxWord | undefined => directives.findLast((one) => name.test(one.name))?.words[0];
  const passed = headersIn(directives, /^(?:proxy_set_header|(?:uwsgi|fastcgi|scgi)_param|grpc_set_header)$/);
  const added = headersIn(directives, /^add_header$/);
  return {
    root: last(/^root$/) ?? outer.root,
    passed: passed.length > 0 ? passed : outer.passed,
    added: added.length > 0 ? added : outer.added,
    expires: last(/^expires$/) ?? outer.expires,
    bodyLimit: last(/^client_max_body_size$/) ?? outer.bodyLimit,
    readTimeout: last(/^(?:proxy|uwsgi|fastcgi)_read_timeout$/) ?? outer.readTimeout,
    includes: [...outer.includes, ...directives.filter(({ name }) => name === 'include').flatMap(({ words }) => words)],
  };
};

const serverOf = (directive: Directive, block: readonly Directive[], outer: Scope): NginxServer => {
  const scope = scopeOf(block, outer);
  return {
    ...scope,
    listens: block.flatMap(({ name, words }) => {
      const [word] = words;
      if (name !== 'listen' || !word) return [];
      const port = /(?:^|:)(\d+)$/.exec(word.text)?.[1];
      const unported = !word.text.startsWith('unix:') && word.known && !port ? 80 : undefined;
      return [{ port: word.known && port ? Number(port) : unported, ssl: words.some(({ text }) => text === 'ssl'), word }];
    }),
    names: block.filter(({ name }) => name === 'server_name').flatMap(({ words }) => words),
    locations: locationsIn(block, scope),
    returns: block.find(({ name }) => name === 'return'),
    directive,
  };
};

const locationsIn = (directives: readonly Directive[], outer: Scope): readonly NginxLocation[] =>
  directives.flatMap((directive): readonly NginxLocation[] => {
    const { name, words, block } = directive;
    // An `if` of a server or location holds directives of its own.
    if (name === 'if' && block) return locationsIn(block, outer);
    const path = words.at(-1);
    if (name !== 'location' || !block || !path) return [];
    const scope = scopeOf(block, outer);
    const first = words.length > 1 ? (words[0]?.text ?? '') : '';
    const pass = block.find((one) => Object.hasOwn(passes, one.name));
    return [
      {
        ...scope,
        modifier: first || (path.text.startsWith('@') ? '@' : ''),
        path,
        alias: block.findLast((one) => one.name === 'alias')?.words[0],
        pass: pass && passOf(pass),
        tryFiles: block.find((one) => one.name === 'try_files'),
        returns: block.find((one) => one.name === 'return'),
        internal: block.some((one) => one.name === 'internal'),
        directive,
      },
      ...locationsIn(block, scope),
    ];
  });

const passOf = (directive: Directive): Pass | undefined => {
  const [word] = directive.words;
  const by = passes[directive.name];
  return word && by ? { ...addressOf(word), by, directive } : undefined;
};

const upstreamOf = (directive: Directive, block: readonly Directive[]): readonly Upstream[] => {
  const [name] = directive.words;
  const servers = block.flatMap((one) => (one.name === 'server' && one.words[0] ? [addressOf(one.words[0])] : []));
  return name ? [{ name, servers, directive }] : [];
};

/** `http://app:8000/x`, `unix:/run/app.sock`, `http://unix:/run/app.sock:/x`, `app:8000`, `app`. */
export const addressOf = (word: NginxWord): NginxAddress => {
  const { text, known, span } = word;
  const scheme = /^(?!unix:)([a-z]+):\/\//.exec(text)?.[1] ?? '';
  const rest = scheme ? text.slice(scheme.length + 3) : text;
  // nginx's own variables make an address that is not known here either.
  const sure = known && !rest.includes('$');
  const unix = /^(?:unix:)(\/[^:]*)(?::(.*))?$/.exec(rest);
  if (unix) return { scheme, host: undefined, port: undefined, path: unix[1]?.replace(/^\/+/, '/'), uri: unix[2], known: sure, word, span };
  const match = /^(\[[^\]]*\]|[^:/]*)(?::(\d+))?(\/.*)?$/.exec(rest);
  const port = match?.[2] ? Number(match[2]) : undefined;
  return { scheme, host: match?.[1], port, path: undefined, uri: match?.[3], known: sure, word, span };
};
