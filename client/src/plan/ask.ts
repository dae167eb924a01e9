// One question of a flow, in the palette: the answer of the project stands first, and Enter takes it.
import { QuickInputButtons, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { PlanQuestion } from '../../../server/src/lsp/protocol.ts';

/** What came of a question. `rest`: take the detected answers, here and for all questions that follow. */
export type Answered =
  | { readonly is: 'chosen'; readonly values: readonly string[] }
  | { readonly is: 'back' }
  | { readonly is: 'rest' }
  | { readonly is: 'cancelled' };

interface Item extends QuickPickItem {
  readonly value: string;
}

const takeRest = { iconPath: new ThemeIcon('pass-filled'), tooltip: 'Take the marked answers, here and for all questions that follow' };

/** Why an answer is marked. */
const mark = ({ because }: PlanQuestion): string => (because ? `detected: ${because}` : 'recommended');

/** Asks; `before` are the values of an earlier answer, which come back when one goes back. */
export const ask = (title: string, question: PlanQuestion, steps: number, before: readonly string[] | undefined): Promise<Answered> => {
  const { choices, detected, many, number } = question;
  const items = [...choices]
    .sort((a, b) => Number(b.value === detected) - Number(a.value === detected))
    .map(({ value, label, brief }): Item => {
      const marked = value === detected;
      return {
        value,
        label: marked ? `$(pass-filled) ${label}` : many ? label : `$(circle-large-outline) ${label}`,
        description: [brief, marked ? mark(question) : ''].filter(Boolean).join(' · '),
      };
    });
  const pick = window.createQuickPick<Item>();
  pick.title = title;
  pick.step = number;
  pick.totalSteps = steps;
  pick.placeholder = many ? `${question.title} Choose any number, or none` : question.title;
  pick.canSelectMany = many;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.buttons = number > 1 ? [QuickInputButtons.Back, takeRest] : [takeRest];
  pick.items = items;
  const kept = items.filter(({ value }) => before?.includes(value));
  const first = kept.length > 0 ? kept : items.slice(0, 1);
  if (many) pick.selectedItems = kept;
  else pick.activeItems = first;
  return new Promise((resolve) => {
    const end = (answered: Answered): void => {
      resolve(answered);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      // Who presses Enter at once is faster than the word that the first row is marked.
      const marked = pick.activeItems.length === 0 && pick.value === '' ? first : pick.activeItems;
      const chosen = many ? pick.selectedItems : marked.slice(0, 1);
      if (many || chosen.length === 1) end({ is: 'chosen', values: chosen.map(({ value }) => value) });
    });
    pick.onDidTriggerButton((button) => end({ is: button === QuickInputButtons.Back ? 'back' : 'rest' }));
    pick.onDidHide(() => end({ is: 'cancelled' }));
    pick.show();
  });
};
