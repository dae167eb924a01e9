// Completion in settings modules: by what the caret is on. Other Python files get nothing.
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';
import { settingKeys } from './keys.ts';
import { settingNames } from './names.ts';
import { type Seen, seenAt } from './seen.ts';
import { valuesAt } from './values.ts';
import { filesOf, givenVariables } from './variables.ts';

export const completeSettings = (place: Place): readonly Completion[] => {
  const seen = seenAt(place);
  switch (seen?.caret.on) {
    case 'target':
      return settingNames(seen);
    case 'key':
      return settingKeys(seen);
    case 'string':
    case 'value':
      return valuesAt(seen);
    case 'variable':
      return variableNames(seen);
    default:
      return [];
  }
};

/** Variables that the project's files set. */
const variableNames = ({ caret, place }: Seen): readonly Completion[] =>
  caret.on === 'variable'
    ? [...givenVariables(place.project).values()].map((one) =>
        completion(one.name, 'variable', caret.span, { detail: filesOf(place.project, one).join(', ') }),
      )
    : [];
