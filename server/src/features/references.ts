// Every place that speaks of the thing under the caret.
import type { Parsed } from '../languages/language.ts';
import { languages } from '../languages/languages.ts';
import { reading } from '../project/uwsgi/reading.ts';
import type { Location } from '../text/span.ts';
import { composeNameAt, placesOfName } from './compose/names.ts';
import { variableOfCompose } from './compose/variables.ts';
import { placesOfStage, targetAt, targetsOf } from './deployment/builds.ts';
import { unique } from './deployment/definition.ts';
import { joinedReferences } from './deployment/references.ts';
import { nameAt } from './dockerfile/names.ts';
import type { Place } from './feature.ts';
import { objectPlaces } from './kubernetes/names.ts';
import { settingsReferences } from './settings/definition.ts';
import { defineUwsgi } from './uwsgi/definition.ts';
import { placeholderPlaces } from './uwsgi/placeholders.ts';

/** All places of the name under the caret, its definitions too when they are wanted. */
export const references = (place: Place, withDefinitions: boolean): readonly Location[] => {
  const own = ownReferences(place, withDefinitions);
  const more = joinedReferences(place, withDefinitions);
  return own.length === 0 ? more : unique([...own, ...more]);
};

/** Those in the language of the file. */
const ownReferences = (place: Place, withDefinitions: boolean): readonly Location[] => {
  const { parsed, project, knowledge, offset } = place;
  if (parsed.kind === 'dockerfile') {
    const named = nameAt(parsed as Parsed<'dockerfile'>, offset)?.named;
    if (!named) return [];
    const { uri } = parsed.file;
    const outside = named.kind === 'stage' && named.name !== '' ? targetsOf(project, { uri, name: named.name }) : [];
    // Who builds a stage no tool for single files knows.
    const inside = project.config.helps('dockerfile') ? named.places : [];
    return [...inside.filter(({ defines }) => withDefinitions || !defines).map(({ span }) => ({ uri, span })), ...outside];
  }
  const target = targetAt(project, parsed, offset);
  if (target) {
    const inside = placesOfStage(project, target).filter(({ defines }) => withDefinitions || !defines);
    return [...inside.map(({ span }) => ({ uri: target.uri, span })), ...targetsOf(project, target)];
  }
  if (parsed.kind === 'compose' || parsed.kind === 'dotenv') {
    const places = variableOfCompose(project, parsed as Parsed<'compose'> | Parsed<'dotenv'>, offset, withDefinitions);
    if (places.length > 0) return places;
  }
  if (parsed.kind === 'compose' && project.config.helps('compose-names')) {
    const name = composeNameAt(project, parsed as Parsed<'compose'>, offset);
    if (name) return placesOfName(project, name).filter(({ declares }) => withDefinitions || !declares);
  }
  if (parsed.kind === 'kubernetes') {
    const places = objectPlaces(project, parsed as Parsed<'kubernetes'>, offset);
    if (places.length > 0) return places.filter(({ declares }) => withDefinitions || !declares);
  }
  if (parsed.kind === 'python') return settingsReferences(place, withDefinitions);
  if (parsed.kind !== 'uwsgi') return [];
  const one = parsed as Parsed<'uwsgi'>;
  const cursor = languages.uwsgi.cursor(one, offset);
  if (cursor.on === 'value') return sameTarget(place, withDefinitions);
  const name = (cursor.on === 'reference' && cursor.to === 'placeholder') || cursor.on === 'name' ? cursor.text : '';
  if (!name || (cursor.on === 'name' && knowledge.find('uwsgi-option', name))) return [];
  return placeholderPlaces(reading(languages.uwsgi.facts(one), project, knowledge), name)
    .filter((found) => withDefinitions || !found.defines)
    .map(({ uri, span }) => ({ uri, span }));
};

/** Every value of the project's uwsgi files that leads to the file the value under the caret leads to. */
const sameTarget = ({ parsed, project, knowledge, offset }: Place, withDefinitions: boolean): readonly Location[] => {
  const target = (uwsgi: Parsed<'uwsgi'>, at: number) =>
    defineUwsgi(reading(languages.uwsgi.facts(uwsgi), project, knowledge), languages.uwsgi.cursor(uwsgi, at));
  const definitions = target(parsed as Parsed<'uwsgi'>, offset);
  const wanted = definitions[0]?.uri;
  if (!wanted) return [];
  const out: Location[] = withDefinitions ? [...definitions] : [];
  for (const file of project.all.uwsgi) {
    for (const { options } of file.facts.sections) {
      for (const { name, value } of options) {
        if (!/^(?:include|inherit|ini|config|module|wsgi|wsgi-file|file|mount)$/.test(name)) continue;
        if (target(file.parsed, value.span.from)[0]?.uri === wanted) out.push({ uri: file.facts.uri, span: value.span });
      }
    }
  }
  return out;
};
