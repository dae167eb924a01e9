// `daphne` in INSTALLED_APPS: there it serves `runserver` while developing, and nothing else.
import { itemRemoved, writtenOf } from '../../languages/python/writing.ts';
import type { FileOf, Project } from '../../project/project.ts';
import { knownItems, textOf } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import type { Edit } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';

export interface DaphneApp {
  /** Whether Daphne stays installed. */
  readonly keeps: boolean;
  readonly edits: readonly { readonly uri: Uri; readonly edit: Edit }[];
  /** What was done and why. */
  readonly said: readonly string[];
  /** What is left to do. */
  readonly notes: readonly string[];
}

/** Keeps the app where the project has WebSockets, which `runserver` speaks through it alone; else takes it out of the list. */
export const daphneApp = (project: Project, view: SettingsView | undefined): DaphneApp => {
  const list = view && listOf(view, 'INSTALLED_APPS');
  const item = list && knownItems(list).find(({ value }) => textOf(value) === 'daphne');
  if (!item) return { keeps: false, edits: [], said: [], notes: [] };
  if (project.distributions.has('channels'))
    return {
      keeps: true,
      edits: [],
      notes: [],
      said: [
        '`daphne` stays in INSTALLED_APPS and installed: `runserver` speaks WebSocket through it while developing. The image no longer starts it.',
      ],
    };
  const file = project.file(item.at.uri);
  if (file?.parsed.kind !== 'python')
    return { keeps: true, edits: [], said: [], notes: ['Take `daphne` out of INSTALLED_APPS: its list could not be read.'] };
  const edit = itemRemoved(writtenOf(file as FileOf<'python'>), item.at.span);
  return {
    keeps: false,
    edits: [{ uri: item.at.uri, edit }],
    notes: [],
    said: ['`daphne` was taken out of INSTALLED_APPS: it only made `runserver` speak ASGI, and nothing of this project needs that.'],
  };
};
