// Every place of the project that names the port, settings module or variable at the caret.
import { namedIn } from '../../project/settings/named.ts';
import { type Location, touches } from '../../text/span.ts';
import type { Place } from '../feature.ts';
import { unique } from './definition.ts';
import { touching } from './touching.ts';
import { variableAt, variablePlaces } from './variables.ts';

/** Empty when the caret is on none of these. `withDefinitions` keeps the places that decide it. */
export const joinedReferences = (place: Place, withDefinitions: boolean): readonly Location[] => {
  const { project, parsed, offset } = place;
  const all = namedIn(project);
  const module = all.find(({ at }) => at.uri === parsed.file.uri && touches(at.span, offset));
  if (module) return unique(all.filter(({ text, variable }) => text === module.text && variable === module.variable).map(({ at }) => at));
  const ports = touching(place).flatMap(({ deployment, as, port }) =>
    as === 'port' ? deployment.ports.filter((one) => one.port === port && (withDefinitions || one.role !== 'listen')) : [],
  );
  if (ports.length > 0) return unique(ports.map(({ at }) => at));
  const name = variableAt(place);
  return name === undefined ? [] : variablePlaces(project, name, withDefinitions);
};
