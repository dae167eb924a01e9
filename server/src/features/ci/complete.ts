// What a step of a workflow that builds an image names: the Dockerfile and its stage.
import { offsetIn } from '../../commands/spliced.ts';
import type { Parsed } from '../../languages/language.ts';
import { entriesOf, wordOf } from '../../languages/yaml.ts';
import { yamlCaret } from '../../languages/yaml-caret.ts';
import { factsAt } from '../../project/project.ts';
import { resolve } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';
import { paths } from '../paths.ts';

/** `file:` and `target:` of build-push-action; paths begin at the root of the repository. */
export const completeInCi = ({ project, parsed, offset }: Place): readonly Completion[] => {
  const [document] = (parsed as Parsed<'ci'>).tree.documents;
  const caret = document && yamlCaret(document, offset);
  if (!document || caret?.on !== 'value' || caret.path.at(-2) !== 'with') return [];
  const key = caret.path.at(-1);
  const { source, span } = caret;
  if (key === 'file') {
    const typed = source.text.slice(0, offsetIn(source, offset));
    return paths(project, span, typed, { files: /dockerfile|containerfile/i, folder: project.root });
  }
  if (key !== 'target') return [];
  const input = (name: string): string | undefined => wordOf(document, entriesOf(document, caret.map).get(name)?.value)?.text;
  const path = input('file') ?? `${input('context')?.replace(/\/$/, '') || '.'}/Dockerfile`;
  const stages = factsAt(project, resolve(project.root, path), 'dockerfile')?.stages ?? [];
  return stages.flatMap(({ name, image }) =>
    name ? [completion(name, 'section', span, { detail: `Stage on ${image.text}`, sort: name })] : [],
  );
};
