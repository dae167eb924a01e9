// All walks through Drydock that a person takes, each in a window of its own.
import { MOVE_TOUR, prepareMoveTour } from './move-tour.ts';
import { prepareScaffoldTour, SCAFFOLD_TOUR, UNTRUSTED_TOUR } from './scaffold-tour.ts';
import { type Settings, UNTRUSTED } from './settings.ts';
import { prepareTour, type Step, TOUR } from './tour.ts';

export interface Tour {
  readonly title: string;
  /** Makes the folder that is opened. */
  prepare(folder: string): Promise<void>;
  readonly steps: readonly Step[];
  readonly userSettings?: Settings;
}

export const TOURS: readonly Tour[] = [
  { title: 'A person at the keyboard', prepare: prepareTour, steps: TOUR },
  {
    title: 'A person who wants container files',
    prepare: prepareScaffoldTour,
    steps: SCAFFOLD_TOUR,
    // As on a desktop: what is typed is saved by hand.
    userSettings: { 'files.autoSave': 'off' },
  },
  { title: 'A person who leaves uWSGI', prepare: prepareMoveTour, steps: MOVE_TOUR },
  {
    title: 'A person who does not trust a folder',
    prepare: prepareScaffoldTour,
    steps: UNTRUSTED_TOUR,
    userSettings: UNTRUSTED,
  },
];
