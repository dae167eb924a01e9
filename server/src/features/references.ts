// Every place that speaks of the thing under the caret.
import type { Parsed } from '../languages/language.ts';
import { languages } from '../languages/languages.ts';
import { reading } from '../project/uwsgi/reading.ts';
import type { Location } from '../text/span.ts';
import type { Place } from './feature.ts';
import { placeholderPlaces } from './uwsgi/placeholders.ts';

/** All places of the name under the caret, its definitions too when they are wanted. */
export const references = (place: Place, withDefinitions: boolean): readonly Location[] => {
  const { parsed, project, knowledge, offset } = place;
  if (parsed.kind !== 'uwsgi') return [];
  const one = parsed as Parsed<'uwsgi'>;
  const cursor = languages.uwsgi.cursor(one, offset);
  const name = cursor.on === 'reference' && cursor.to === 'placeholder' ? cursor.text : cursor.on === 'name' ? cursor.text : '';
  if (!name || (cursor.on === 'name' && knowledge.find('uwsgi-option', name))) return [];
  return placeholderPlaces(reading(languages.uwsgi.facts(one), project, knowledge), name)
    .filter((found) => withDefinitions || !found.defines)
    .map(({ uri, span }) => ({ uri, span }));
};
