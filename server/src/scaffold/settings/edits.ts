// The settings half of a scaffold: every step in turn, as edits of the files the user has.
import { firstFault } from '../../languages/python/fault.ts';
import { importOf } from '../../languages/python/writing.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';
import { type Edit, insert } from '../../text/edit.ts';
import { lineAt, linesOf } from '../../text/lines.ts';
import { relative, type Uri } from '../../text/uri.ts';
import type { Answers } from '../answers.ts';
import { connectDatabases } from './database.ts';
import { groundOf } from './ground.ts';
import { answerProbes } from './health.ts';
import { sendMail } from './mail.ts';
import { placeWhiteNoise } from './middleware.ts';
import { readFromEnvironment } from './secrets.ts';
import { logToConsole, noteUnseen, secure } from './security.ts';
import { nameBucket, type Serving, storeStatic } from './storage.ts';
import { noteCompressor, noteLogFiles } from './writes.ts';

/** Which steps are taken: all of them, or those that serve static files. */
export type Scope = 'all' | 'static';

export interface SettingsEdits {
  readonly edits: ReadonlyMap<Uri, readonly Edit[]>;
  /** What is left for the user, a sentence each. */
  readonly notes: readonly string[];
}

/** The line of a file from which on it is no Python, as words; nothing when all of it is. An edit may only make that worse. */
const faultIn = (project: Project, uri: Uri): string | undefined => {
  const parsed = parsedAt(project, uri, 'python');
  const at = parsed && firstFault(parsed.tree);
  return at === undefined ? undefined : `line ${lineAt(linesOf(parsed?.file.text ?? ''), at) + 1} of ${relative(project.root, uri)}`;
};

/**
 * The edits of settings and URLs for a scaffold; a note alone when the module that production loads cannot be told. `serving` says
 * how static files were served before.
 */
export const settingsEdits = (
  project: Project,
  django: DjangoProject,
  view: SettingsView | undefined,
  answers: Answers,
  scope: Scope,
  serving: Serving = {},
): SettingsEdits => {
  const made = view && groundOf(project, django, view, answers);
  if (!view || !made) {
    return {
      edits: new Map(),
      notes: [
        'The settings were left as they are: which module production loads could not be told. Name it as `settings-module` in drydock.yaml.',
      ],
    };
  }
  const { ground, gathered } = made;
  const faulty = view.files.flatMap((uri) => faultIn(project, uri) ?? [])[0];
  if (faulty !== undefined)
    return {
      edits: new Map(),
      notes: [`The settings were left as they are: ${faulty} is no valid Python. Mend it, and run Drydock again.`],
    };
  if (answers.static.startsWith('whitenoise')) placeWhiteNoise(ground);
  storeStatic(ground, serving);
  nameBucket(ground);
  if (scope === 'all') {
    readFromEnvironment(ground);
    connectDatabases(ground);
    sendMail(ground);
    secure(ground);
    noteUnseen(ground);
    logToConsole(ground);
    noteLogFiles(ground);
    noteCompressor(ground);
    answerProbes(ground);
  }
  const edits = new Map(gathered.edits);
  const { own } = ground;
  const notes = [...gathered.notes];
  for (const uri of edits.keys()) {
    const fault = faultIn(project, uri);
    if (fault === undefined) continue;
    edits.delete(uri);
    notes.push(`${relative(project.root, uri)} was left as it is: ${fault} is no valid Python. Mend it, and run Drydock again.`);
  }
  const appended = gathered.appended;
  if (appended.length > 0) {
    const { text, end } = own;
    const gap = text === '' || text.endsWith('\n') ? '' : end;
    const lines = appended[0] === '' ? appended : ['', ...appended];
    edits.set(own.uri, [...(edits.get(own.uri) ?? []), insert(text.length, gap + lines.map((line) => line + end).join(''))]);
  }
  // `os` is imported where the new text asks for it.
  for (const [uri, list] of edits) {
    const file = ground.written(uri);
    if (file && list.some(({ text }) => /\bos\.(?:environ|path)\b/.test(text))) edits.set(uri, [...importOf(file, 'os'), ...list]);
  }
  return { edits, notes };
};
