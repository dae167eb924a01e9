// Links in a Compose file: the files it names, and the pages of images that nobody here builds.
import type { ComposeValue } from '../../languages/compose/value.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { entriesOf, wordOf } from '../../languages/yaml.ts';
import { buildsOf, imageNamed } from '../../project/deployment/images.ts';
import { stackFoldersOf } from '../../project/deployment/stacks.ts';
import { isFile, type Project } from '../../project/project.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import { imagePage } from '../dockerfile/links.ts';
import type { Link } from '../links.ts';

type Written = Pick<ComposeValue, 'text' | 'span'> & { readonly known?: boolean };

export const composeLinks = (project: Project, parsed: Parsed<'compose'>): readonly Link[] => {
  const facts = languages.compose.facts(parsed);
  const { uri, services, includes } = facts;
  const out: Link[] = [];
  const { config } = project;
  if (config.helps('compose-names')) {
    // Paths of services begin where the first of the files lies that are read together.
    const [folder = parent(uri)] = stackFoldersOf(project, uri);
    const file = (value: Written | undefined, from: Uri = folder) => {
      if (!value || value.known === false || /^[~$\\]|^[A-Za-z]:/.test(value.text) || value.text.startsWith('/')) return;
      const target = resolve(from, value.text);
      if (isFile(project, target)) out.push({ span: value.span, target });
    };
    for (const one of includes) file(one, parent(uri));
    for (const { envFiles, extends: from, volumes } of services) {
      for (const { path } of envFiles) file(path);
      file(from?.file, parent(uri));
      for (const { kind, source, config: declared } of volumes) if (kind === 'bind' && !declared) file(source);
    }
    for (const one of declaredFiles(parsed)) file(one);
  }
  if (config.helps('compose'))
    for (const { image, build } of services) {
      const target = image?.known && !build && !imageNamed(buildsOf(project), image) ? imagePage(image.text) : undefined;
      if (image && target) out.push({ span: image.span, target });
    }
  const { text } = parsed.tree;
  // Services that share a part by an alias name the same place.
  const once = new Map(out.map((link) => [link.span.from, link]));
  return [...once.values()].filter(({ span }) => !text.slice(span.from, span.to).includes('\n'));
};

/** What `file:` of secrets and configs says. */
const declaredFiles = ({ tree: { documents } }: Parsed<'compose'>): readonly Written[] => {
  const [document] = documents;
  if (!document) return [];
  const root = entriesOf(document, document.root);
  return ['secrets', 'configs'].flatMap((key) =>
    [...entriesOf(document, root.get(key)?.value).values()].flatMap(
      ({ value }) => wordOf(document, entriesOf(document, value).get('file')?.value) ?? [],
    ),
  );
};
