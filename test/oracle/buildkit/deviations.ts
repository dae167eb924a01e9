// Where BuildKit says something that we leave to it, with the reason.

/** Checks of BuildKit that we answer one to one, so that each of its warnings must be a finding of ours. */
export const equal: ReadonlySet<string> = new Set([
  'UndefinedVar',
  'UndefinedArgInFrom',
  'InvalidDefaultArgInFrom',
  'LegacyKeyValueFormat',
  'ExposeInvalidFormat',
  'ExposeProtoCasing',
  'FromPlatformFlagConstDisallowed',
]);

export interface Deviation {
  readonly check: string;
  readonly line: RegExp;
  readonly why: string;
}

/** Warnings of BuildKit that are no finding of ours. */
export const left: readonly Deviation[] = [
  { check: 'UndefinedVar', line: /\$\{?PYTHON_VERSION/, why: 'the image sets it; those of this test are empty' },
  { check: 'UndefinedVar', line: /^ENV BUILT_WITH=\$NODE_VERSION$/, why: 'the image sets it; those of this test are empty' },
  { check: 'UndefinedVar', line: /\$\{NOT_THERE:-app\}/, why: 'a default is given' },
  {
    check: 'UndefinedVar',
    line: /^WORKDIR \/srv\/\$DJANGO$/,
    why: 'told once for a stage, at its first use in a RUN, where BuildKit does not look',
  },
];
