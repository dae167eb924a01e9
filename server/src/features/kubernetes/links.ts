// Links in manifests: the files and folders of a kustomization, and the pages of images that nobody here builds.
import type { Node } from 'yaml';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { entriesOf, itemsOf, wordOf, type YamlDocument } from '../../languages/yaml.ts';
import { buildsOf, imageNamed } from '../../project/deployment/images.ts';
import type { Project } from '../../project/project.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import { imagePage } from '../dockerfile/links.ts';
import type { Link } from '../links.ts';

/** Keys of a kustomization whose items are files, or folders with a kustomization (https://kubectl.docs.kubernetes.io/references/kustomize/). */
const lists = ['resources', 'bases', 'components', 'crds', 'configurations', 'patchesStrategicMerge', 'generators', 'transformers'];
const generators = ['configMapGenerator', 'secretGenerator'];

export const kubernetesLinks = (project: Project, parsed: Parsed<'kubernetes'>): readonly Link[] => {
  const facts = languages.kubernetes.facts(parsed);
  const out: Link[] = [];
  for (const { pod } of facts.workloads)
    for (const { image } of pod.containers) {
      const target = image?.known && !imageNamed(buildsOf(project), image) ? imagePage(image.text) : undefined;
      if (image && target) out.push({ span: image.span, target });
    }
  const folder = parent(facts.uri);
  for (const document of parsed.tree.documents) {
    if (!isKustomization(document, facts.uri)) continue;
    const root = entriesOf(document, document.root);
    const file = (node: Node | undefined) => {
      const word = wordOf(document, node);
      // `name=file` gives the file another name.
      const path = word?.text.replace(/^[^=/]*=/, '');
      const target = word && path && !/^[a-z]+:|^\//.test(path) ? fileAt(project, resolve(folder, path)) : undefined;
      if (word && target) out.push({ span: word.span, target });
    };
    for (const key of lists) for (const item of itemsOf(document, root.get(key)?.value) ?? []) file(item);
    for (const key of ['patches', 'patchesJson6902', 'replacements'])
      for (const item of itemsOf(document, root.get(key)?.value) ?? []) file(entriesOf(document, item).get('path')?.value);
    for (const key of generators)
      for (const item of itemsOf(document, root.get(key)?.value) ?? [])
        for (const list of ['files', 'envs'])
          for (const one of itemsOf(document, entriesOf(document, item).get(list)?.value) ?? []) file(one);
  }
  return out.filter(({ span }) => !parsed.tree.text.slice(span.from, span.to).includes('\n'));
};

const isKustomization = (document: YamlDocument, uri: Uri): boolean =>
  /\/kustomization\.ya?ml$/i.test(uri) || wordOf(document, entriesOf(document, document.root).get('kind')?.value)?.text === 'Kustomization';

/** The file itself; for a folder the kustomization in it. */
const fileAt = ({ exists, list }: Project, uri: Uri): Uri | undefined => {
  if (!exists(uri)) return undefined;
  if (list(uri).length === 0) return uri;
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].map((name) => resolve(uri, `./${name}`)).find((one) => exists(one));
};
