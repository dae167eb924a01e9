import { runPlan } from '../plan/flow.ts';
import type { PaletteCommand } from '../start.ts';

/** Static files alone: settings and requirements. */
export const serveStaticFiles: PaletteCommand = {
  name: 'drydock.serveStaticFiles',
  run: (app, near) => runPlan(app, 'static', 'drydock.serveStaticFiles', near),
};
