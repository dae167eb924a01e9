// The places of the name under the caret in its own file: those that give it a value, and those that use it.
import type { Parsed } from '../languages/language.ts';
import type { Span } from '../text/span.ts';
import { composeNameAt, placesOfName } from './compose/names.ts';
import { nameAt } from './dockerfile/names.ts';
import type { Place } from './feature.ts';
import { objectPlaces } from './kubernetes/names.ts';
import { references } from './references.ts';

export interface Highlight {
  readonly span: Span;
  readonly writes: boolean;
}

export const highlights = (place: Place): readonly Highlight[] => {
  const { parsed, project, offset } = place;
  if (parsed.kind === 'dockerfile') {
    const named = project.config.helps('dockerfile') ? nameAt(parsed as Parsed<'dockerfile'>, offset)?.named : undefined;
    return (named?.places ?? []).map(({ span, defines }) => ({ span, writes: defines }));
  }
  if (parsed.kind === 'compose' && project.config.helps('compose-names')) {
    const name = composeNameAt(project, parsed as Parsed<'compose'>, offset);
    const here = name ? placesOfName(project, name).filter(({ uri }) => uri === parsed.file.uri) : [];
    return here.map(({ span, declares }) => ({ span, writes: declares }));
  }
  if (parsed.kind === 'kubernetes') {
    const places = objectPlaces(project, parsed as Parsed<'kubernetes'>, offset);
    return places.filter(({ uri }) => uri === parsed.file.uri).map(({ span, declares }) => ({ span, writes: declares }));
  }
  if (parsed.kind !== 'uwsgi') return [];
  const uses = new Set(references(place, false).map(({ span }) => span.from));
  return references(place, true)
    .filter(({ uri }) => uri === parsed.file.uri)
    .map(({ span }) => ({ span, writes: !uses.has(span.from) }));
};
