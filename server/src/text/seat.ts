// Places that follow their text: what was read out of a stretch that an edit only moves need not be read again.
import type { Location, Span } from './span.ts';
import type { Uri } from './uri.ts';

/** Where a stretch of a file begins now. It moves along with each new text of its file. */
export class Seat {
  readonly uri: Uri;
  at: number;
  constructor(uri: Uri, at: number) {
    this.uri = uri;
    this.at = at;
  }
}

/** What follows its text in this way, so that the very same object may stand elsewhere by now. */
export interface Moving {
  readonly moves: true;
}
export const moves = (one: unknown): boolean => typeof one === 'object' && one !== null && 'moves' in one && one.moves === true;

/**
 * A place in such a stretch, in offsets from its beginning. Asked for its span it answers where it is in the newest text, so
 * whoever keeps a place for longer than that text takes it `now`.
 */
export class Place implements Location, Moving {
  readonly seat: Seat;
  readonly from: number;
  readonly to: number;
  constructor(seat: Seat, from: number, to: number) {
    this.seat = seat;
    this.from = from;
    this.to = to;
  }
  get moves(): true {
    return true;
  }
  get uri(): Uri {
    return this.seat.uri;
  }
  get span(): Span {
    const { at } = this.seat;
    return { from: at + this.from, to: at + this.to };
  }
  toJSON(): Location {
    return now(this);
  }
}

/** The place as it is now, which stays what it is. */
export const now = ({ uri, span }: Location): Location => ({ uri, span });

/** Whether two places are the same stretch of the same text, wherever that is. */
export const samePlace = (a: Location, b: Location): boolean =>
  a === b || (a instanceof Place && b instanceof Place && a.seat === b.seat && a.from === b.from && a.to === b.to);
