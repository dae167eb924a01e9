import { commands, ProgressLocation, window } from 'vscode';
import { type Checked, checkProject } from '../../../server/src/lsp/protocol.ts';
import type { PaletteCommand } from '../start.ts';

/** `2 errors, 1 warning`: what there is of each kind, worst first. */
const listed = ({ errors, warnings, infos, hints }: Checked): string =>
  [
    { count: errors, noun: 'error' },
    { count: warnings, noun: 'warning' },
    { count: infos, noun: 'piece of information', many: 'pieces of information' },
    { count: hints, noun: 'hint' },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, noun, many }) => `${count} ${count === 1 ? noun : (many ?? `${noun}s`)}`)
    .join(', ');

/** Has everything read and judged anew, and says in one message what came of it. */
export const checkProjectCommand: PaletteCommand = {
  name: 'drydock.checkProject',
  async run({ client, ready }) {
    const checked = await window.withProgress({ location: ProgressLocation.Window, title: 'Drydock checks the project' }, async () => {
      await ready();
      return client.sendRequest<Checked>(checkProject);
    });
    const files = checked.files === 1 ? '1 file' : `${checked.files} files`;
    const found = listed(checked);
    if (found) await commands.executeCommand('workbench.actions.view.problems');
    if (checked.files === 0) void window.showInformationMessage('Drydock found no file that it knows in this workspace.');
    else
      void window.showInformationMessage(
        found ? `Drydock looked at ${files} and found ${found}.` : `Drydock looked at ${files} and found no problem.`,
      );
  },
};
