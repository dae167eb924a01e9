// Renaming what a Compose file declares, in all files that are read together.
import type { Parsed } from '../../languages/language.ts';
import type { Location, Span } from '../../text/span.ts';
import type { Place } from '../feature.ts';
import { composeNameAt, declaredNames, placesOfName } from './names.ts';

const nameAt = ({ project, parsed, offset }: Place) => composeNameAt(project, parsed as Parsed<'compose'>, offset);

/** What would be renamed at the caret; nothing for names that no file of ours declares. */
export const renameableInCompose = (place: Place): { readonly name: string; readonly span: Span } | undefined => {
  const at = nameAt(place);
  return at && placesOfName(place.project, at)[0]?.declares ? { name: at.name, span: at.span } : undefined;
};

/** Why a name cannot be given; undefined when it can. */
export const refusalInCompose = (place: Place, name: string): string | undefined => {
  const at = nameAt(place);
  if (!at) return undefined;
  // https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) return 'A name has letters, digits, dots, dashes and underscores';
  if (name !== at.name && declaredNames(place.project, at.uri, at.kind).some((one) => one.name === name))
    return `There is another ${at.kind} called \`${name}\``;
  return undefined;
};

/** Every place that gets the new name. */
export const renamedInCompose = (place: Place): readonly Location[] => {
  const at = nameAt(place);
  return at ? placesOfName(place.project, at).map(({ uri, span }) => ({ uri, span })) : [];
};
