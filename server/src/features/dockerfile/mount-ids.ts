// Names of mounts: those that other mounts of the file have, and for secrets those that Compose files declare.
import { namesIn } from '../../languages/compose/names.ts';
import type { DockerfileFacts } from '../../languages/dockerfile/facts.ts';
import { mountsOf } from '../../languages/dockerfile/mounts.ts';
import { type Span, touches } from '../../text/span.ts';
import { baseName } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';

/** Names that the `id` of a mount of this type may have; the one at the offset itself is left out. */
export const mountIds = (
  { project }: Place,
  { stages }: DockerfileFacts,
  type: string,
  span: Span,
  offset: number,
): readonly Completion[] => {
  const names = new Map<string, string>();
  for (const { instructions } of stages)
    for (const instruction of instructions)
      for (const mount of mountsOf(instruction)) {
        const id = mount.options.find(({ name }) => name === 'id');
        if (mount.type === type && id?.value && !touches(mount.span, offset)) names.set(id.value, 'Used in this file');
      }
  if (type === 'secret')
    for (const { parsed, facts } of project.all.compose)
      for (const { kind, name, declares } of namesIn(parsed))
        if (declares && kind === 'secret' && !names.has(name)) names.set(name, `Declared in ${baseName(facts.uri)}`);
  return [...names].map(([name, detail]) => completion(name, 'value', span, { detail }));
};
