// What uWSGI makes of a file: its option list in the order it is stored, mirrored from core/config.c and core/ini.c.
import type { Knowledge, UwsgiOption } from '../../knowledge/entry.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { closers, type IniOption, opensBlock, type Section, type UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import { magicLetters, type Piece } from '../../languages/uwsgi/percent.ts';
import type { IniValue } from '../../languages/uwsgi/value.ts';
import type { Uri } from '../../text/uri.ts';
import { mostWork, passes, type Work } from './passes.ts';

/** The machine uWSGI will run on, as far as it is known. In an editor nearly all of it is not. */
export interface World {
  environment(name: string): Maybe<string | undefined>;
  /** The contents behind `@(path)`; undefined when the file cannot be read. */
  content(path: string): Maybe<string | undefined>;
  /** Whether something, a plain file, or a folder is at a path. */
  exists(path: string, what: 'any' | 'file' | 'directory'): Maybe<boolean>;
  magic(letter: string, file: Uri): Maybe<string>;
  hostname(): Maybe<string>;
  pluginLoaded(name: string): Maybe<boolean>;
  /** The words a glob or the lines of a file give. */
  glob(pattern: string): Maybe<readonly string[]>;
  lines(path: string): Maybe<readonly string[]>;
  /** The facts of the file an `include` or `ini` names; undefined when it is certainly not there. */
  include(path: string, from: Uri): Maybe<UwsgiFacts | undefined>;
}

/** One stored option. */
export interface Stored {
  readonly key: string;
  readonly entry: UwsgiOption | undefined;
  /** The leading name of its group, whatever alias is written; the key where the catalogue has none. */
  readonly name: string;
  /** Its value after all passes; unknown when a part of it is decided on the machine that runs it. */
  readonly value: Maybe<string>;
  /** The line that made it. */
  readonly option: IniOption;
  /** False when a logic block whose condition is not known decides whether it is there. */
  readonly certain: boolean;
}

