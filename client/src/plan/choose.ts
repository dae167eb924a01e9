// Which files of a plan are written, and the last word before it happens.
import { type QuickInputButton, QuickInputButtons, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { Planned, PlannedFile } from '../../../server/src/lsp/protocol.ts';

/** `replace`: the text of a file is given up, or, asked again, kept. */
export type Chosen =
  | { readonly is: 'chosen'; readonly files: readonly PlannedFile[] }
  | { readonly is: 'replace'; readonly path: string }
  | { readonly is: 'back' }
  | { readonly is: 'cancelled' };

interface Item extends QuickPickItem {
  readonly file?: PlannedFile;
}

const replaceButton = (file: PlannedFile): readonly QuickInputButton[] => {
  if (file.instead === undefined || !file.changes) return [];
  const given = file.path === file.instead;
  return [
    given
      ? { iconPath: new ThemeIcon('discard'), tooltip: `Keep ${file.instead} and write beside it` }
      : { iconPath: new ThemeIcon('replace'), tooltip: `Write over ${file.instead} instead of beside it` },
  ];
};

/** Lets one choose among the files; those in `left` were left out before and stay so. */
export const chooseFiles = (title: string, plan: Planned, left: Set<string>): Promise<Chosen> => {
  const item = (file: PlannedFile): Item => ({ label: file.path, description: file.brief, buttons: replaceButton(file), file });
  const changes = plan.files.filter((file) => file.changes).map(item);
  const same = plan.files.filter((file) => !file.changes).map(item);
  const pick = window.createQuickPick<Item>();
  pick.title = title;
  pick.step = plan.questions + 1;
  pick.totalSteps = plan.questions + 2;
  pick.placeholder = 'Which files? The next step shows every line';
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.buttons = plan.questions > 0 ? [QuickInputButtons.Back] : [];
  pick.items = same.length > 0 ? [...changes, { label: 'Nothing to do', kind: QuickPickItemKind.Separator }, ...same] : changes;
  pick.selectedItems = changes.filter(({ label }) => !left.has(label));
  return new Promise((resolve) => {
    const end = (chosen: Chosen): void => {
      const taken = new Set(pick.selectedItems.map(({ label }) => label));
      left.clear();
      for (const { label } of changes) if (!taken.has(label)) left.add(label);
      resolve(chosen);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const files = pick.selectedItems.flatMap(({ file }) => (file?.changes ? [file] : []));
      if (files.length > 0) end({ is: 'chosen', files });
      else pick.placeholder = 'Nothing is chosen: take at least one file, or press Escape';
    });
    pick.onDidTriggerItemButton(({ item: { file } }) => {
      if (file?.instead !== undefined) end({ is: 'replace', path: file.instead });
    });
    pick.onDidTriggerButton(() => end({ is: 'back' }));
    pick.onDidHide(() => end({ is: 'cancelled' }));
    pick.show();
  });
};

/** Asks whether what the preview shows shall be written; stays while one reads and scrolls there, or opens the plan's page. */
export const confirmWriting = (
  title: string,
  { questions, page }: Planned,
  count: number,
  open: (page: NonNullable<Planned['page']>) => Promise<void>,
): Promise<'write' | 'back' | 'cancelled'> => {
  const files = count === 1 ? '1 file' : `${count} files`;
  const write = { label: `$(check) Write ${files}`, description: 'as one step, with an Undo for all of it' };
  const read = page && { label: `$(book) ${page.button}`, description: 'without writing anything' };
  const cancel = { label: '$(close) Write nothing' };
  const pick = window.createQuickPick();
  pick.title = title;
  pick.step = questions + 2;
  pick.totalSteps = questions + 2;
  pick.placeholder = 'This is what would change';
  pick.ignoreFocusOut = true;
  pick.buttons = [QuickInputButtons.Back];
  pick.items = [write, ...(read ? [read] : []), cancel];
  return new Promise((resolve) => {
    const end = (chosen: 'write' | 'back' | 'cancelled'): void => {
      resolve(chosen);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const [chosen] = pick.activeItems;
      if (!chosen) return;
      if (page && chosen === read) void open(page).then(() => pick.show());
      else end(chosen === write ? 'write' : 'cancelled');
    });
    pick.onDidTriggerButton(() => end('back'));
    pick.onDidHide(() => end('cancelled'));
    pick.show();
  });
};
