// What the edits of a settings module stand on: the values in force, and how its files are written.
import { type Written, writtenOf } from '../../languages/python/writing.ts';
import type { FileOf, Project } from '../../project/project.ts';
import type { Change, DjangoProject, Setting, SettingsView } from '../../project/settings/view.ts';
import type { Edit } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';
import type { Answers } from '../answers.ts';

/** Where edits are gathered. A step that cannot do its part says in a sentence what is left to do. */
export interface Ground {
  readonly project: Project;
  readonly django: DjangoProject;
  /** As production sees it, before any edit. */
  readonly view: SettingsView;
  readonly answers: Answers;
  /** A Python file of the project; undefined when it was not read. */
  written(uri: Uri): Written | undefined;
  /** The module that production loads. */
  readonly own: Written;
  edit(uri: Uri, ...edits: readonly Edit[]): void;
  /** Statements for the end of the module that production loads: a comment, then lines. */
  append(...lines: readonly string[]): void;
  note(sentence: string): void;
}

/** What the steps have gathered. */
export interface Gathered {
  readonly edits: ReadonlyMap<Uri, readonly Edit[]>;
  readonly appended: readonly string[];
  readonly notes: readonly string[];
}

/** The ground for a production view; nothing when its file was not read. */
export const groundOf = (
  project: Project,
  django: DjangoProject,
  view: SettingsView,
  answers: Answers,
): { readonly ground: Ground; readonly gathered: Gathered } | undefined => {
  const files = new Map<Uri, Written | undefined>();
  const written = (uri: Uri): Written | undefined => {
    if (!files.has(uri)) {
      const file = project.file(uri);
      files.set(uri, file?.parsed.kind === 'python' ? writtenOf(file as FileOf<'python'>) : undefined);
    }
    return files.get(uri);
  };
  const own = written(view.uri);
  if (!own) return undefined;
  const edits = new Map<Uri, Edit[]>();
  const appended: string[] = [];
  const notes: string[] = [];
  const ground: Ground = {
    project,
    django,
    view,
    answers,
    written,
    own,
    edit(uri, ...more) {
      edits.set(uri, [...(edits.get(uri) ?? []), ...more]);
    },
    append: (...lines) => appended.push(...lines),
    note: (sentence) => notes.push(sentence),
  };
  return { ground, gathered: { edits, appended, notes } };
};

/** The last statement that gave a setting its value as a whole. */
export const assignmentOf = (setting: Setting | undefined): Change | undefined => setting?.changes.findLast(({ how }) => how === 'assign');
