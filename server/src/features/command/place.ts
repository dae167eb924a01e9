// A question about a command, whatever language hands it over.
import type { CommandCaret } from '../../commands/caret.ts';
import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Uri } from '../../text/uri.ts';
import type { Place } from '../feature.ts';

/** How a word is written where the command stands. */
export interface Writing {
  /** `line`: words stand between blanks; `list`: each is an item of its own, so that an option and its value share one. */
  readonly form: 'line' | 'list';
  /** Text of a word, or of what is left of it, as it must be written at the caret. */
  readonly write: (text: string) => string;
}

/** A script by its path in the container. */
export interface PlacedScript {
  readonly path: string;
  readonly uri: Uri;
}

/** Where the command runs, as far as that is known. */
export interface Setting {
  /** While an image is built, when a container starts, or to find out whether it is alive. */
  readonly when: 'build' | 'start' | 'probe';
  readonly image: ImageFacts | undefined;
  /** The scripts of the workspace, by the paths they have where it runs. */
  readonly scripts?: (() => readonly PlacedScript[]) | undefined;
  /** The folder of the workspace that its relative paths most likely mean. */
  readonly folder: () => Uri | undefined;
}

/** A command with the caret in it. */
export interface CommandPlace extends CommandCaret, Writing, Setting {
  readonly place: Place;
}

/** Quotes what a shell would take apart or fill in. Text with a variable is meant to be filled in. */
export const shellWriting = (quoted: boolean): Writing => ({
  form: 'line',
  write: (text) => (quoted || !/[\s*?[\]()<>;&|'"\\`#~!]/.test(text) ? text : text.includes("'") ? `"${text}"` : `'${text}'`),
});

/** An item of a JSON list, between its quotes. */
export const jsonWriting: Writing = { form: 'list', write: (text) => JSON.stringify(text).slice(1, -1) };
