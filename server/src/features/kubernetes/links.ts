// Links in manifests: the files and folders of a kustomization, and the pages of images that nobody here builds.
import { kustomizationPaths } from '../../languages/kubernetes/kustomization.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { buildsOf, imageNamed } from '../../project/deployment/images.ts';
import type { Project } from '../../project/project.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import { imagePage } from '../dockerfile/links.ts';
import type { Link } from '../links.ts';

export const kubernetesLinks = (project: Project, parsed: Parsed<'kubernetes'>): readonly Link[] => {
  const facts = languages.kubernetes.facts(parsed);
  const out: Link[] = [];
  for (const { pod } of facts.workloads)
    for (const { image } of pod.containers) {
      const target = image?.known && !imageNamed(buildsOf(project), image) ? imagePage(image.text) : undefined;
      if (image && target) out.push({ span: image.span, target });
    }
  for (const { path, span } of kustomizationPaths(parsed)) {
    const target = fileAt(project, resolve(parent(facts.uri), path));
    if (target) out.push({ span, target });
  }
  return out.filter(({ span }) => !parsed.tree.text.slice(span.from, span.to).includes('\n'));
};

/** The file itself; for a folder the kustomization in it. */
const fileAt = ({ exists, list }: Project, uri: Uri): Uri | undefined => {
  if (!exists(uri)) return undefined;
  if (list(uri).length === 0) return uri;
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].map((name) => resolve(uri, `./${name}`)).find((one) => exists(one));
};
