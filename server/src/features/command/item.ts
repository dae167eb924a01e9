// Items of a completion list in a command.
import { spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import { completion } from '../completion.ts';
import type { Completion, CompletionKind } from '../feature.ts';
import type { CommandPlace } from './place.ts';

/** The place of the word from an offset on. */
export const spanFrom = ({ word: { spliced } }: CommandPlace, from: number): Span => spanIn(spliced, from, spliced.text.length);

/** An item that writes its text as the place needs it. */
export const item = (
  command: CommandPlace,
  text: string,
  kind: CompletionKind,
  detail: string,
  sort: string,
  rest: Partial<Completion> & { readonly from?: number; readonly behind?: string } = {},
): Completion => {
  const { from = 0, behind = '', ...more } = rest;
  const insert = command.write(text) + behind;
  return completion(text, kind, spanFrom(command, from), { detail, insert, plain: insert, sort, ...more });
};
