// What a Compose file says, as plain data: its services, each value with its place. Files that override each other are joined later.
import type { Node } from 'yaml';
import type { GivenCommand } from '../../commands/start.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { entriesOf, itemsOf, type Template, type YamlDocument, type YamlEntry } from '../yaml.ts';
import type { ComposeVariableUse } from './interpolate.ts';
import { type ComposeMount, type ComposePort, configMountsOf, mountsOf, portsOf } from './ports.ts';
import { type ComposeSetting, type ComposeValue, commandOf, type Reader, reader, settingsOf, testOf } from './value.ts';

export interface ComposeBuild {
  /** Relative to the Compose file (the first one, when several are given). Nothing when it is not written: then it is `.`. */
  readonly context: ComposeValue | undefined;
  /** Relative to the context; `Dockerfile` when it is not written. */
  readonly dockerfile: ComposeValue | undefined;
  readonly inline: ComposeValue | undefined;
  readonly target: ComposeValue | undefined;
  readonly args: readonly ComposeSetting[];
  readonly span: Span;
}

export interface ComposeDependency {
  readonly service: string;
  /** `service_started` when none is written. */
  readonly condition: string;
  readonly span: Span;
}

export interface ComposeHealthcheck {
  /** Switched off with `disable: true` or `test: ["NONE"]`. */
  readonly disabled: boolean;
  /** The test; the words `CMD` and `CMD-SHELL` in front are taken away. */
  readonly test: GivenCommand | undefined;
  readonly span: Span;
}

export interface ComposeService {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  /** The keys that are written or merged in, with their places. */
  readonly keys: ReadonlyMap<string, Span>;
  readonly image: ComposeValue | undefined;
  readonly build: ComposeBuild | undefined;
  /** An empty one takes away what the image has. */
  readonly command: GivenCommand | undefined;
  readonly entrypoint: GivenCommand | undefined;
  readonly environment: readonly ComposeSetting[];
  readonly envFiles: readonly { readonly path: ComposeValue; readonly required: boolean }[];
  readonly ports: readonly ComposePort[];
  readonly expose: readonly ComposeValue[];
  /** Volumes, temporary file systems and configs. */
  readonly volumes: readonly ComposeMount[];
  readonly volumesFrom: readonly ComposeValue[];
  readonly dependsOn: readonly ComposeDependency[];
  readonly healthcheck: ComposeHealthcheck | undefined;
  readonly user: ComposeValue | undefined;
  readonly workingDir: ComposeValue | undefined;
  readonly replicas: ComposeValue | undefined;
  /** The memory it may take, such as `512m`. */
  readonly memory: ComposeValue | undefined;
  readonly restart: ComposeValue | undefined;
  readonly networkMode: ComposeValue | undefined;
  readonly networks: readonly string[];
  /** Other names the service has: its container name, host name, aliases in networks. */
  readonly aliases: readonly string[];
  readonly profiles: readonly string[];
  readonly labels: readonly ComposeSetting[];
  readonly sysctls: readonly ComposeSetting[];
  readonly readOnly: boolean;
  readonly init: boolean;
  readonly stopSignal: ComposeValue | undefined;
  readonly stopGracePeriod: ComposeValue | undefined;
  readonly extends: { readonly service: ComposeValue; readonly file: ComposeValue | undefined; readonly span: Span } | undefined;
}

/** A secret or config of the top level that is read from a file of the host. */
export interface ComposeFile {
  readonly kind: 'secret' | 'config';
  readonly name: string;
  readonly file: ComposeValue;
}

export interface ComposeFacts {
  readonly uri: Uri;
  /** A file that another program fills in first; it is not read. */
  readonly template: Template | undefined;
  /** The project name that is written. */
  readonly name: ComposeValue | undefined;
  readonly services: readonly ComposeService[];
  /** Named volumes that are declared. */
  readonly volumes: ReadonlyMap<string, Span>;
  readonly networks: ReadonlyMap<string, Span>;
  /** Secrets and configs with a `file`. */
  readonly files: readonly ComposeFile[];
  /** Other Compose files that are read with this one. */
  readonly includes: readonly ComposeValue[];
  /** Every variable that Compose fills in. */
  readonly variables: readonly ComposeVariableUse[];
  /** True when something in it could not be read, so that absence cannot be claimed. */
  readonly open: boolean;
}

