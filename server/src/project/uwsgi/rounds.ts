// How often uWSGI stores the lines of a logic block, and with which word (core/config.c).
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { memo } from '../../languages/memo.ts';
import type { AssignmentShape } from '../../languages/uwsgi/line.ts';
import type { Lists } from './lists.ts';
import type { World } from './world.ts';

/** The block that is open: what opened it, and whether that line is certainly there. */
export interface Logic {
  readonly kind: string;
  readonly argument: Maybe<string>;
  /** The line that opened it. */
  readonly opener: AssignmentShape;
  readonly certain: boolean;
  /** What `rounds` gave for the line before, where it gives the same for all lines of the block. */
  before: readonly Round[] | undefined;
}

interface Round {
  readonly word: Maybe<string> | undefined;
  readonly certain: boolean;
}
const once = (word: Maybe<string> | undefined): readonly Round[] => [{ word, certain: true }];
const maybe = (word: Maybe<string> | undefined): readonly Round[] => (word === unknown ? undecided : [{ word, certain: false }]);
const undecided: readonly Round[] = [{ word: unknown, certain: false }];

/** Whether the block asks for options that are stored, which may come to be while it runs. */
export const asksOptions = ({ kind }: Logic): boolean => /^if-(?:not-)?opt$/.test(kind);

/** How often a line inside the block is stored, and what `%(_)` is each time. */
export const rounds = (logic: Logic, lists: Lists, world: World): readonly Round[] => {
  if (asksOptions(logic)) return roundsNow(logic, lists, world);
  logic.before ??= roundsBefore(logic) ?? roundsNow(logic, lists, world);
  return logic.before;
};

/** The rounds of a `for` follow from its line alone. */
const roundsBefore = ({ kind, argument, opener }: Logic): readonly Round[] | undefined => {
  if (kind !== 'for' || argument === unknown) return undefined;
  const slot = counted(opener);
  if (slot.argument !== argument) {
    slot.argument = argument;
    slot.rounds = wordsOf(argument).map((word) => ({ word, certain: true }));
  }
  return slot.rounds;
};
const counted = memo((_: AssignmentShape): { argument?: string; rounds?: readonly Round[] } => ({}));
const wordsOf = (argument: string): readonly string[] => argument.split(' ').filter(Boolean);

const roundsNow = ({ kind, argument }: Logic, lists: Lists, world: World): readonly Round[] => {
  if (argument === unknown) return maybe(unknown);
  const words = (list: Maybe<readonly string[]>): readonly Round[] =>
    list === unknown ? maybe(unknown) : list.map((word) => ({ word, certain: true }));
  switch (kind) {
    case 'for':
      return words(wordsOf(argument));
    case 'for-times':
      return words(Array.from({ length: Math.min(Math.max(0, Number.parseInt(argument, 10) || 0), 1000) }, (_, i) => String(i + 1)));
    case 'for-glob':
      return words(world.glob(argument));
    case 'for-readline':
      return words(world.lines(argument));
  }
  const negated = /^if-?not-/.test(kind);
  const about = kind.replace(/^if-?(?:not-)?/, '');
  const decide = (truth: Maybe<boolean>, word: Maybe<string> | undefined): readonly Round[] => {
    if (truth === unknown) return maybe(word);
    return truth !== negated ? once(word) : [];
  };
  const equals = argument.indexOf('=');
  const name = equals < 0 ? argument : argument.slice(0, equals);
  const compare = (value: Maybe<string | undefined>): readonly Round[] => {
    if (value === unknown) return maybe(unknown);
    if (value === undefined) return decide(false, undefined);
    return decide(equals < 0 || argument.slice(equals + 1) === value, value);
  };
  switch (about) {
    case 'env':
      return compare(world.environment(name));
    case 'opt': {
      const slot = lists.first(name);
      return slot && !slot.certain ? maybe(unknown) : compare(slot?.value);
    }
    case 'exists':
      return decide(world.exists(argument, 'any'), argument);
    case 'file':
      return decide(world.exists(argument, 'file'), argument);
    case 'dir':
    case 'directory':
      return decide(world.exists(argument, 'directory'), argument);
    case 'plugin':
      return decide(world.pluginLoaded(argument), argument);
    case 'hostname': {
      const host = world.hostname();
      return decide(host === unknown ? unknown : host === argument, argument);
    }
    case 'reload':
      return decide(false, undefined);
    default:
      return maybe(argument);
  }
};
