import { runPlan } from '../plan/flow.ts';
import type { PaletteCommand } from '../start.ts';

/** Everything that starts Daphne starts uvicorn. */
export const moveFromDaphne: PaletteCommand = {
  name: 'drydock.moveFromDaphne',
  run: (app, near) => runPlan(app, 'daphne', 'drydock.moveFromDaphne', near),
};
