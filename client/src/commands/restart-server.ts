import type { PaletteCommand } from '../start.ts';

/** Ends the server, if it runs, and starts it. */
export const restartServer: PaletteCommand = {
  name: 'drydock.restartServer',
  run: (app) => app.restart(),
};
