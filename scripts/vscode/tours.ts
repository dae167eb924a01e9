// All walks through Drydock that a person takes, each in a window of its own.
import { MOVE_TOUR, prepareMoveTour } from './move-tour.ts';
import { prepareScaffoldTour, SCAFFOLD_TOUR } from './scaffold-tour.ts';
import { prepareTour, type Step, TOUR } from './tour.ts';

export interface Tour {
  readonly title: string;
  /** Makes the folder that is opened. */
  prepare(folder: string): Promise<void>;
  readonly steps: readonly Step[];
}

export const TOURS: readonly Tour[] = [
  { title: 'A person at the keyboard', prepare: prepareTour, steps: TOUR },
  { title: 'A person who wants container files', prepare: prepareScaffoldTour, steps: SCAFFOLD_TOUR },
  { title: 'A person who leaves uWSGI', prepare: prepareMoveTour, steps: MOVE_TOUR },
];
