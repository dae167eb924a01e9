// One option of the old server, wherever it was given.
import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { Location } from '../../text/span.ts';

export interface OldOption {
  /** As it is written. */
  readonly key: string;
  /** After all that uWSGI fills in; undefined where a part of it is decided on the machine that runs it. */
  readonly value: string | undefined;
  /** As it is written, for the report. */
  readonly written: string;
  /** As a shell is given it, where a variable of that shell decides: `:$PORT`, with its quotes. */
  readonly shell: string | undefined;
  readonly entry: UwsgiOption | undefined;
  /** Its key, then the other names of the same thing. */
  readonly names: readonly string[];
  readonly at: Location | undefined;
  /** False when a condition that is not known decides whether it is there. */
  readonly certain: boolean;
  /** Some value of the file uses it as `%(key)`. */
  readonly used: boolean;
}

/** The options under any of these names, in order. */
export const optionsCalled = (options: readonly OldOption[], ...names: readonly string[]): readonly OldOption[] =>
  options.filter((one) => names.some((name) => one.names.includes(name)));

/** The option that counts for a scalar: the last one that is surely there. */
export const lastCalled = (options: readonly OldOption[], ...names: readonly string[]): OldOption | undefined =>
  optionsCalled(options, ...names).findLast(({ certain }) => certain);

/** uWSGI's reading of a number: leading digits; undefined when the value is not known or there are none. */
export const numberOf = (option: OldOption | undefined): number | undefined => {
  const digits = option?.value === undefined ? undefined : /^\s*(\d+)/.exec(option.value)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** uWSGI's reading of a switch; an unknown value counts as on, because its author named it. */
export const isSwitchedOn = (option: OldOption | undefined): boolean =>
  option !== undefined && !/^(?:false|off|no|0)$/i.test(option.value ?? '');