/** The option list of a file. `open` is true when options may be missing from it: an include that could not be followed. */
export interface Expansion {
  readonly stored: readonly Stored[];
  /** The first option of each key. */
  readonly first: ReadonlyMap<string, Stored>;
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

/** A stored option while the passes still change its value. */
interface Slot extends Stored {
  value: Maybe<string>;
  readonly immediate: boolean;
}

interface Logic {
  readonly kind: string;
  readonly argument: Maybe<string>;
  readonly certain: boolean;
}

/** Includes nest this deep at most, and a file whose includes or rounds multiply stops growing here. */
const deepest = 16;
const mostReads = 1000;
const largest = 50_000;

/** Expands the section that uWSGI would read. Never throws; loops of includes end at a fixed depth. */
export const expand = (facts: UwsgiFacts, world: World, knowledge: Knowledge, section = 'uwsgi'): Expansion => {
  const slots: Slot[] = [];
  // A key's first definition answers for all (uwsgi_get_exported_opt).
  const first = new Map<string, Slot>();
  const work: Work = { left: mostWork };
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
  // The file read last, which `ini = :name` means (core/ini.c, last_file).
  let last: Maybe<UwsgiFacts> = facts;

  const push = (slot: Slot) => {
    slots.push(slot);
    if (!first.has(slot.key)) first.set(slot.key, slot);
  };

  const store = (key: string, value: Maybe<string>, option: IniOption, certain: boolean, depth: number) => {
    if (slots.length >= largest) {
      open = true;
      return;
    }
    const entry = knowledge.find('uwsgi-option', key);
    const immediate = entry?.immediate ?? declared.has(key);
    push({ key, entry, name: entry?.canonical ?? key, value, option, certain, immediate });
    if (opensBlock(key)) {
      if (!logic) logic = { kind: key, argument: value, certain };
      else if (certain) nested.push(option);
    } else if (entry?.parser === 'uwsgi_opt_set_placeholder') {
      // `set-placeholder = name=value` stores a second pair right behind itself.
      const equals = value === unknown ? -1 : value.indexOf('=');
      const name = value === unknown ? nameBeforeMagic(option) : equals < 0 ? undefined : value.slice(0, equals);
      const text = value === unknown ? unknown : value.slice(equals + 1);
      // A placeholder counts as applied at once, so its own value is not looked into; `set` makes an ordinary option.
      if (name !== undefined && key !== 'set') {
        const own = knowledge.find('uwsgi-option', name);
        push({ key: name, entry: own, name: own?.canonical ?? name, value: text, option, certain, immediate: true });
      } else if (name !== undefined) store(name, text, option, certain, depth);
    } else if (key === 'include' || key === 'ini') {
      follow(value, option, certain, depth, key !== 'ini');
    } else if (key === 'declare-option' && value !== unknown) {
      declared.add(value.split('=', 1)[0] ?? '');
    } else if (key === 'inject-before' || key === 'inject-after') {
      // Every file read from here on has that text around its own.
      injected = true;
    } else if (entry && configReaders.test(entry.parser) && key !== 'inherit') {
      open = true;
    }
  };

  const follow = (written: Maybe<string>, option: IniOption, certain: boolean, depth: number, bySuffix: boolean) => {
    const value = written === unknown ? besideFile(option) : written;
    if (value === unknown || depth >= deepest || reads >= mostReads || slots.length >= largest || /^\w+:\/\//.test(value)) {
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
    if (slots.length >= largest) {
      open = true;
      return;
    }
    const value = firstPass(option.value, option.uri, world);
    const key = option.namePieces ? (joined(option.namePieces, option.uri, world) ?? option.name) : option.name;
    // An empty variable may leave nothing of a line, or a comment.
    if (key !== option.name && ((key === '' && option.bare) || /^[;#]/.test(key))) return;
    if (!inside && closers.has(key)) logic = undefined;
    if (inside || !logic) {
      store(key, value, option, certain, depth);
      return;
    }
    const block = logic;
    for (const turn of rounds(block, first, world)) {
      if (slots.length >= largest) break;
      inside = true;
      store(key, fill(value, turn.word, work), option, certain && block.certain && turn.certain, depth);
      inside = false;
    }
  };

  const reading = new Set<string>();
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
      for (const option of one.options) feed(option, certain, depth);
    }
    reading.delete(key);
  };

  read(facts, section, true, 0);
  const endless = passes(slots, first, work, world);
  // `inherit` is read when options are applied. By then the passes are over, so `$()`, `@()` and `%()` in its file stay text.
  const inherited = slots.length;
  let depth = 0;
  let generation = slots.length;
  for (let i = 0; i < slots.length; i++) {
    if (i === generation) {
      depth++;
      generation = slots.length;
    }
    const slot = slots[i];
    if (slot?.key === 'inherit') follow(slot.value, slot.option, slot.certain, depth, true);
  }
  return { stored: slots, first, inherited, open, files, missing, unreadable, endless: round ?? endless, nested };
};

/** Options that read another file as configuration. */
const configReaders = /^uwsgi_opt_load(?:_(?:config|xml|yml|json))?$/;

/** `%dbase.ini` is a file beside this one, wherever both will lie. */
const besideFile = ({ value: { parts } }: IniOption): Maybe<string> => {
  const [folder, ...rest] = parts;
  if (folder?.is !== 'magic' || folder.letter !== 'd' || !rest.every((part) => part.is === 'text')) return unknown;
  return rest.map((part) => (part.is === 'text' ? part.text : '')).join('');
};

/** The name that `set-placeholder = name=%d` makes, though its value is known only where the file will lie. */
const nameBeforeMagic = ({ value: { text, pieces = [] } }: IniOption): string | undefined => {
  const magic = pieces.findIndex((piece) => piece.is === 'magic');
  const before = pieces.slice(0, Math.max(0, magic)).map((piece) => (piece.is === 'text' ? piece.text : ''));
  const [name = '', value] = (magic < 0 ? text : before.join('')).split('=', 2);
  return value === undefined || name.includes('%(_)') ? undefined : name;
};

/** The value after the `%` pass over the file: magic variables filled in. */
const firstPass = ({ text, literal, template, pieces }: IniValue, file: Uri, world: World): Maybe<string> => {
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

/** Blocks whose condition gives no word leave `%(_)` as it is, for a key of that name. */
const fill = (value: Maybe<string>, word: Maybe<string> | undefined, work: Work): Maybe<string> => {
  if (value === unknown || word === undefined || !value.includes('%(_)')) return value;
  if (word === unknown || work.left < 0) return unknown;
  const between = value.split('%(_)');
  work.left -= value.length + word.length * between.length;
  return work.left < 0 ? unknown : between.join(word);
};

interface Round {
  readonly word: Maybe<string> | undefined;
  readonly certain: boolean;
}
const once = (word: Maybe<string> | undefined): readonly Round[] => [{ word, certain: true }];
const maybe = (word: Maybe<string> | undefined): readonly Round[] => [{ word, certain: false }];

/** How often a line inside the block is stored, and what `%(_)` is each time. */
const rounds = ({ kind, argument }: Logic, first: ReadonlyMap<string, Slot>, world: World): readonly Round[] => {
  if (argument === unknown) return maybe(unknown);
  const words = (list: Maybe<readonly string[]>): readonly Round[] =>
    list === unknown ? maybe(unknown) : list.map((word) => ({ word, certain: true }));
  switch (kind) {
    case 'for':
      return words(argument.split(' ').filter(Boolean));
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
      const slot = first.get(name);
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
