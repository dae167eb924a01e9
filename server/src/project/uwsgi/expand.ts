// What uWSGI makes of a file: its option list in the order it is stored, mirrored from core/config.c and core/ini.c.
import type { Knowledge } from '../../knowledge/entry.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { memo } from '../../languages/memo.ts';
import type { IniOption, Part, Section, UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { AssignmentShape } from '../../languages/uwsgi/line.ts';
import { magicLetters, type Piece } from '../../languages/uwsgi/percent.ts';
import type { Wording } from '../../languages/uwsgi/value.ts';
import { closers } from '../../languages/uwsgi/words.ts';
import type { Uri } from '../../text/uri.ts';
import { Lists } from './lists.ts';
import { mostWork, runPasses, type Work } from './passes.ts';
import { kindsOf, ownRole, type Pair, pairOf, type Role, roleFor } from './role.ts';
import { asksOptions, type Logic, rounds } from './rounds.ts';
import { keep, keptRun, Run } from './run.ts';
import { plainSlot, Slot, type Stored } from './stored.ts';
import { isBlind, type World } from './world.ts';

/** The option list of a file. `open` is true when options may be missing from it: an include that could not be followed. */
export interface Expansion {
  readonly stored: readonly Stored[];
  /** The same options by what they are asked for. */
  readonly lists: Lists;
  /** Where in `stored` the options of files that `inherit` names begin. Variables in their values stay text. */
  readonly inherited: number;
  readonly open: boolean;
  /** The files that were read, the first one included. */
  readonly files: readonly Uri[];
  /** Includes of files that are certainly not there. */
  readonly missing: readonly IniOption[];
  /** `include` and `inherit` whose value has an ending that uWSGI knows no reader for, which stops the start: `a.ini:part`. */
  readonly unreadable: readonly IniOption[];
  /** The option whose `%(…)` uWSGI would fill in for ever, or the include that leads back to a file being read. */
  readonly endless: IniOption | undefined;
  /** Openers that uWSGI carries out inside a block, which stops the start. */
  readonly nested: readonly IniOption[];
}

/** Includes nest this deep at most, and a file whose includes or rounds multiply stops growing here. */
const deepest = 16;
const mostReads = 1000;
const largest = 50_000;

/**
 * Expands the section that uWSGI would read. Never throws; loops of includes end at a fixed depth. What a stretch of lines gives is
 * kept where it follows from those lines alone, and what one line is by itself is asked of what was found out about it before.
 */
export const expand = (facts: UwsgiFacts, world: World, knowledge: Knowledge, section = 'uwsgi'): Expansion => {
  const kinds = kindsOf(knowledge);
  const lists = new Lists(kinds, facts.uri);
  const work: Work = { left: mostWork };
  const blind = isBlind(world);
  let count = 0;
  let reads = 0;
  const files: Uri[] = [];
  const missing: IniOption[] = [];
  const unreadable: IniOption[] = [];
  const nested: IniOption[] = [];
  const declared = new Set<string>();
  let open = facts.template !== undefined;
  let injected = false;
  let round: IniOption | undefined;
  let logic: Logic | undefined;
  // Inside a block uWSGI stores whatever comes, closers and the lines of an included file too (logic_opt_running).
  let inside = false;
  // True while a line is stored that was stored before.
  let again = false;
  // True once the passes are over.
  let passed = false;
  // True when what was stored last does not follow from its lines alone.
  let loose = false;
  // The file read last, which `ini = :name` means (core/ini.c, last_file).
  let last: Maybe<UwsgiFacts> = facts;
  /** What is stored, and which of it was kept from the time before. */
  const runs: { readonly run: Run; readonly kept: boolean }[] = [];
  let run = new Run();
  /** Puts what is stored from now on into another run. */
  const turn = (): void => {
    if (run.slots.length === 0) return;
    runs.push({ run, kept: false });
    lists.add(run, false);
    run = new Run();
  };

  const isImmediate = ({ immediate, kind }: Role): boolean => immediate ?? (declared.size > 0 && declared.has(kind.key));
  const push = (slot: Slot, immediate: boolean) => {
    run.slots.push(slot);
    count++;
    lists.meet(slot);
    // The file it names is read when options are applied, and it is looked for then.
    if (slot.key === 'inherit') loose = true;
    // Options that ran at once are past the passes.
    if (!immediate) run.row.add(slot);
  };
  const isFull = (): boolean => {
    if (count < largest) return false;
    open = true;
    loose = true;
    return true;
  };

  const store = (key: string, value: Maybe<string>, option: IniOption, certain: boolean, depth: number) => {
    if (isFull()) return;
    const role = key === option.says.name ? ownRole(option.says, kinds) : roleFor(key, option.says, kinds);
    const { does } = role.kind;
    push(new Slot(role, value, option, certain, again), isImmediate(role));
    switch (does) {
      case undefined:
        return;
      case 'opens':
        if (!logic) logic = { kind: key, argument: value, opener: option.says, certain, before: undefined };
        else if (certain) nested.push(option);
        return;
      case 'pairs':
      case 'sets': {
        // `set-placeholder = name=value` stores a second pair right behind itself.
        const name = value === unknown ? nameBeforeMagic(option.says.wording) : undefined;
        const made: Pair | undefined = name === undefined ? undefined : { role: roleFor(name, option.says, kinds), value: unknown };
        const pair = value === unknown ? made : pairOf(role, value);
        // A placeholder counts as applied at once, so its own value is not looked into; `set` makes an ordinary option.
        if (pair && does === 'pairs') push(new Slot(pair.role, pair.value, option, certain, again), true);
        else if (pair) store(pair.role.kind.key, pair.value, option, certain, depth);
        return;
      }
      case 'includes':
      case 'reads':
        loose = true;
        follow(value, option, certain, depth, does === 'includes');
        return;
      case 'declares':
        loose = true;
        if (value !== unknown) declared.add(value.split('=', 1)[0] ?? '');
        return;
      case 'injects':
        // Every file read from here on has that text around its own.
        loose = true;
        injected = true;
        return;
      case 'loads':
        loose = true;
        open = true;
    }
  };

  const follow = (written: Maybe<string>, option: IniOption, certain: boolean, depth: number, bySuffix: boolean) => {
    const value = written === unknown ? besideFile(option) : written;
    if (value === unknown || depth >= deepest || reads >= mostReads || count >= largest || /^\w+:\/\//.test(value)) {
      open = true;
      last = unknown;
      return;
    }
    // `include` and `inherit` pick the reader by the end of the value, so a section behind the file's name stops the start.
    if (bySuffix && !value.endsWith('.ini')) {
      if (/\.(?:xml|yaml|yml|json|js)$/.test(value)) open = true;
      else if (certain) unreadable.push(option);
      return;
    }
    const colon = value.lastIndexOf(':');
    const path = colon < 0 ? value : value.slice(0, colon);
    const name = colon < 0 || colon === value.length - 1 ? 'uwsgi' : value.slice(colon + 1);
    const found = colon === 0 ? last : world.include(path, option.uri);
    if (injected || found === unknown) open = true;
    if (found && found !== unknown) read(found, name, certain, depth + 1, option);
    else if (!found && certain) missing.push(option);
    if (found === unknown) last = unknown;
  };

  const feed = (option: IniOption, certain: boolean, depth: number) => {
    if (isFull()) return;
    const { says } = option;
    if (!logic) {
      const role = ownRole(says, kinds);
      if (role.plain) {
        const slot = certain && !again && role.signs === 0 ? plainSlot(role, option) : new Slot(role, role.text, option, certain, again);
        push(slot, isImmediate(role));
        return;
      }
    }
    const { name, namePieces, wording } = says;
    const value = firstPass(wording, option.uri, world);
    const key = namePieces ? (joined(namePieces, option.uri, world) ?? name) : name;
    // An empty variable may leave nothing of a line, or a comment.
    if (key !== name && ((key === '' && option.bare) || /^[;#]/.test(key))) return;
    if (!inside && logic && closers.has(key)) logic = undefined;
    if (inside || !logic) {
      store(key, value, option, certain, depth);
      return;
    }
    const block = logic;
    const before = again;
    if (asksOptions(block)) loose = true;
    for (const turn of rounds(block, lists, world)) {
      if (isFull()) break;
      inside = true;
      store(key, fill(value, turn.word, says, work), option, certain && block.certain && turn.certain, depth);
      inside = false;
      again = true;
    }
    again = before;
  };

  /** Reads a part of a section. What it gives is kept for the next time if it is sure to give the same. */
  const readPart = (part: Part, certain: boolean, depth: number) => {
    const alone = (): boolean => blind && certain && !again && !logic && !inside && !passed && declared.size === 0 && work.left >= 0;
    const before = alone() ? keptRun(part, facts.uri, section, kinds) : undefined;
    turn();
    if (before && count + before.run.slots.length < largest && before.took <= work.left) {
      runs.push({ run: before.run, kept: true });
      lists.add(before.run, true);
      count += before.run.slots.length;
      work.left -= before.took;
      nested.push(...before.nested);
      return;
    }
    const [left, nestedBefore, looseAround] = [work.left, nested.length, loose];
    loose = !alone();
    const begun = run;
    for (const option of part.options) feed(option, certain, depth);
    if (!loose && alone() && run === begun) {
      keep(part, { run, nested: nested.slice(nestedBefore), took: left - work.left, uri: facts.uri, section, kinds });
      // Nothing is added to a run that is kept, an empty one neither.
      if (run.slots.length === 0) run = new Run();
    }
    turn();
    loose ||= looseAround;
  };

  const reading = new Set<string>();
  const seen = new Set<Section>();
  const read = (of: UwsgiFacts, name: string, certain: boolean, depth: number, by?: IniOption) => {
    // A file that includes itself makes uWSGI read until it dies; once round is enough to judge it.
    const key = `${of.uri} ${name}`;
    if (reading.has(key)) {
      if (certain) round ??= by;
      return;
    }
    reading.add(key);
    reads++;
    last = of;
    if (!files.includes(of.uri)) files.push(of.uri);
    for (const one of of.sections) {
      if (sectionName(one, world) !== name) continue;
      const before = again;
      if (seen.has(one)) again = true;
      seen.add(one);
      for (const part of one.parts) readPart(part, certain, depth);
      again = before;
    }
    reading.delete(key);
  };

  read(facts, section, true, 0);
  turn();
  const endless = runPasses(
    runs.map(({ run: { row } }) => row),
    lists,
    work,
    world,
  );
  passed = true;
  // `inherit` is read when options are applied. By then the passes are over, so `$()`, `@()` and `%()` in its file stay text.
  const inherited = count;
  let depth = 0;
  let generation = count;
  let i = 0;
  for (let r = 0; r < runs.length; r++) {
    const one = runs[r];
    // What is kept holds none.
    const slots = one?.kept ? none : (one?.run.slots ?? none);
    for (const slot of slots) {
      if (i >= generation) {
        depth++;
        generation = count;
      }
      i++;
      if (slot.key === 'inherit') follow(slot.value, slot.option, slot.certain, depth, true);
    }
    if (one?.kept) i += one.run.slots.length;
    turn();
  }
  return new Expanded(runs, lists, { inherited, open, files, missing, unreadable, endless: round ?? endless, nested });
};
const none: Slot[] = [];

type Found = Omit<Expansion, 'stored' | 'lists'>;

/** The long list is made when somebody asks for it. */
class Expanded implements Expansion {
  readonly lists: Lists;
  readonly inherited: number;
  readonly open: boolean;
  readonly files: readonly Uri[];
  readonly missing: readonly IniOption[];
  readonly unreadable: readonly IniOption[];
  readonly endless: IniOption | undefined;
  readonly nested: readonly IniOption[];
  private readonly runs: readonly { readonly run: Run }[];
  private all: readonly Stored[] | undefined = undefined;
  constructor(runs: readonly { readonly run: Run }[], lists: Lists, found: Found) {
    this.runs = runs;
    this.lists = lists;
    this.inherited = found.inherited;
    this.open = found.open;
    this.files = found.files;
    this.missing = found.missing;
    this.unreadable = found.unreadable;
    this.endless = found.endless;
    this.nested = found.nested;
  }
  get stored(): readonly Stored[] {
    this.all ??= none.concat(...this.runs.map(({ run }) => run.slots));
    return this.all;
  }
}

/** `%dbase.ini` is a file beside this one, wherever both will lie. */
const besideFile = ({ value: { parts } }: IniOption): Maybe<string> => {
  const [folder, ...rest] = parts;
  if (folder?.is !== 'magic' || folder.letter !== 'd' || !rest.every((part) => part.is === 'text')) return unknown;
  return rest.map((part) => (part.is === 'text' ? part.text : '')).join('');
};

/** The name that `set-placeholder = name=%d` makes, though its value is known only where the file will lie. */
const nameBeforeMagic = ({ text, pieces = [] }: Wording): string | undefined => {
  const magic = pieces.findIndex((piece) => piece.is === 'magic');
  const before = pieces.slice(0, Math.max(0, magic)).map((piece) => (piece.is === 'text' ? piece.text : ''));
  const [name = '', value] = (magic < 0 ? text : before.join('')).split('=', 2);
  return value === undefined || name.includes('%(_)') ? undefined : name;
};

/** The value after the `%` pass over the file: magic variables filled in. */
const firstPass = ({ text, literal, template, pieces }: Wording, file: Uri, world: World): Maybe<string> => {
  if (template) return unknown;
  if (literal || !pieces) return text;
  return joined(pieces, file, world) ?? unknown;
};

/** Pieces as one text; undefined when the value of a magic variable is not known. */
const joined = (pieces: readonly Piece[], file: Uri, world: World): string | undefined => {
  let out = '';
  for (const piece of pieces) {
    const value = piece.is === 'text' ? piece.text : world.magic(piece.letter, file);
    if (value === unknown) return undefined;
    out += value;
  }
  // A line is trimmed after this pass, so an empty variable lets go of the blanks beside it.
  return out.replace(/^[ \t\r]+|[ \t\r]+$/g, '');
};

/** The name of a section with its magic variables filled in, where they are known. */
const sectionName = ({ name, options }: Section, world: World): string => {
  const [first] = options;
  if (!first || !name.includes('%')) return name;
  return name.replace(/%(.)/g, (written, letter: string) => {
    const value = magicLetters.includes(letter) ? world.magic(letter, first.uri) : unknown;
    return value === unknown ? written : value;
  });
};

/** What stands around the `%(_)` of a line's value, and what the line came to with the words of its block. */
const around = memo(({ wording }: AssignmentShape): { readonly parts: readonly string[]; readonly filled: Map<string, string> } => ({
  parts: wording.text.split('%(_)'),
  filled: new Map(),
}));
const mostFilled = 16;

const filledIn = (says: AssignmentShape, word: string): string => {
  const { parts, filled } = around(says);
  const before = filled.get(word);
  if (before !== undefined) return before;
  const text = parts.join(word);
  if (filled.size < mostFilled) filled.set(word, text);
  return text;
};

/** Blocks whose condition gives no word leave `%(_)` as it is, for a key of that name. */
const fill = (value: Maybe<string>, word: Maybe<string> | undefined, says: AssignmentShape, work: Work): Maybe<string> => {
  if (value === unknown || word === undefined) return value;
  const asWritten = value === says.wording.text;
  const between = asWritten ? around(says).parts : value.split('%(_)');
  if (between.length === 1) return value;
  if (word === unknown || work.left < 0) return unknown;
  work.left -= value.length + word.length * between.length;
  if (work.left < 0) return unknown;
  return asWritten ? filledIn(says, word) : between.join(word);
};