/** Tree to facts. Never throws; what has the wrong form is left out. */
export const facts = ({ file, tree }: Parsed<'compose'>): ComposeFacts => {
  const [document] = tree.documents;
  const variables: ComposeVariableUse[] = [];
  const none = new Map<string, Span>();
  const base = { uri: file.uri, template: tree.template, variables };
  if (!document)
    return {
      name: undefined,
      services: [],
      volumes: none,
      networks: none,
      files: [],
      includes: [],
      open: tree.template !== undefined,
      ...base,
    };
  const read = reader(document, variables);
  const root = entriesOf(document, document.root);
  const places = (key: string): ReadonlyMap<string, Span> =>
    new Map([...entriesOf(document, root.get(key)?.value)].map(([name, { keySpan }]) => [name, keySpan]));
  const services = entriesOf(document, root.get('services')?.value);
  // Before there was a version, services stood at the top.
  const old = !root.has('services') && !root.has('version') && [...root.values()].some((entry) => isOldService(document, entry));
  const configs = entriesOf(document, root.get('configs')?.value);
  const named = [...(old ? root : services).values()].filter(({ key }) => !key.startsWith('x-'));
  return {
    name: read(root.get('name')?.value),
    services: named.map((entry) => serviceOf(document, entry, configs, read)),
    volumes: places('volumes'),
    networks: places('networks'),
    files: [
      ...filesOf(document, 'secret', entriesOf(document, root.get('secrets')?.value), read),
      ...filesOf(document, 'config', configs, read),
    ],
    includes: (itemsOf(document, root.get('include')?.value) ?? []).flatMap((item) => includeOf(document, item, read)),
    open: document.errors.length > 0,
    ...base,
  };
};

const filesOf = (
  document: YamlDocument,
  kind: ComposeFile['kind'],
  entries: ReadonlyMap<string, YamlEntry>,
  read: Reader,
): readonly ComposeFile[] =>
  [...entries.values()].flatMap(({ key, value }) => {
    const file = read(entriesOf(document, value).get('file')?.value);
    return file ? [{ kind, name: key, file }] : [];
  });

const isOldService = (document: YamlDocument, { value }: YamlEntry): boolean => {
  const keys = entriesOf(document, value);
  return keys.has('image') || keys.has('build');
};

const includeOf = (document: YamlDocument, item: Node, read: Reader): readonly ComposeValue[] => {
  const path = entriesOf(document, item).get('path')?.value;
  const list = itemsOf(document, path) ?? [path ?? item];
  return list.flatMap((one) => read(one) ?? []);
};

