// What uWSGI makes of a file: its option list in the order it is stored, mirrored from core/config.c and core/ini.c.
import type { Knowledge } from '../../knowledge/entry.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { closers, type IniOption, opensBlock, type UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { Uri } from '../../text/uri.ts';
import { evaluate } from './placeholder.ts';

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
  readonly open: boolean;
  /** The files that were read, the first one included. */
  readonly files: readonly Uri[];
  /** Includes of files that are certainly not there. */
  readonly missing: readonly IniOption[];
  /** The option whose `%(…)` uWSGI would fill in for ever; what comes behind it is never read. */
  readonly endless: IniOption | undefined;
}

interface Slot {
  key: string;
  value: Maybe<string>;
  option: IniOption;
  certain: boolean;
  immediate: boolean;
}

interface Logic {
  readonly kind: string;
  readonly argument: Maybe<string>;
  readonly certain: boolean;
}

/** Includes nest this deep at most, and a file whose includes multiply stops growing here. */
const deepest = 16;
const largest = 50_000;

/** Expands the section that uWSGI would read. Never throws; loops of includes end at a fixed depth. */
export const expand = (facts: UwsgiFacts, world: World, knowledge: Knowledge, section = 'uwsgi'): Expansion => {
  const slots: Slot[] = [];
  const files: Uri[] = [];
  const missing: IniOption[] = [];
  const later: { path: Maybe<string>; from: UwsgiFacts; option: IniOption }[] = [];
  let open = facts.template !== undefined;
  let logic: Logic | undefined;
  let running: UwsgiFacts = facts;

  const store = (key: string, value: Maybe<string>, option: IniOption, certain: boolean, depth: number) => {
    const entry = knowledge.find('uwsgi-option', key);
    const immediate = entry?.immediate ?? false;
    slots.push({ key, value, option, certain, immediate });
    if (opensBlock(key) && !logic) {
      logic = { kind: key, argument: value, certain };
    } else if (entry?.parser === 'uwsgi_opt_set_placeholder' && value !== unknown) {
      // `set-placeholder = name=value` stores a second pair right behind itself.
      const equals = value.indexOf('=');
      const [name, text] = [value.slice(0, equals), value.slice(equals + 1)];
      // A placeholder counts as applied at once, so its own value is not looked into; `set` makes an ordinary option.
      if (equals >= 0 && key !== 'set') slots.push({ key: name, value: text, option, certain, immediate: true });
      else if (equals >= 0) store(name, text, option, certain, depth);
    } else if (key === 'include' || key === 'ini') {
      follow(value, running, option, certain, depth, key === 'include');
    } else if (key === 'inherit' || key === 'config') {
      later.push({ path: value, from: running, option });
    }
  };

  const follow = (written: Maybe<string>, from: UwsgiFacts, option: IniOption, certain: boolean, depth: number, bySuffix: boolean) => {
    const value = written === unknown ? besideFile(option) : written;
    if (value === unknown || depth >= deepest || slots.length >= largest) {
      open = true;
      return;
    }
    const colon = value.lastIndexOf(':');
    const path = colon < 0 ? value : value.slice(0, colon);
    const name = colon < 0 || colon === value.length - 1 ? 'uwsgi' : value.slice(colon + 1);
    // `:name` means the file uWSGI read last (core/ini.c, last_file).
    const found = colon === 0 ? from : world.include(path, from.uri);
    if (found === unknown) open = true;
    else if (found) read(found, name, certain, depth + 1);
    else if (certain) missing.push(option);
    if (bySuffix && !/\.(?:ini|xml|yaml|yml|json|js)$/.test(path)) open = true;
  };

  const feed = (option: IniOption, value: Maybe<string>, certain: boolean, depth: number) => {
    if (closers.has(option.name)) logic = undefined;
    if (!logic) {
      store(option.name, value, option, certain, depth);
      return;
    }
    const block = logic;
    for (const round of rounds(block, slots, world)) {
      logic = undefined;
      store(option.name, fill(value, round.word), option, certain && block.certain && round.certain, depth);
      logic = block;
    }
  };

  const reading = new Set<string>();
  const read = (of: UwsgiFacts, name: string, certain: boolean, depth: number) => {
    // A file that includes itself makes uWSGI read until it runs out of memory; once round is enough to judge it.
    const key = `${of.uri} ${name}`;
    if (reading.has(key)) return;
    reading.add(key);
    const before = running;
    running = of;
    if (!files.includes(of.uri)) files.push(of.uri);
    for (const one of of.sections) {
      if (one.name !== name) continue;
      for (const option of one.options) feed(option, firstPass(option, world), certain, depth);
    }
    running = before;
    reading.delete(key);
  };

  read(facts, section, true, 0);
  // `inherit` is no immediate option: its file is read when the options are applied, after all others are stored.
  for (const { path, from, option } of later) follow(path, from, option, true, 1, false);
  return { ...passes(slots, world), open, files, missing };
};

