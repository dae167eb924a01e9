// The objects that manifests declare by name, and every place that means one of them.
import type { Node } from 'yaml';
import { spanIn } from '../../commands/spliced.ts';
import { type Span, withoutQuotes } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { memo } from '../memo.ts';
import { entriesOf, itemsOf, wordOf, type YamlDocument } from '../yaml.ts';

/** What a place means: an object by its kind, one key of the data of a ConfigMap or Secret, or a `volume` of the same pod. */
export interface KubeMeaning {
  readonly kind: string;
  /** Whether it is a key of that object, and not the object. */
  readonly key: boolean;
}

/** One place of a name. */
export interface KubeName extends KubeMeaning {
  readonly name: string;
  /** For a key: the object it is in; for a volume the file and the place of its object. */
  readonly of: string;
  readonly namespace: string | undefined;
  /** The name alone, without quotes. */
  readonly span: Span;
  readonly declares: boolean;
}

type Path = readonly (string | number)[];

/** What stands under a key whose parent is this one (https://kubernetes.io/docs/reference/kubernetes-api/). */
const under: Readonly<Record<string, string>> = {
  'configMapRef name': 'ConfigMap',
  'configMapKeyRef name': 'ConfigMap',
  'configMap name': 'ConfigMap',
  'secretRef name': 'Secret',
  'secretKeyRef name': 'Secret',
  'secret secretName': 'Secret',
  'secret name': 'Secret',
  'imagePullSecrets name': 'Secret',
  'tls secretName': 'Secret',
  'persistentVolumeClaim claimName': 'PersistentVolumeClaim',
  'service name': 'Service',
  'backend serviceName': 'Service',
  'spec serviceName': 'Service',
  'spec serviceAccountName': 'ServiceAccount',
};

/** Keys whose objects say their kind beside the name. */
const beside: ReadonlySet<string> = new Set(['scaleTargetRef', 'roleRef', 'subjects', 'targetRef']);

/** What the value at a path of an object means, if it is the name of another one. `sibling` reads a value beside it. */
export const meaningAt = (path: Path, sibling: (key: string) => string | undefined): KubeMeaning | undefined => {
  const words = path.filter((part) => typeof part === 'string');
  const key = words.at(-1) ?? '';
  const parent = words.at(-2) ?? '';
  if (key === 'key' && (parent === 'configMapKeyRef' || parent === 'secretKeyRef'))
    return { kind: parent === 'secretKeyRef' ? 'Secret' : 'ConfigMap', key: true };
  if (key === 'name' && (parent === 'volumeMounts' || parent === 'volumeDevices')) return { kind: 'volume', key: false };
  // A route of the Gateway API goes to a Service unless it says otherwise.
  if (key === 'name' && parent === 'backendRefs') return { kind: sibling('kind') ?? 'Service', key: false };
  const plain = `${parent} ${key}`;
  const kind = Object.hasOwn(under, plain) ? under[plain] : beside.has(parent) && key === 'name' ? sibling('kind') : undefined;
  return kind === undefined ? undefined : { kind, key: false };
};

/** All places of names in a file. Helm's templates have none before they are filled in. */
export const namesIn = memo(({ tree, file }: Parsed<'kubernetes'>): readonly KubeName[] => {
  const out: KubeName[] = [];
  for (const document of tree.documents) readObject({ document, uri: file.uri, out }, document.root, 0);
  return out;
});

/** The pod of an object, so that its volumes are told from those of others. */
export const podAt = (uri: Uri, start: number): string => `${uri}#${start}`;

interface Reading {
  readonly document: YamlDocument;
  readonly uri: Uri;
  readonly out: KubeName[];
}

const readObject = (reading: Reading, node: Node | undefined, depth: number): void => {
  const { document, uri, out } = reading;
  const entries = entriesOf(document, node);
  const kind = wordOf(document, entries.get('kind')?.value)?.text;
  if (kind === undefined || depth > 3) return;
  const inner = kind === 'List' ? 'items' : kind === 'Template' ? 'objects' : undefined;
  if (inner) {
    for (const item of itemsOf(document, entries.get(inner)?.value) ?? []) readObject(reading, item, depth + 1);
    return;
  }
  const metadata = entriesOf(document, entries.get('metadata')?.value);
  const namespace = wordOf(document, metadata.get('namespace')?.value)?.text;
  const name = wordOf(document, metadata.get('name')?.value);
  const add = (meaning: KubeMeaning, of: string, text: string, span: Span, declares: boolean) =>
    out.push({ name: text, of, namespace, span: withoutQuotes(document.text, span), declares, ...meaning });
  if (name) add({ kind, key: false }, '', name.text, name.span, true);
  if (kind === 'ConfigMap' || kind === 'Secret')
    for (const part of ['data', 'stringData', 'binaryData'])
      for (const { key, keySpan } of entriesOf(document, entries.get(part)?.value).values())
        add({ kind, key: true }, name?.text ?? '', key, keySpan, true);
  // What kustomize makes has a name like any other.
  for (const [generator, made] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const)
    for (const item of itemsOf(document, entries.get(generator)?.value) ?? []) {
      const word = wordOf(document, entriesOf(document, item).get('name')?.value);
      if (!word) continue;
      add({ kind: made, key: false }, '', word.text, word.span, true);
      for (const literal of itemsOf(document, entriesOf(document, item).get('literals')?.value) ?? []) {
        const pair = wordOf(document, literal);
        const key = pair && /^[^=]+(?==)/.exec(pair.text)?.[0];
        if (key) add({ kind: made, key: true }, word.text, key, spanIn(pair.source, 0, key.length), true);
      }
    }
  const pod = podAt(uri, node?.range?.[0] ?? 0);
  const visit = (at: Node | undefined, path: Path): void => {
    if (path.length > 20) return;
    for (const [i, item] of (itemsOf(document, at) ?? []).entries()) visit(item, [...path, i]);
    const map = entriesOf(document, at);
    const sibling = (key: string): string | undefined => wordOf(document, map.get(key)?.value)?.text;
    for (const { key, value } of map.values()) {
      const here = [...path, key];
      const word = wordOf(document, value);
      const meaning = word && meaningAt(here, sibling);
      if (word && isVolume(here)) add({ kind: 'volume', key: false }, pod, word.text, word.span, true);
      else if (word && meaning)
        add(meaning, meaning.key ? (sibling('name') ?? '') : meaning.kind === 'volume' ? pod : '', word.text, word.span, false);
      else if (!word) visit(value, here);
    }
  };
  for (const { key, value } of entries.values()) if (key !== 'metadata' && key !== 'data') visit(value, [key]);
};

/** The name of a volume of a pod, or of a claim that a StatefulSet makes for each of its own. */
const isVolume = (path: Path): boolean => {
  const words = path.filter((part) => typeof part === 'string');
  const [top = '', middle = '', last = ''] = words.slice(-3);
  return last === 'name' && (middle === 'volumes' || (top === 'volumeClaimTemplates' && middle === 'metadata'));
};
