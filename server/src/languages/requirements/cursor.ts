// What the caret is on in a file that lists distributions.
import { touches } from '../../text/span.ts';
import type { Cursor, Parsed } from '../language.ts';
import { type Distribution, facts } from './facts.ts';

/** The distribution whose entry an offset is on. */
export const distributionAt = (parsed: Parsed<'requirements'>, offset: number): Distribution | undefined =>
  facts(parsed).distributions.find(({ span, nameSpan }) => touches(span, offset) || touches(nameSpan, offset));

/** The catalogue knows no distributions, so nothing can be said here. */
export const cursor = (_parsed: Parsed<'requirements'>, _offset: number): Cursor => ({ on: 'nothing' });