/** `%dbase.ini` is a file beside this one, wherever both will lie. */
const besideFile = ({ value: { parts } }: IniOption): Maybe<string> => {
  const [folder, ...rest] = parts;
  if (folder?.is !== 'magic' || folder.letter !== 'd' || !rest.every((part) => part.is === 'text')) return unknown;
  return rest.map((part) => (part.is === 'text' ? part.text : '')).join('');
};

/** The value after the `%` pass over the file: magic variables filled in. */
const firstPass = (option: IniOption, world: World): Maybe<string> => {
  if (option.value.literal) return option.value.text;
  let out = '';
  for (const part of option.value.parts) {
    if (part.is === 'template') return unknown;
    if (part.is === 'magic') {
      const value = world.magic(part.letter, option.uri);
      if (value === unknown) return unknown;
      out += value;
    } else if (part.is === 'text') out += part.text;
    else out += `${{ environment: '$', content: '@', placeholder: '%' }[part.is]}(${part.text})`;
  }
  return out;
};

const fill = (value: Maybe<string>, word: Maybe<string>): Maybe<string> => {
  if (value === unknown || !value.includes('%(_)')) return value;
  return word === unknown ? unknown : value.replaceAll('%(_)', word);
};

interface Round {
  readonly word: Maybe<string>;
  readonly certain: boolean;
}
const once = (word: Maybe<string>): readonly Round[] => [{ word, certain: true }];
const maybe = (word: Maybe<string>): readonly Round[] => [{ word, certain: false }];

/** How often a line inside the block is stored, and what `%(_)` is each time. */
const rounds = ({ kind, argument }: Logic, slots: readonly Slot[], world: World): readonly Round[] => {
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
  const decide = (truth: Maybe<boolean>, word: Maybe<string>): readonly Round[] => {
    if (truth === unknown) return maybe(word);
    return truth !== negated ? once(word) : [];
  };
  const equals = argument.indexOf('=');
  const name = equals < 0 ? argument : argument.slice(0, equals);
  const compare = (value: Maybe<string | undefined>): readonly Round[] => {
    if (value === unknown) return maybe(unknown);
    if (value === undefined) return decide(false, '');
    return decide(equals < 0 || argument.slice(equals + 1) === value, value);
  };
  switch (about) {
    case 'env':
      return compare(world.environment(name));
    case 'opt': {
      const slot = slots.find((one) => one.key === name);
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
      return decide(false, '');
    default:
      return maybe(argument);
  }
};

/** The three passes over the stored list. Options that ran at once are past them. */
const passes = (slots: readonly Slot[], world: World): Pick<Expansion, 'stored' | 'endless'> => {
  let endless: IniOption | undefined;
  // A key's first definition answers for all (uwsgi_get_exported_opt).
  const first = new Map<string, Slot>();
  for (const slot of slots) if (!first.has(slot.key)) first.set(slot.key, slot);
  const hooks: readonly (readonly [string, (inner: string) => Maybe<string | undefined>])[] = [
    ['$', (name) => world.environment(name)],
    ['@', (path) => world.content(path)],
    ['%', (expression) => evaluate(expression, (key) => first.get(key)?.value)],
  ];
  for (const [sign, hook] of hooks) {
    for (const slot of slots) {
      if (slot.immediate || slot.value === unknown || !slot.value.includes(`${sign}(`)) continue;
      const value = endless ? unknown : pass(slot.value, sign, hook);
      if (value === loops) endless = slot.option;
      slot.value = value === loops ? unknown : value;
    }
  }
  return { stored: slots.map(({ key, value, option, certain }) => ({ key, value, option, certain })), endless };
};

/** A value that names itself keeps uWSGI filling it in for ever; we stop after more turns than any value has references. */
const loops: unique symbol = Symbol('loops');
const mostTurns = 256;

/** One pass over one value, with uWSGI's own way to find the closing parenthesis. */
const pass = (value: string, sign: string, hook: (inner: string) => Maybe<string | undefined>): Maybe<string> | typeof loops => {
  let text = value;
  let from = 0;
  for (let turns = 0; turns < mostTurns; turns++) {
    const at = text.indexOf(`${sign}(`, from);
    if (at < 0) return text;
    let depth = 0;
    let end = -1;
    for (let i = at + 2; i < text.length; i++) {
      if (text[i] === '(') depth++;
      else if (text[i] === ')' && depth-- === 0) {
        end = i;
        break;
      }
    }
    if (end < 0) return text;
    if (end === at + 2) {
      from = end + 1;
      continue;
    }
    const found = hook(text.slice(at + 2, end));
    if (found === unknown) return unknown;
    if (found === undefined) {
      from = end + 1;
      continue;
    }
    text = text.slice(0, at) + found + text.slice(end + 1);
    // uWSGI starts over at the second character, so a reference that now stands first is not seen.
    from = 1;
  }
  return loops;
};
