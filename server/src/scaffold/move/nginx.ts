// nginx that spoke uWSGI's protocol speaks HTTP: `uwsgi_pass` becomes `proxy_pass`, with the headers that the parameters were.
import type { Directive } from '../../languages/nginx/parse.ts';
import type { Project } from '../../project/project.ts';
import { type Edit, insert, replace } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';
import { type NewAddress, oldAddressesOf } from './address.ts';
import type { Start } from './starts.ts';

export interface NginxMove {
  readonly edits: ReadonlyMap<Uri, readonly Edit[]>;
  readonly notes: readonly string[];
}

/** A start with the address it gets. */
export interface Moving {
  readonly start: Start;
  readonly address: NewAddress;
}

/**
 * The headers that stand for what uwsgi_params told: the host as the client wrote it, its address, and its scheme. Streams keep
 * their length or their chunks under HTTP/1.1 alone (https://nginx.org/en/docs/http/ngx_http_proxy_module.html).
 */
const headers = [
  'proxy_http_version 1.1;',
  'proxy_set_header Host $http_host;',
  'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
] as const;

/** Only where nginx ends HTTPS itself: elsewhere a load balancer in front sends the header, and nginx hands it on as it did. */
const scheme = 'proxy_set_header X-Forwarded-Proto $scheme;';

/** Parameters of CGI that the headers and the request itself carry. */
const told =
  /^(?:QUERY_STRING|REQUEST_METHOD|CONTENT_TYPE|CONTENT_LENGTH|REQUEST_URI|PATH_INFO|DOCUMENT_ROOT|SERVER_PROTOCOL|REQUEST_SCHEME|HTTPS|UWSGI_SCHEME|REMOTE_ADDR|REMOTE_PORT|SERVER_PORT|SERVER_NAME|SCRIPT_NAME|Host)$/;

/** Directives of the module that have a twin for HTTP, with the same words behind it. */
const twins =
  /^uwsgi_(?:bind|buffer_size|buffering|buffers|busy_buffers_size|cache(?:_\w+)?|connect_timeout|force_ranges|hide_header|ignore_client_abort|ignore_headers|intercept_errors|limit_rate|max_temp_file_size|next_upstream(?:_\w+)?|no_cache|pass_header|pass_request_body|pass_request_headers|read_timeout|request_buffering|send_timeout|socket_keepalive|ssl_\w+|store(?:_access)?|temp_file_write_size|temp_path)$/;

/** The edits of every nginx file that passes on to the old server. */
export const moveNginx = (project: Project, moving: readonly Moving[]): NginxMove => {
  const edits = new Map<Uri, Edit[]>();
  const notes: string[] = [];
  for (const { parsed, facts } of project.all.nginx) {
    const { text } = parsed.file;
    if (!text.includes('uwsgi_pass')) continue;
    const own: Edit[] = [];
    /** Upstreams whose servers are written anew, by name. */
    const upstreams = new Map(facts.upstreams.map((one) => [one.name.text, one]));
    const rewritten = new Set<string>();
    const target = (address: {
      readonly host: string | undefined;
      readonly port: number | undefined;
      readonly path: string | undefined;
    }) => {
      const found = whoListens(address, facts.uri, moving);
      if (!found) return undefined;
      const { path, port, reachedAs } = found.address;
      if (path !== undefined) return `unix:${path}`;
      const host = address.path === undefined && address.host ? address.host : reachedAs;
      return `${host}:${port}`;
    };
    /** `outer` are headers that a block around this one sets: one `proxy_set_header` inside takes them all away. */
    const visit = (directives: readonly Directive[], outer: readonly string[], secure: boolean) => {
      const pass = directives.find(({ name }) => name === 'uwsgi_pass');
      const given = directives.filter(({ name }) => name === 'uwsgi_param').flatMap((one) => headerOf(one) ?? []);
      const inner = pass || given.length === 0 ? outer : given.map(({ name, value }) => `proxy_set_header ${name} ${value};`);
      if (pass) own.push(...passAs(pass));
      for (const directive of directives) {
        if (directive !== pass) own.push(...other(directive, pass !== undefined));
        const server = directive.name === 'server' ? facts.servers.find((one) => one.directive === directive) : undefined;
        if (directive.block) visit(directive.block, inner, server ? server.listens.some(({ ssl }) => ssl) : secure);
      }
      if (pass)
        own.push(...headersBeside(pass, directives, [...headers, ...(secure ? [scheme] : []), ...(given.length > 0 ? [] : outer)], text));
    };
    const passAs = ({ words, nameSpan }: Directive): readonly Edit[] => {
      const [word] = words;
      if (!word) return [];
      const location = facts.servers.flatMap((server) => server.locations).find((one) => one.pass?.span.from === word.span.from);
      const address = location?.pass;
      const upstream = upstreams.get(word.text);
      if (upstream) {
        if (!rewritten.has(word.text)) {
          rewritten.add(word.text);
          for (const server of upstream.servers) {
            const to = target(server);
            if (to !== undefined && server.known) own.push(replace(server.span, to));
          }
        }
        return [replace(nameSpan, 'proxy_pass'), replace(word.span, `http://${word.text}`)];
      }
      // A bare name is an upstream of another file.
      const bare = address?.path === undefined && address?.port === undefined;
      const to = address && word.known && address.known && !bare ? target(address) : undefined;
      return [replace(nameSpan, 'proxy_pass'), replace(word.span, `http://${to ?? word.text}`)];
    };
    const other = (directive: Directive, beside: boolean): readonly Edit[] => {
      const { name, words, nameSpan, span } = directive;
      const whole = (): Edit => replace(wholeLine(text, span), '');
      if (name === 'include' && /(?:^|\/)uwsgi_params$/.test(words[0]?.text ?? '')) return [whole()];
      if (name === 'uwsgi_param') {
        const header = headerOf(directive);
        if (!header && !told.test(words[0]?.text ?? ''))
          notes.push(`The parameter \`${words[0]?.text ?? ''}\` that nginx gave to uWSGI is left out: HTTP carries headers only.`);
        if (!header || !beside) return [whole()];
        const from = directive.span.from;
        return [replace({ from, to: directive.span.to }, `proxy_set_header ${header.name} ${header.value};`)];
      }
      if (twins.test(name)) return [replace(nameSpan, name.replace(/^uwsgi/, 'proxy'))];
      if (/^uwsgi_(?!pass$)/.test(name)) {
        notes.push(`\`${name}\` has no counterpart for HTTP and was taken out of the nginx configuration.`);
        return [whole()];
      }
      return [];
    };
    visit(parsed.tree.directives, [], false);
    if (own.length > 0) edits.set(facts.uri, own);
  }
  return { edits, notes };
};

