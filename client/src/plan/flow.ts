// The way of a command that writes files: questions, the list of files, a preview, one edit, and an Undo.
import { commands, Position, ProgressLocation, Range, Uri, window } from 'vscode';
import {
  type PlanAsked,
  type PlanKind,
  type Planned,
  type PlannedFile,
  type PlanQuestion,
  type PlanRefused,
  type PlanStep,
  planStep,
} from '../../../server/src/lsp/protocol.ts';
import type { App } from '../start.ts';
import { type Answered, ask } from './ask.ts';
import { chooseFiles, confirmWriting } from './choose.ts';
import { undo } from './undo.ts';
import { outdated, type Written, writeFiles } from './write.ts';

interface Answer {
  readonly name: string;
  readonly values: readonly string[];
}

/** Runs a flow from its first question to its end. `name` is that of its command; `near` is the file it was called on, if that was handed over. */
export const runPlan = async (app: App, kind: PlanKind, name: string, near: unknown): Promise<void> => {
  const title = titleOf(app, name);
  try {
    await app.ready();
  } catch {
    const log = 'Show Log';
    const chosen = await window.showErrorMessage('The Drydock server does not run, so nothing can be planned.', log);
    if (chosen === log) await commands.executeCommand('drydock.showLog');
    return;
  }
  const file = typeof near === 'string' ? near : (near instanceof Uri ? near : window.activeTextEditor?.document.uri)?.toString();
  const given: Answer[] = [];
  const before = new Map<string, readonly string[]>();
  const replace = new Set<string>();
  const left = new Set<string>();
  let rest = false;
  for (;;) {
    const step = await next(app, {
      kind,
      ...(file === undefined ? {} : { near: file }),
      answers: Object.fromEntries(given.map(({ name, values }) => [name, values])),
      replace: [...replace],
    });
    if (step.is === 'refused') {
      void refuse(step);
      return;
    }
    if (step.is === 'question') {
      const answered: Answered = rest ? taken(step) : await ask(title, step, step.of + 2, before.get(step.name));
      if (answered.is === 'cancelled') return;
      if (answered.is === 'back') given.pop();
      else {
        rest ||= answered.is === 'rest';
        const { values } = answered.is === 'chosen' ? answered : taken(step);
        before.set(step.name, values);
        given.push({ name: step.name, values });
      }
      continue;
    }
    const ended = await finish(app, title, step, replace, left);
    if (ended === 'ended') return;
    rest = false;
    if (ended === 'back') given.pop();
  }
};

/** The title of a command, as the palette has it. */
const titleOf = ({ context }: App, name: string): string => {
  const { contributes } = context.extension.packageJSON as { contributes: { commands: { command: string; title: string }[] } };
  return (contributes.commands.find(({ command }) => command === name)?.title ?? 'Drydock').replace(/…$/, '');
};

/** Says why nothing can be done, and leads to the places that must change first. */
const refuse = async ({ sentence, places = [] }: PlanRefused): Promise<void> => {
  const show = 'Show Places';
  const chosen = await window.showWarningMessage(sentence, ...(places.length > 0 ? [show] : []));
  if (chosen !== show) return;
  const items = places.map((place) => ({ label: `${place.path}:${place.line + 1}`, description: place.text.trim(), place }));
  const picked = await window.showQuickPick(items, { title: sentence, matchOnDescription: true });
  if (!picked) return;
  const at = new Position(picked.place.line, 0);
  await window.showTextDocument(Uri.parse(picked.place.uri), { selection: new Range(at, at) });
};

const taken = ({ many, detected }: PlanQuestion) => ({ is: 'chosen' as const, values: many ? [] : [detected] });

const next = (app: App, asked: PlanAsked): Thenable<PlanStep> =>
  window.withProgress({ location: ProgressLocation.Window, title: 'Drydock reads the project' }, () =>
    app.client.sendRequest<PlanStep>(planStep, asked),
  );

/** From the list of files to the end. `back` to the last question, `again` when the plan must be made anew. */
const finish = async (
  app: App,
  title: string,
  plan: Planned,
  replace: Set<string>,
  left: Set<string>,
): Promise<'ended' | 'back' | 'again'> => {
  if (!plan.files.some(({ changes }) => changes)) {
    await tell(app, 'Nothing is left to write: all files are as Drydock would make them.', plan);
    return 'ended';
  }
  for (;;) {
    const chosen = await chooseFiles(title, plan, left);
    if (chosen.is === 'cancelled') return 'ended';
    if (chosen.is === 'back') return 'back';
    if (chosen.is === 'replace') {
      if (!replace.delete(chosen.path)) replace.add(chosen.path);
      return 'again';
    }
    const preview = await app.previews.show(title, chosen.files);
    const said = await confirmWriting(title, plan, chosen.files.length, ({ name, markdown }) => app.previews.page(name, markdown));
    await preview.close();
    if (said === 'cancelled') return 'ended';
    if (said === 'write') return write(app, plan, chosen.files);
  }
};

const write = async (app: App, plan: Planned, files: readonly PlannedFile[]): Promise<'ended' | 'again'> => {
  const stale = await outdated(files);
  if (stale !== undefined) {
    const again = 'Plan Again';
    return (await window.showWarningMessage(`${stale} Nothing was written.`, again)) === again ? 'again' : 'ended';
  }
  const { whole, written } = await writeFiles(files);
  if (!whole) {
    const kept = await undo(app.client, written);
    void window.showErrorMessage(
      kept.length === 0
        ? `${unwritten(files, written)} could not be written: is the folder read-only? Everything else was taken back.`
        : `Not all files could be written, and these could not be taken back: ${kept.join(', ')}.`,
    );
    return 'ended';
  }
  const [first] = files;
  if (first) await window.showTextDocument(Uri.parse(first.uri), { preview: false });
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  void tell(app, `Drydock wrote ${count}.`, plan, written);
  return 'ended';
};

/** The first file that is missing from what was written. */
const unwritten = (files: readonly PlannedFile[], { made, changed }: Written): string => {
  const there = new Set([...made, ...changed].map(({ path }) => path));
  return files.find(({ path }) => !there.has(path))?.path ?? 'A file';
};

/** Says how it ended, with ways to what is left and back. */
const tell = async (app: App, sentence: string, { left, page }: Planned, written?: Written): Promise<void> => {
  const back = 'Undo';
  const buttons = [...(page ? [page.button] : []), ...(written ? [back] : [])];
  for (;;) {
    const chosen = await window.showInformationMessage(left > 0 ? `${sentence} Some things are left to you.` : sentence, ...buttons);
    if (page && chosen === page.button) await app.previews.page(page.name, page.markdown);
    else if (chosen === back && written) {
      const kept = await undo(app.client, written);
      void window.showInformationMessage(
        kept.length === 0 ? 'Taken back: everything is as it was.' : `Taken back, but for what has been changed since: ${kept.join(', ')}.`,
      );
      return;
    } else return;
    buttons.shift();
    if (buttons.length === 0) return;
  }
};