const serviceOf = (
  document: YamlDocument,
  { key, keySpan, value, span }: YamlEntry,
  configs: ReadonlyMap<string, YamlEntry>,
  read: Reader,
): ComposeService => {
  const entries = entriesOf(document, value);
  const at = (name: string): Node | undefined => entries.get(name)?.value;
  const list = (name: string): readonly ComposeValue[] => valuesOf(document, at(name), read);
  const words = (name: string): readonly string[] => list(name).map(({ text }) => text);
  const deploy = entriesOf(document, at('deploy'));
  const resources = entriesOf(document, deploy.get('resources')?.value);
  const limits = entriesOf(document, resources.get('limits')?.value);
  const networks = entriesOf(document, at('networks'));
  const aliases = [...networks.values()].flatMap((one) => valuesOf(document, entriesOf(document, one.value).get('aliases')?.value, read));
  const yes = (name: string): boolean => read(at(name))?.text === 'true';
  return {
    name: key,
    nameSpan: keySpan,
    span,
    keys: new Map([...entries].map(([name, entry]) => [name, entry.keySpan])),
    image: read(at('image')),
    build: buildOf(document, entries.get('build'), read),
    command: commandOf(document, entries.get('command'), read),
    entrypoint: commandOf(document, entries.get('entrypoint'), read),
    environment: settingsOf(document, at('environment'), read),
    envFiles: envFilesOf(document, at('env_file'), read),
    ports: portsOf(document, at('ports'), read),
    expose: list('expose'),
    volumes: [...mountsOf(document, entries, read), ...configMountsOf(document, at('configs'), configs, read)],
    volumesFrom: list('volumes_from'),
    dependsOn: dependenciesOf(document, at('depends_on'), read),
    healthcheck: healthcheckOf(document, entries.get('healthcheck'), read),
    user: read(at('user')),
    workingDir: read(at('working_dir')),
    replicas: read(deploy.get('replicas')?.value ?? at('scale')),
    memory: read(limits.get('memory')?.value ?? at('mem_limit')),
    restart: read(at('restart')),
    networkMode: read(at('network_mode')),
    networks: networks.size > 0 ? [...networks.keys()] : words('networks'),
    aliases: [read(at('container_name')), read(at('hostname')), ...aliases].flatMap((one) => (one?.known ? [one.text] : [])),
    profiles: words('profiles'),
    labels: settingsOf(document, at('labels'), read),
    sysctls: settingsOf(document, at('sysctls'), read),
    readOnly: yes('read_only'),
    init: yes('init'),
    stopSignal: read(at('stop_signal')),
    stopGracePeriod: read(at('stop_grace_period')),
    extends: extendsOf(document, entries.get('extends'), read),
  };
};

/** A list of scalars, or one scalar alone. */
const valuesOf = (document: YamlDocument, node: Node | undefined, read: Reader): readonly ComposeValue[] =>
  (itemsOf(document, node) ?? (node ? [node] : [])).flatMap((item) => read(item) ?? []);

const buildOf = (document: YamlDocument, entry: YamlEntry | undefined, read: Reader): ComposeBuild | undefined => {
  if (!entry) return undefined;
  const plain = read(entry.value);
  const entries = entriesOf(document, entry.value);
  if (!plain && entries.size === 0) return undefined;
  const at = (name: string): ComposeValue | undefined => read(entries.get(name)?.value);
  return {
    context: plain ?? at('context'),
    dockerfile: at('dockerfile'),
    inline: at('dockerfile_inline'),
    target: at('target'),
    args: settingsOf(document, entries.get('args')?.value, read),
    span: entry.span,
  };
};

const envFilesOf = (document: YamlDocument, node: Node | undefined, read: Reader): ComposeService['envFiles'] =>
  (itemsOf(document, node) ?? (node ? [node] : [])).flatMap((item) => {
    const entries = entriesOf(document, item);
    const path = read(entries.get('path')?.value ?? item);
    return path ? [{ path, required: read(entries.get('required')?.value)?.text !== 'false' }] : [];
  });

const dependenciesOf = (document: YamlDocument, node: Node | undefined, read: Reader): readonly ComposeDependency[] => {
  const items = itemsOf(document, node);
  if (items) {
    return items.flatMap((item) => {
      const service = read(item);
      return service ? [{ service: service.text, condition: 'service_started', span: service.span }] : [];
    });
  }
  return [...entriesOf(document, node).values()].map(({ key, value, span }) => ({
    service: key,
    condition: read(entriesOf(document, value).get('condition')?.value)?.text ?? 'service_started',
    span,
  }));
};

const healthcheckOf = (document: YamlDocument, entry: YamlEntry | undefined, read: Reader): ComposeHealthcheck | undefined => {
  if (!entry) return undefined;
  const entries = entriesOf(document, entry.value);
  const test = testOf(document, entries.get('test'), read);
  if (test === 'none' || read(entries.get('disable')?.value)?.text === 'true') return { disabled: true, test: undefined, span: entry.span };
  return { disabled: false, test, span: entry.span };
};

const extendsOf = (document: YamlDocument, entry: YamlEntry | undefined, read: Reader): ComposeService['extends'] => {
  if (!entry) return undefined;
  const entries = entriesOf(document, entry.value);
  const service = read(entries.get('service')?.value ?? (entries.size === 0 ? entry.value : undefined));
  return service && { service, file: read(entries.get('file')?.value), span: entry.span };
};
