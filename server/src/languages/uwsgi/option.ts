// One option of a uwsgi.ini, as uWSGI takes it.
import { moved, type Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Assignment, AssignmentShape } from './line.ts';
import type { Piece } from './percent.ts';
import { type IniValue, placed } from './value.ts';

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
}

/** An option where it stands. There are thousands in a file, so it holds nothing that its line can tell. */
class PlacedOption implements IniOption {
  readonly uri: Uri;
  readonly says: AssignmentShape;
  readonly opener: IniOption | undefined;
  /** The offset of the line. */
  private readonly at: number;
  private made: IniValue | undefined;
  constructor(uri: Uri, { at, shape }: Assignment, opener: IniOption | undefined) {
    this.uri = uri;
    this.says = shape;
    this.opener = opener;
    this.at = at;
    this.made = undefined;
  }
  get name(): string {
    return this.says.name;
  }
  get namePieces(): readonly Piece[] | undefined {
    return this.says.namePieces;
  }
  get logic(): IniOption['logic'] {
    const { word } = this.says;
    return word === 'opens' || word === 'closes' ? word : undefined;
  }
  get bare(): boolean {
    return this.says.equals === undefined;
  }
  get nameSpan(): Span {
    return moved(this.says.key, this.at);
  }
  get value(): IniValue {
    this.made ??= placed(this.says.wording, moved(this.says.value, this.at));
    return this.made;
  }
  get line(): Span {
    const { key, value, equals } = this.says;
    return moved({ from: key.from, to: Math.max(value.to, key.to, equals === undefined ? 0 : equals + 1) }, this.at);
  }
}

/** The option that a line gives, in the block that `opener` began. */
export const optionOf = (uri: Uri, line: Assignment, opener: IniOption | undefined): IniOption => new PlacedOption(uri, line, opener);
