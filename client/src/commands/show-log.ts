import type { PaletteCommand } from '../start.ts';

export const showLog: PaletteCommand = {
  name: 'drydock.showLog',
  run({ log }) {
    log.show();
    return Promise.resolve();
  },
};
