// The files and folders that a kustomization is made of (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/).
import type { Node } from 'yaml';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';
import { memo } from '../memo.ts';
import { entriesOf, itemsOf, wordOf, type YamlDocument } from '../yaml.ts';

/** A path as written, relative to the folder of the kustomization. */
export interface KustomizationPath {
  readonly path: string;
  readonly span: Span;
  /** `resource`: a file, or a folder with a kustomization; `patch`: a file; `data`: a file whose content is taken, often a secret. */
  readonly as: 'resource' | 'patch' | 'data';
}

const lists: readonly (readonly [key: string, as: KustomizationPath['as']])[] = [
  ['resources', 'resource'],
  ['bases', 'resource'],
  ['components', 'resource'],
  ['crds', 'patch'],
  ['configurations', 'patch'],
  ['patchesStrategicMerge', 'patch'],
  ['generators', 'resource'],
  ['transformers', 'resource'],
];

/** Whether a file, by its path or address, is a kustomization whatever is in it. */
export const isKustomizationFile = (path: string): boolean => /(?:^|\/)kustomization\.ya?ml$/i.test(path);

/** Every path in a file that is a kustomization; those of other repositories are left out. */
export const kustomizationPaths = memo(({ tree, file }: Parsed<'kubernetes'>): readonly KustomizationPath[] => {
  const out: KustomizationPath[] = [];
  for (const document of tree.documents) if (isKustomization(document, file.uri)) read(document, out);
  return out;
});

const isKustomization = (document: YamlDocument, uri: string): boolean =>
  isKustomizationFile(uri) || wordOf(document, entriesOf(document, document.root).get('kind')?.value)?.text === 'Kustomization';

/** An address, or a host with a path, of another repository. */
const remote = /^[a-z][\w+.-]*:|^[\w.-]+@|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\/|\?|\/\/|^\//i;

const read = (document: YamlDocument, out: KustomizationPath[]): void => {
  const root = entriesOf(document, document.root);
  const add = (node: Node | undefined, as: KustomizationPath['as']) => {
    const word = wordOf(document, node);
    // `name=file` gives the content another name; a patch may be written out in the list.
    const path = as === 'data' ? word?.text.replace(/^[^=/]*=/, '') : word?.text;
    if (word && path && !remote.test(path) && !/\s/.test(path)) out.push({ path, span: word.span, as });
  };
  for (const [key, as] of lists) for (const item of itemsOf(document, root.get(key)?.value) ?? []) add(item, as);
  for (const key of ['patches', 'patchesJson6902', 'replacements'])
    for (const item of itemsOf(document, root.get(key)?.value) ?? []) add(entriesOf(document, item).get('path')?.value, 'patch');
  for (const key of ['configMapGenerator', 'secretGenerator'])
    for (const item of itemsOf(document, root.get(key)?.value) ?? [])
      for (const list of ['files', 'envs'])
        for (const one of itemsOf(document, entriesOf(document, item).get(list)?.value) ?? []) add(one, 'data');
};
