// The lines of a uwsgi.ini: what each is wherever it stands, and where it stands.
import type { Moving } from '../../text/seat.ts';
import { moved, type Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { IniOption } from './option.ts';
import type { Piece } from './percent.ts';
import { type IniValue, placed, type Wording } from './value.ts';
import type { Word } from './words.ts';

/**
 * What a line is, read from its own text alone; places in it count from its beginning. A line that an edit does not touch keeps
 * its shape from one tree to the next, and whatever was found out about it hangs on that.
 */
export type Shape = BlankShape | CommentShape | HeaderShape | AssignmentShape;
interface AnyShape {
  /** In characters, the line end included. */
  readonly length: number;
  /** The `%` signs that swallow a line break. */
  readonly swallows: readonly number[];
}
export interface BlankShape extends AnyShape {
  readonly is: 'blank';
}
export interface CommentShape extends AnyShape {
  readonly is: 'comment';
  readonly body: Span;
}
export interface HeaderShape extends AnyShape {
  readonly is: 'header';
  readonly body: Span;
  readonly name: string;
  readonly nameSpan: Span;
}
export interface AssignmentShape extends AnyShape {
  readonly is: 'assignment';
  /** The line as it is written, its line end included. */
  readonly written: string;
  readonly key: Span;
  readonly equals: number | undefined;
  readonly value: Span;
  /** The key after the `%` pass. */
  readonly name: string;
  /** The key as magic variables split it, with places from its beginning; only where it has one. */
  readonly namePieces: readonly Piece[] | undefined;
  /** What stands in `value`. */
  readonly wording: Wording;
  /** What the key does to the reading of the file. */
  readonly word: Word | undefined;
  /** True when a `%` in it eats a sign or is a variable: it is not just the beginning of `%(key)`. */
  readonly eats: boolean;
  /** True when it does more than set a value that stands there as it is. */
  readonly special: boolean;
  /** Room for what `project/uwsgi/role.ts` finds out about the line. */
  role: unknown;
}

/**
 * Some dozens of lines behind each other, which move together: all places in them count from its beginning. One that an edit does
 * not touch is the same object in the tree that follows, with its lines, their options and whatever was made of them, and it
 * begins where it stands in that one: a tree that another was made from has given its stretches away.
 */
export interface Stretch {
  /** Where it begins in the newest tree that holds it. */
  at: number;
  /** In characters. */
  readonly length: number;
  readonly lines: readonly IniLine[];
}

/**
 * A logical line at its place; more than one physical line when a `%` swallows the line break. A file has thousands, of which few
 * are looked at after a keystroke: places are worked out when they are asked for.
 */
abstract class Line<S extends Shape> {
  protected readonly stretch: Stretch;
  /** How far behind the beginning of its stretch. */
  protected readonly behind: number;
  readonly shape: S;
  constructor(stretch: Stretch, behind: number, shape: S) {
    this.stretch = stretch;
    this.behind = behind;
    this.shape = shape;
  }
  /** The offset of its first character. */
  get at(): number {
    return this.stretch.at + this.behind;
  }
  /** The whole line with its line end. */
  get span(): Span {
    return { from: this.at, to: this.at + this.shape.length };
  }
  /** Offsets of the `%` signs in this line that swallow a line break. */
  get swallows(): readonly number[] {
    const { swallows } = this.shape;
    return swallows.length === 0 ? swallows : swallows.map((at) => at + this.at);
  }
}

export class Blank extends Line<BlankShape> {
  get is(): 'blank' {
    return 'blank';
  }
}

export class Comment extends Line<CommentShape> {
  get is(): 'comment' {
    return 'comment';
  }
  /** From the comment sign to the last visible character. */
  get body(): Span {
    return moved(this.shape.body, this.at);
  }
}

export class Header extends Line<HeaderShape> {
  get is(): 'header' {
    return 'header';
  }
  /** From `[` to the last visible character of the line. */
  get body(): Span {
    return moved(this.shape.body, this.at);
  }
  /** The name as uWSGI takes it: all after `[` but the line's last character, whatever that is. */
  get name(): string {
    return this.shape.name;
  }
  get nameSpan(): Span {
    return moved(this.shape.nameSpan, this.at);
  }
}

/** Stands for the block of a line while facts have not said in which it stands. */
const unsaid: unique symbol = Symbol('unsaid');

/** A `key = value`, and the option that it gives: one object for both, since there are thousands of them. */
export class Assignment extends Line<AssignmentShape> implements IniOption, Moving {
  readonly uri: Uri;
  private block: IniOption | undefined | typeof unsaid = unsaid;
  private made: IniValue | undefined = undefined;
  stored: unknown = undefined;
  constructor(stretch: Stretch, behind: number, shape: AssignmentShape, uri: Uri) {
    super(stretch, behind, shape);
    this.uri = uri;
  }
  get is(): 'assignment' {
    return 'assignment';
  }
  get moves(): true {
    return true;
  }
  get key(): Span {
    return moved(this.shape.key, this.at);
  }
  /** Offset of the first `=`; none for a bare key. */
  get equals(): number | undefined {
    const { equals } = this.shape;
    return equals === undefined ? undefined : equals + this.at;
  }
  /** The trimmed value; empty (and right behind the `=` or the key) when nothing is written. */
  get valueSpan(): Span {
    return moved(this.shape.value, this.at);
  }

  get says(): AssignmentShape {
    return this.shape;
  }
  get name(): string {
    return this.shape.name;
  }
  get namePieces(): readonly Piece[] | undefined {
    return this.shape.namePieces;
  }
  get nameSpan(): Span {
    return this.key;
  }
  get bare(): boolean {
    return this.shape.equals === undefined;
  }
  get value(): IniValue {
    this.made ??= placed(this.shape.wording, this);
    return this.made;
  }
  get line(): Span {
    const { key, value, equals } = this.shape;
    return moved({ from: key.from, to: Math.max(value.to, key.to, equals === undefined ? 0 : equals + 1) }, this.at);
  }
  get opener(): IniOption | undefined {
    return this.block === unsaid ? undefined : this.block;
  }
  get logic(): IniOption['logic'] {
    const { word } = this.shape;
    return word === 'opens' || word === 'closes' ? word : undefined;
  }
  /** This line in the block of an opener. A line that stood in another one before is another option now, for the same place. */
  within(opener: IniOption | undefined): Assignment {
    if (this.block === opener) return this;
    if (this.block !== unsaid) return new Assignment(this.stretch, this.behind, this.shape, this.uri).within(opener);
    this.block = opener;
    return this;
  }
}

export type IniLine = Blank | Comment | Header | Assignment;

/** A line of this shape at a place of a stretch. */
const lineAt = (stretch: Stretch, behind: number, shape: Shape, uri: Uri): IniLine => {
  switch (shape.is) {
    case 'blank':
      return new Blank(stretch, behind, shape);
    case 'comment':
      return new Comment(stretch, behind, shape);
    case 'header':
      return new Header(stretch, behind, shape);
    case 'assignment':
      return new Assignment(stretch, behind, shape, uri);
  }
};

/** Lines of these shapes, one behind the other from an offset on. */
export const stretchAt = (at: number, shapes: readonly Shape[], uri: Uri): Stretch => {
  const lines: IniLine[] = [];
  let length = 0;
  for (const shape of shapes) length += shape.length;
  const stretch = { at, length, lines };
  let behind = 0;
  for (const shape of shapes) {
    lines.push(lineAt(stretch, behind, shape, uri));
    behind += shape.length;
  }
  return stretch;
};
