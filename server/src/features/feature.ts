// The shapes that features answer in; the doors turn them into protocol types or text.
import type { EntryKind, Knowledge } from '../knowledge/entry.ts';
import type { AnyParsed } from '../languages/language.ts';
import type { Project } from '../project/project.ts';
import type { Runner } from '../rules/run.ts';
import type { Edit } from '../text/edit.ts';
import type { Location, Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';

/** Where a question is asked: a file of a project, and for most questions an offset in it. */
export interface Place {
  readonly project: Project;
  readonly parsed: AnyParsed;
  readonly knowledge: Knowledge;
  readonly offset: number;
}

/** What a question about a whole file needs. */
export type WholeFile = Pick<Place, 'project' | 'parsed'>;

/** What may be written at the caret, and which part of it is being written. */
export interface Signature {
  readonly documentation: string;
  readonly forms: readonly { readonly label: string; readonly parts: readonly { readonly text: string; readonly brief: string }[] }[];
  /** The form and its part at the caret. */
  readonly form: number;
  readonly part: number;
}

/** Markdown about the thing under the caret. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** A few words that an editor shows behind a place, without being part of the text. */
export interface Hint {
  readonly at: number;
  readonly label: string;
}

export type CompletionKind =
  | 'option'
  | 'value'
  | 'switch'
  | 'keyword'
  | 'variable'
  | 'file'
  | 'folder'
  | 'module'
  | 'section'
  | 'snippet'
  | 'rule';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A few words behind the label. */
  readonly detail: string;
  readonly replace: Span;
  /** What is inserted; with `snippet` in LSP snippet syntax. Doors without snippets insert `plain`. */
  readonly insert: string;
  readonly snippet: boolean;
  readonly plain: string;
  /** Lower sorts first. */
  readonly sort: string;
  readonly deprecated: boolean;
  /** Ask for completion again after this one (a name that wants a value). */
  readonly again: boolean;
  /** Edits elsewhere in the file that come with it: an import. They touch neither `replace` nor each other. */
  readonly also: readonly Edit[];
  /** The catalogue entry whose text `documentation` gives; looked up only when the list shows the item. */
  readonly entry?: { readonly kind: EntryKind; readonly name: string };
}

/** Something the user may choose from the lamp. */
export interface Action {
  readonly title: string;
  readonly kind: 'quickfix' | 'source.fixAll.drydock' | 'explain';
  readonly preferred: boolean;
  /** The rule and place it answers; missing for whole-file actions. */
  readonly rule?: string;
  readonly at?: Location;
  readonly edits: ReadonlyMap<Uri, readonly Edit[]>;
  /** Set on `explain`: the page to open. */
  readonly url?: string;
}

export interface ActionPlace {
  readonly project: Project;
  readonly parsed: AnyParsed;
  readonly runner: Runner;
  /** The selection. */
  readonly span: Span;
}
