// What an editor may show between the lines of a file.
import type { Hint, Place } from './feature.ts';
import { settingsHints } from './settings/hints.ts';

/** The hints of a file; none where nobody asked for them (`inlayHints` in the editor's settings). */
export const hints = (place: Omit<Place, 'offset'>): readonly Hint[] => (place.project.config.inlayHints ? settingsHints(place) : []);
