// One option of a uwsgi.ini, as uWSGI takes it.
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { AssignmentShape } from './line.ts';
import type { Piece } from './percent.ts';
import type { IniValue } from './value.ts';

/** One `key = value`, as uWSGI takes it. */
export interface IniOption {
  readonly uri: Uri;
  /** The key after the `%` pass. */
  readonly name: string;
  /** The key as magic variables split it; only where it has one. */
  readonly namePieces: readonly Piece[] | undefined;
  readonly nameSpan: Span;
  /** A key without `=`: uWSGI gives it the empty value. */
  readonly bare: boolean;
  readonly value: IniValue;
  /** The line without its line end. */
  readonly line: Span;
  /** What the line says wherever it stands: the same object for as long as nobody types in the line. */
  readonly says: AssignmentShape;
  /** The option that opened the logic block this one stands in; openers and ends stand outside of theirs. */
  readonly opener: IniOption | undefined;
  /** What the option does to logic blocks, apart from being an option. */
  readonly logic: 'opens' | 'closes' | undefined;
  /** Room for what `project/uwsgi/stored.ts` makes of it where nothing around it has a say. */
  stored: unknown;
}
