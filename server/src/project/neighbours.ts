// Other tools that look at the same files in the same editor: what they say already, and where they help already.

/** A check of another tool, as its users know it: `hadolint DL3025`, `buildkit JSONArgsRecommended`. */
export type Check = `${'hadolint' | 'buildkit' | 'dockerfile-utils' | 'tally'} ${string}`;

/**
 * Editing help that any tool for the kind of file gives: completion of instructions, outline, renaming; formatting by itself; keys of
 * Compose files; names that these declare, and links to the files they name.
 */
export type Help = 'dockerfile' | 'dockerfile-format' | 'compose' | 'compose-names';

/** One tool: the names of whole checkers (`hadolint`) or of single checks it runs, and the help it gives. */
export interface Neighbour {
  readonly reports: readonly string[];
  readonly helps: readonly Help[];
}

/** All of them together. */
export interface Neighbours {
  /** Whether one of them tells of what the check tells of. */
  readonly reports: (check: Check) => boolean;
  /** Whether one of them gives this help. */
  readonly helps: (help: Help) => boolean;
}

/** Whether we give a help: `auto` where none of them does. */
export const helping =
  (neighbours: Neighbours, general: 'auto' | 'on' | 'off' = 'auto') =>
  (help: Help): boolean =>
    general === 'auto' ? !neighbours.helps(help) : general === 'on';

export const neighboursOf = (all: readonly Neighbour[]): Neighbours => {
  const reported = new Set(all.flatMap(({ reports }) => reports));
  const helped = new Set(all.flatMap(({ helps }) => helps));
  return {
    reports: (check) => reported.has(check) || reported.has(check.slice(0, check.indexOf(' '))),
    helps: (help) => helped.has(help),
  };
};
