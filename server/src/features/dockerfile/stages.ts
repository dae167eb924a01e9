// Stages as completions: behind FROM, in `--from=`, in `--mount from=`.
import type { Stage } from '../../languages/dockerfile/facts.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';

/** The names of earlier stages, the nearest first. */
export const stageNames = (stages: readonly Stage[], before: number, span: Span): readonly Completion[] =>
  stages
    .slice(0, before)
    .reverse()
    .flatMap(({ name, image }, i) =>
      name ? [completion(name, 'section', span, { detail: `Stage on ${image.text}`, sort: `0${String(i).padStart(2, '0')}` })] : [],
    );
