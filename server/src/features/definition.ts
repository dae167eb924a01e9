// Where the thing under the caret is made.
import type { FileKind, Parsed } from '../languages/language.ts';
import { languageOf, languages } from '../languages/languages.ts';
import { reading } from '../project/uwsgi/reading.ts';
import { type Location, touches } from '../text/span.ts';
import { defineSite } from './command/answers.ts';
import { siteAt } from './command/sites.ts';
import { definedName } from './compose/names.ts';
import { definedVariable } from './compose/variables.ts';
import { defineJoined } from './deployment/definition.ts';
import { defineDockerfile } from './dockerfile/definition.ts';
import type { Place } from './feature.ts';
import { definedObject } from './kubernetes/names.ts';
import { defineSettings } from './settings/definition.ts';
import { defineUwsgi } from './uwsgi/definition.ts';

/** The places that define what the caret is on; empty when there is none. */
export const definition = (place: Place): readonly Location[] => {
  const found = ownDefinition(place);
  const { parsed, offset } = place;
  // A variable that is set in an image is its own definition: who reads it says more.
  const here = found.length === 1 && found[0]?.uri === parsed.file.uri && touches(found[0].span, offset);
  if (found.length > 0 && !here) return found;
  const joined = defineJoined(place);
  return joined.length > 0 ? joined : found;
};

/** What the language of the file says by itself. */
const ownDefinition = (place: Place): readonly Location[] => {
  const { parsed, project, knowledge, offset } = place;
  if (parsed.kind === 'dockerfile') return defineDockerfile(place);
  if (parsed.kind === 'python') return defineSettings(place);
  if (parsed.kind === 'compose') {
    const variable = definedVariable(project, parsed as Parsed<'compose'>, offset);
    if (variable.length > 0) return variable;
  }
  if (parsed.kind === 'compose' && project.config.helps('compose-names')) {
    const named = definedName(project, parsed as Parsed<'compose'>, offset);
    if (named.length > 0) return named;
  }
  if (parsed.kind === 'kubernetes') {
    const objects = definedObject(project, parsed as Parsed<'kubernetes'>, offset);
    if (objects.length > 0) return objects;
  }
  if (parsed.kind !== 'uwsgi') {
    const site = siteAt(place);
    const found = site && defineSite(place, site);
    return found ? [found] : [];
  }
  const one = parsed as Parsed<'uwsgi'>;
  const cursor = languageOf(parsed as Parsed<FileKind>).cursor(parsed as Parsed<FileKind>, offset);
  return defineUwsgi(reading(languages.uwsgi.facts(one), project, knowledge), cursor);
};
