// A call with its arguments worked out, as the tables of functions receive it.
import type { Location } from '../../../text/span.ts';
import type { Value } from '../value.ts';
import { type Frame, look, object, type Run, unknownValue } from './runtime.ts';

export interface Call {
  readonly frame: Frame;
  readonly run: Run;
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** False when `*` or `**` brings arguments that are not known. */
  readonly sure: boolean;
  /** Lists and dicts that are handed over by name, so that the caller has them still. */
  readonly named: readonly Value[];
  readonly at: Location;
}

/** What a function gives; nothing when it is not worked out. */
export type LibraryFunction = (call: Call) => Value | undefined;

/** An argument by position or name, as it is now. */
export const argument = (call: Call, index: number, name: string): Value | undefined => {
  const found = call.positional[index] ?? call.keywords.get(name);
  return found && look(call.run, found);
};

/** The result of a call that is not worked out. It may have done anything to the containers it was given. */
export const opaque = (call: Call, name: string | undefined): Value => {
  call.run.mayRaise = true;
  const keywords = [...call.keywords].map(([key, value]) => ({ name: key, value }));
  return object(name, call.at, { positional: call.positional, keywords });
};

/** The text of an argument, where it is a known string or path. */
export const textAt = (call: Call, index: number, name: string): string | undefined => {
  const value = argument(call, index, name);
  return value?.is === 'string' || value?.is === 'path' ? value.text : undefined;
};

export const unsure = (call: Call, why: string): Value => {
  call.run.mayRaise = true;
  return unknownValue(why, call.at);
};
