import { moveCommand } from '../../../server/src/lsp/protocol.ts';
import { runPlan } from '../plan/flow.ts';
import type { PaletteCommand } from '../start.ts';

/** An old set-up becomes one of uvicorn; also from the lamp of a file of the old server. */
export const moveToUvicorn: PaletteCommand = {
  name: 'drydock.moveToUvicorn',
  run: (app, near) => runPlan(app, 'migrate', moveCommand, near),
};