/** A parameter that Django sees as a header, as that header: `HTTP_X_REAL_IP` is `X-Real-IP`. */
const headerOf = ({ words }: Directive): { readonly name: string; readonly value: string } | undefined => {
  const [parameter, value] = words;
  const name = parameter?.text ?? '';
  if (!parameter || !value || !(name.startsWith('HTTP_') || name.includes('-'))) return undefined;
  const parts = name.replace(/^HTTP_/, '').split(/[_-]/);
  const spelled = parts.map((part) =>
    /^(?:IP|ID|SSL|TLS)$/i.test(part) ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1).toLowerCase(),
  );
  return { name: spelled.join('-'), value: /[\s;"']/.test(value.text) || value.text === '' ? JSON.stringify(value.text) : value.text };
};

/** The whole line of a directive that has one to itself, else the directive. */
const wholeLine = (text: string, { from, to }: { readonly from: number; readonly to: number }) => {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const rest = /^[ \t]*(?:#[^\n]*)?\r?\n/.exec(text.slice(to))?.[0];
  return text.slice(start, from).trim() === '' && rest !== undefined ? { from: start, to: to + rest.length } : { from, to };
};

/** The headers that are not set yet, in lines like that of the pass, behind it. */
const headersBeside = (pass: Directive, directives: readonly Directive[], wanted: readonly string[], text: string): readonly Edit[] => {
  const start = text.lastIndexOf('\n', pass.span.from - 1) + 1;
  const indent = text.slice(start, pass.span.from);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = indent.trim() === '' ? `${end}${indent}` : ' ';
  const set = new Set(
    directives.flatMap((one) => {
      if (one.name === 'proxy_http_version') return ['proxy_http_version'];
      if (one.name === 'proxy_set_header') return [`proxy_set_header ${one.words[0]?.text ?? ''}`];
      const header = one.name === 'uwsgi_param' ? headerOf(one) : undefined;
      return header ? [`proxy_set_header ${header.name}`] : [];
    }),
  );
  const missing = wanted.filter(
    (line) => !set.has(line.startsWith('proxy_http_version') ? 'proxy_http_version' : line.split(' ', 2).join(' ')),
  );
  return [insert(pass.span.to, missing.map((line) => gap + line).join(''))];
};

/** The start that an address leads to: the one that names this file as its proxy, else the one with the same port or socket. */
const whoListens = (
  { port, path }: { readonly port: number | undefined; readonly path: string | undefined },
  file: Uri,
  moving: readonly Moving[],
): Moving | undefined => {
  const named = moving.filter(({ start }) =>
    start.deployments.some(({ proxies }) => proxies.some(({ nginx }) => nginx?.facts.uri === file)),
  );
  const among = named.length > 0 ? named : moving;
  return (
    among.find(({ start }) => oldAddressesOf(start).some((one) => (path !== undefined ? one.path === path : one.port === port))) ??
    (named.length === 1 ? named[0] : undefined)
  );
};
