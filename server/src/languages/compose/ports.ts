// Ports and mounts of a service, in the short and the long form of Compose.
import type { Node } from 'yaml';
import { sliceOf, spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import { covers } from '../../text/span.ts';
import { entriesOf, isMapping, itemsOf, type YamlDocument, type YamlEntry } from '../yaml.ts';
import type { ComposeValue, Reader } from './value.ts';

export interface ComposePort {
  /** The address of the host it is bound to, when one is written. */
  readonly host: string | undefined;
  /** The port of the host; nothing when any free one is taken. A range stays as it is written. */
  readonly published: string | undefined;
  /** The port in the container; nothing when it is a range or not known. */
  readonly target: number | undefined;
  readonly targetSpan: Span;
  readonly protocol: 'tcp' | 'udp' | string;
  readonly span: Span;
}

export interface ComposeMount {
  readonly kind: 'bind' | 'volume' | 'tmpfs' | 'other';
  /** A path of the host or the name of a volume; nothing for anonymous volumes. */
  readonly source: ComposeValue | undefined;
  readonly target: ComposeValue | undefined;
  readonly readOnly: boolean;
  /** A config: its source is a path from the folder of the file, also without `./` in front. */
  readonly config?: true;
  /** With `create_host_path: false`: the engine makes no folder of a source that is not there, but refuses it. */
  readonly mustExist?: true;
  readonly span: Span;
}

export const portsOf = (document: YamlDocument, node: Node | undefined, read: Reader): readonly ComposePort[] =>
  (itemsOf(document, node) ?? []).flatMap((item) => {
    if (!isMapping(document, item)) {
      const value = read(item);
      return value ? [shortPort(value)] : [];
    }
    const entries = entriesOf(document, item);
    const at = (key: string): ComposeValue | undefined => read(entries.get(key)?.value);
    const target = at('target');
    const span = { from: [...entries.values()][0]?.span.from ?? 0, to: [...entries.values()].at(-1)?.span.to ?? 0 };
    return [
      {
        host: at('host_ip')?.text,
        published: at('published')?.text,
        target: target?.known ? numberOf(target.text) : undefined,
        targetSpan: target?.span ?? span,
        protocol: at('protocol')?.text ?? 'tcp',
        span,
      },
    ];
  });

const numberOf = (text: string): number | undefined => (/^\d{1,5}$/.test(text) ? Number(text) : undefined);

/** `[[host:]published:]target[/protocol]`. */
const shortPort = ({ text, span, source }: ComposeValue): ComposePort => {
  const [ports = '', protocol = 'tcp'] = text.split('/', 2);
  const colon = endsOutside(ports);
  const target = ports.slice(colon + 1);
  const front = colon < 0 ? '' : ports.slice(0, colon);
  const host = /^(.*):(\$\{[^}]*\}|[^:]*)$/.exec(front);
  return {
    host: host?.[1],
    published: host ? host[2] || undefined : front || undefined,
    target: numberOf(target),
    targetSpan: spanIn(source, colon + 1, ports.length),
    protocol,
    span,
  };
};

/** The last colon that does not stand in `${…}`. */
const endsOutside = (text: string): number => {
  let level = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === '}') level++;
    else if (text[i] === '{') level--;
    else if (text[i] === ':' && level === 0) return i;
  }
  return -1;
};

export const mountsOf = (document: YamlDocument, service: ReadonlyMap<string, YamlEntry>, read: Reader): readonly ComposeMount[] => {
  const listed = (itemsOf(document, service.get('volumes')?.value) ?? []).flatMap((item): readonly ComposeMount[] => {
    if (!isMapping(document, item)) {
      const value = read(item);
      return value ? [shortMount(value)] : [];
    }
    const entries = entriesOf(document, item);
    const at = (key: string): ComposeValue | undefined => read(entries.get(key)?.value);
    const type = at('type')?.text ?? 'volume';
    const create = read(entriesOf(document, entries.get('bind')?.value).get('create_host_path')?.value)?.text;
    return [
      {
        kind: type === 'bind' || type === 'volume' || type === 'tmpfs' ? type : 'other',
        source: at('source') ?? at('src'),
        target: at('target') ?? at('dst') ?? at('destination'),
        readOnly: /^true$/.test((at('read_only') ?? at('readonly'))?.text ?? ''),
        ...(create === 'false' ? { mustExist: true } : {}),
        span: { from: [...entries.values()][0]?.span.from ?? 0, to: [...entries.values()].at(-1)?.span.to ?? 0 },
      },
    ];
  });
  const tmpfs = service.get('tmpfs')?.value;
  const temporary = (itemsOf(document, tmpfs) ?? (tmpfs ? [tmpfs] : [])).flatMap((item): readonly ComposeMount[] => {
    const target = read(item);
    return target
      ? [{ kind: 'tmpfs', source: undefined, target: cut(target, 0, until(target.text)), readOnly: false, span: target.span }]
      : [];
  });
  return [...listed, ...temporary];
};

/** The `configs` of a service, as what they are to its container: files that are mounted. `all` are those that the file declares. */
export const configMountsOf = (
  document: YamlDocument,
  node: Node | undefined,
  all: ReadonlyMap<string, YamlEntry>,
  read: Reader,
): readonly ComposeMount[] =>
  (itemsOf(document, node) ?? []).flatMap((item): readonly ComposeMount[] => {
    const entries = entriesOf(document, item);
    const source = read(entries.get('source')?.value ?? item);
    if (!source) return [];
    const target = read(entries.get('target')?.value) ?? { ...source, text: `/${source.text}` };
    const file = read(entriesOf(document, all.get(source.text)?.value).get('file')?.value);
    return [{ kind: file ? 'bind' : 'other', source: file, target, readOnly: true, config: true, span: source.span }];
  });

const until = (text: string): number => (text.includes(':') ? text.indexOf(':') : text.length);

const cut = (value: ComposeValue, from: number, to: number): ComposeValue => {
  const span = spanIn(value.source, from, to);
  const text = value.text.slice(from, to);
  const variables = value.variables.filter((one) => covers(span, one.span));
  const known = value.known || !/\$\{?[A-Za-z_]/.test(text);
  return { text, known, variables, span, source: sliceOf(value.source, from, to) };
};

/** `[source:]target[:mode]`; a drive letter of Windows is part of the source. */
const shortMount = (value: ComposeValue): ComposeMount => {
  const { text } = value;
  const parts: { readonly from: number; readonly to: number }[] = [];
  let level = 0;
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    if (text[i] === '{') level++;
    else if (text[i] === '}') level--;
    else if (i === text.length || (text[i] === ':' && level === 0 && !(i === 1 && /^[A-Za-z]:[\\/]/.test(text)))) {
      parts.push({ from, to: i });
      from = i + 1;
    }
  }
  const [first, second, mode] = parts;
  const whole = { from: 0, to: text.length };
  if (!second) return { kind: 'volume', source: undefined, target: cut(value, 0, text.length), readOnly: false, span: value.span };
  const source = cut(value, (first ?? whole).from, (first ?? whole).to);
  const isPath = /^(?:[./~\\]|\$|[A-Za-z]:[\\/])/.test(source.text);
  const flags = mode ? text.slice(mode.from, mode.to).split(',') : [];
  return {
    kind: isPath ? 'bind' : 'volume',
    source,
    target: cut(value, second.from, second.to),
    readOnly: flags.includes('ro'),
    span: value.span,
  };
};
