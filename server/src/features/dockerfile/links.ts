// Links in a Dockerfile: pages of images, and files of the build context.
import { readImage } from '../../languages/dockerfile/image.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { buildsOf, imageNamed } from '../../project/deployment/images.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import type { Project } from '../../project/project.ts';
import type { Span } from '../../text/span.ts';
import { resolve } from '../../text/uri.ts';
import type { Link } from '../links.ts';

/** The page about an image; nothing for registries whose pages have no known address. */
export const imagePage = (text: string): string | undefined => {
  if (text === 'scratch' || /[$\s]/.test(text)) return undefined;
  const { registry, repository } = readImage(text);
  if (!/^[a-z0-9][a-z0-9._/-]*$/.test(repository)) return undefined;
  const [owner = '', ...rest] = repository.split('/');
  const name = rest.join('/');
  switch (registry) {
    case '':
      return name ? `https://hub.docker.com/r/${repository}` : `https://hub.docker.com/_/${owner}`;
    case 'ghcr.io':
      return rest.length === 1 ? `https://github.com/${repository}/pkgs/container/${name}` : undefined;
    case 'quay.io':
      return name ? `https://quay.io/repository/${repository}` : undefined;
    case 'mcr.microsoft.com':
      return `https://mcr.microsoft.com/artifact/mar/${repository}`;
    case 'public.ecr.aws':
      return name ? `https://gallery.ecr.aws/${repository}` : undefined;
    case 'gcr.io':
      return owner === 'distroless' ? 'https://github.com/GoogleContainerTools/distroless' : undefined;
    default:
      return undefined;
  }
};

export const linksOf = (project: Project, parsed: Parsed<'dockerfile'>): readonly Link[] => {
  const facts = languages.dockerfile.facts(parsed);
  const out: Link[] = [];
  const page = (text: string, span: Span | undefined) => {
    // One that is built here has no page: definition leads to where.
    const isOurs = span !== undefined && imageNamed(buildsOf(project), { text, known: true, span }) !== undefined;
    const target = isOurs ? undefined : imagePage(text);
    if (span && target) out.push({ span, target });
  };
  if (project.config.helps('dockerfile')) {
    for (const node of parsed.tree.nodes) if (node.is === 'directive' && node.name === 'syntax') page(node.value, node.valueSpan);
    for (const { image, parent, from, copies } of facts.stages) {
      const word = from.words[0];
      if (!parent && image.known && word) page(image.text, word.span);
      for (const { from: source, stage } of copies) if (source?.known && !stage) page(source.text, source.span);
    }
  }
  const context = contextOf(project, facts);
  for (const { copies } of facts.stages) {
    for (const { from, sources } of copies) {
      if (from) continue;
      for (const { text, known, span } of sources) {
        const found = known ? sourceIn(project, context, text) : undefined;
        if (!found?.exists || found.wildcard || found.path === '' || found.ignored) continue;
        const uri = resolve(context.folder, `./${found.path}`);
        if (project.list(uri).length === 0) out.push({ span, target: uri });
      }
    }
  }
  return out.filter(({ span }) => !parsed.tree.text.slice(span.from, span.to).includes('\n'));
};
