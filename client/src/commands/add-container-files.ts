import { runPlan } from '../plan/flow.ts';
import type { PaletteCommand } from '../start.ts';

/** Everything a container needs: its files, settings, requirements. */
export const addContainerFiles: PaletteCommand = {
  name: 'drydock.addContainerFiles',
  run: (app, near) => runPlan(app, 'init', 'drydock.addContainerFiles', near),
};
