// What a uwsgi.ini says, as plain data: its options in the order uWSGI meets them, sections and logic blocks.
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Fact } from '../fact.ts';
import { absent, dynamic, known } from '../fact.ts';
import type { Parsed } from '../language.ts';
import { memo } from '../memo.ts';
import type { Header, Stretch } from './line.ts';
import type { IniOption } from './option.ts';

export type { IniOption } from './option.ts';

/** A section: from its header to the next one. Lines before any header form a section whose header is missing. */
export interface Section {
  readonly name: string;
  readonly header: Header | undefined;
  readonly options: readonly IniOption[];
  /** What its stretches of lines say, one after the other. */
  readonly parts: readonly Part[];
  /** Those of the options that are asked about from outside, `env` and what names other files among them. */
  readonly outward: readonly IniOption[];
  readonly span: Span;
}

/** From an `if-…` or `for…` to its end. Without a closer it reaches to the end of the file, as in uWSGI. */
export interface Block {
  /** The name of the section it begins in. */
  readonly section: string;
  readonly opener: IniOption;
  readonly closer: IniOption | undefined;
  readonly loops: boolean;
  readonly options: readonly IniOption[];
}

export interface UwsgiFacts {
  readonly uri: Uri;
  readonly sections: readonly Section[];
  /** The options that `ini = thisfile` makes uWSGI read: those of all sections called `uwsgi`, in order. */
  readonly options: readonly IniOption[];
  readonly blocks: readonly Block[];
  /** The ends of blocks among the options, those too that close nothing. */
  readonly ends: readonly IniOption[];
  /** Those that would open a block inside another one. */
  readonly nested: readonly IniOption[];
  /** The options called `else`. */
  readonly elses: readonly IniOption[];
  /** The options in whose lines a `%` is more than the beginning of `%(key)`. */
  readonly percents: readonly IniOption[];
  /** The lines that set variables of the environment with `env`, in all sections. */
  readonly environment: readonly IniOption[];
  /** What names other files to read, in all sections. */
  readonly includes: readonly IniOption[];
  /** A file that another program fills in first: Jinja (`{{ }}`, `{% %}`) or a shell template (`${NAME}` where uWSGI has no use for it). */
  readonly template: 'jinja' | 'shell' | undefined;
  /** Whether unknown options stop the start. The last `strict` of the file decides, also before options above it. */
  readonly strict: Fact<boolean>;
  /** The keys that values of any section use as `%(key)`, and which options do. */
  readonly used: UsedKeys;
}

/** Keys, and who uses them. */
export type UsedKeys = Pick<ReadonlyMap<string, readonly IniOption[]>, 'has' | 'get' | 'keys' | typeof Symbol.iterator>;

/** uWSGI's own reading of a switch: off only for these four spellings, on for anything else, the empty value included. */
export const isOn = (value: string): boolean => !/^(?:false|off|no|0)$/i.test(value);

const jinja = /\{\{[^{}\n]*\}\}|\{%-?\s[^\n]*?%\}/;

interface Begun {
  readonly name: string;
  readonly header: Header | undefined;
  readonly parts: Part[];
  readonly from: number;
}

interface Open {
  readonly section: string;
  readonly opener: IniOption;
  readonly options: IniOption[];
  readonly loops: boolean;
  closer: IniOption | undefined;
}

/** What a stretch of lines says, one list for each kind of line. */
export interface Part {
  readonly options: readonly IniOption[];
  readonly outward: readonly IniOption[];
  readonly blocks: readonly Block[];
  readonly ends: readonly IniOption[];
  readonly nested: readonly IniOption[];
  readonly elses: readonly IniOption[];
  readonly percents: readonly IniOption[];
  readonly environment: readonly IniOption[];
  readonly includes: readonly IniOption[];
  readonly used: ReadonlyMap<string, readonly IniOption[]>;
  /** The last `strict`. */
  readonly strict: IniOption | undefined;
  /** True when a shell template fills a value in. */
  readonly filled: boolean;
  /** The block that runs on behind it. */
  readonly open: Open | undefined;
}

/** Reads a stretch in which the section of that name goes on, in the middle of a block or outside of any. */
const readStretch = ({ lines }: Stretch, section: string, before: Open | undefined): Part => {
  const options: IniOption[] = [];
  const outward: IniOption[] = [];
  const blocks: Open[] = [];
  const ends: IniOption[] = [];
  const nested: IniOption[] = [];
  const elses: IniOption[] = [];
  const percents: IniOption[] = [];
  const environment: IniOption[] = [];
  const includes: IniOption[] = [];
  const used = new Map<string, IniOption[]>();
  let strict: IniOption | undefined;
  let filled = false;
  let running = before;
  for (const line of lines) {
    if (line.is !== 'assignment') continue;
    const { name, word, wording, eats, special } = line.shape;
    const option: IniOption = line.within(word === 'closes' ? undefined : running?.opener);
    options.push(option);
    if (running && word !== 'closes') running.options.push(option);
    if (!special) continue;
    if (word === 'outward' || word === 'env' || word === 'reads') outward.push(option);
    for (const key of wording.keys) {
      const users = used.get(key);
      if (users) users.push(option);
      else used.set(key, [option]);
    }
    if (eats) percents.push(option);
    if (wording.template && !ownDollar.test(name)) filled = true;
    if (word === 'closes') {
      if (running) running.closer = option;
      running = undefined;
      ends.push(option);
    } else if (word === 'opens' && running) {
      nested.push(option);
    } else if (word === 'opens') {
      running = { section, opener: option, options: [], loops: name.startsWith('for'), closer: undefined };
      blocks.push(running);
    } else if (word === 'env') environment.push(option);
    else if (word === 'reads') includes.push(option);
    else if (word === 'strict') strict = option;
    else if (word === 'else') elses.push(option);
  }
  return { options, outward, blocks, ends, nested, elses, percents, environment, includes, used, strict, filled, open: running };
};

/** What a stretch said, in a section of some name, when no block ran into it nor out of it. */
const keptPart = memo((_: Stretch): { section?: string; part?: Part } => ({}));

const partOf = (stretch: Stretch, section: string, before: Open | undefined): Part => {
  if (before) return readStretch(stretch, section, before);
  const kept = keptPart(stretch);
  if (kept.part && kept.section === section) return kept.part;
  const part = readStretch(stretch, section, undefined);
  if (!part.open) {
    kept.section = section;
    kept.part = part;
  }
  return part;
};

const none: IniOption[] = [];

type ListName = 'options' | 'outward' | 'ends' | 'nested' | 'elses' | 'percents' | 'environment' | 'includes';

/** The lists of some parts, each laid together when somebody asks for it: a long file has thousands of options. */
class Lists {
  private readonly parts: readonly Part[];
  private readonly made = new Map<ListName, readonly IniOption[]>();
  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }
  of(name: ListName): readonly IniOption[] {
    const before = this.made.get(name);
    if (before) return before;
    const lists: (readonly IniOption[])[] = [];
    for (const part of this.parts) if (part[name].length > 0) lists.push(part[name]);
    const made = lists.length === 1 && lists[0] ? lists[0] : none.concat(...lists);
    this.made.set(name, made);
    return made;
  }
}

class ReadSection implements Section {
  readonly name: string;
  readonly header: Header | undefined;
  readonly parts: readonly Part[];
  readonly span: Span;
  private readonly lists: Lists;
  constructor({ name, header, parts, from }: Begun, to: number) {
    this.name = name;
    this.header = header;
    this.parts = parts;
    this.span = { from, to };
    this.lists = new Lists(parts);
  }
  get options(): readonly IniOption[] {
    return this.lists.of('options');
  }
  get outward(): readonly IniOption[] {
    return this.lists.of('outward');
  }
}

class ReadFacts implements UwsgiFacts {
  readonly uri: Uri;
  readonly sections: readonly Section[];
  readonly template: UwsgiFacts['template'];
  readonly strict: Fact<boolean>;
  readonly used: UsedKeys;
  private readonly parts: readonly Part[];
  private readonly all: Lists;
  /** Of the sections that are read. */
  private readonly read: Lists;
  private blocksMade: readonly Block[] | undefined = undefined;
  constructor(uri: Uri, sections: readonly Section[], template: UwsgiFacts['template'], strict: Fact<boolean>) {
    this.uri = uri;
    this.sections = sections;
    this.template = template;
    this.strict = strict;
    this.parts = sections.flatMap(({ parts }) => parts);
    this.all = new Lists(this.parts);
    this.read = new Lists(sections.flatMap(({ name, parts }) => (name === 'uwsgi' ? parts : [])));
    this.used = new Used(this.parts);
  }
  get options(): readonly IniOption[] {
    return this.read.of('options');
  }
  get blocks(): readonly Block[] {
    this.blocksMade ??= this.parts.flatMap(({ blocks }) => blocks);
    return this.blocksMade;
  }
  get ends(): readonly IniOption[] {
    return this.read.of('ends');
  }
  get nested(): readonly IniOption[] {
    return this.read.of('nested');
  }
  get elses(): readonly IniOption[] {
    return this.read.of('elses');
  }
  get percents(): readonly IniOption[] {
    return this.read.of('percents');
  }
  get environment(): readonly IniOption[] {
    return this.all.of('environment');
  }
  get includes(): readonly IniOption[] {
    return this.all.of('includes');
  }
}

/** Tree to facts. Never throws. What a stretch of lines says is found out once. */
export const facts = ({ file, tree }: Parsed<'uwsgi'>): UwsgiFacts => {
  const { uri } = file;
  const { text } = tree;
  const begun: Begun[] = [];
  // uWSGI reads one section name at a time, so blocks run through all sections of one name.
  const open = new Map<string, Open>();
  let strict: IniOption | undefined;
  let filled = false;
  let section: Begun | undefined;
  const begin = (name: string, header: Header | undefined, from: number) => {
    section = { name, header, parts: [], from };
    begun.push(section);
    return section;
  };
  for (const stretch of tree.stretches) {
    const [first] = stretch.lines;
    // A byte order mark in front of the header makes uWSGI take the line for an option.
    if (first?.is === 'header') begin(first.name, first, first.at);
    else if (!section && !stretch.lines.some(({ is }) => is === 'assignment')) continue;
    const current = section ?? begin('', undefined, 0);
    const part = partOf(stretch, current.name, open.size > 0 ? open.get(current.name) : undefined);
    if (part.open) open.set(current.name, part.open);
    else if (open.size > 0) open.delete(current.name);
    current.parts.push(part);
    filled ||= part.filled;
    if (part.strict && current.name === 'uwsgi') strict = part.strict;
  }
  const sections = begun.map((one, i) => new ReadSection(one, begun[i + 1]?.from ?? text.length));
  const isJinja = (text.includes('{{') || text.includes('{%')) && jinja.test(text);
  return new ReadFacts(uri, sections, isJinja ? 'jinja' : filled ? 'shell' : undefined, strict ? readSwitch(strict) : absent);
};

/** The keys that are used in some parts. They are laid together when somebody asks for more than whether there is one. */
class Used implements UsedKeys {
  private readonly parts: readonly Part[];
  private readonly answers = new Map<string, boolean>();
  private all: ReadonlyMap<string, readonly IniOption[]> | undefined = undefined;
  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }
  has(key: string): boolean {
    let found = this.answers.get(key);
    if (found === undefined) {
      found = this.parts.some(({ used }) => used.has(key));
      this.answers.set(key, found);
    }
    return found;
  }
  get(key: string): readonly IniOption[] | undefined {
    return this.map.get(key);
  }
  keys(): MapIterator<string> {
    return this.map.keys();
  }
  [Symbol.iterator](): MapIterator<[string, readonly IniOption[]]> {
    return this.map[Symbol.iterator]();
  }
  private get map(): ReadonlyMap<string, readonly IniOption[]> {
    this.all ??= usedIn(this.parts);
    return this.all;
  }
}

const usedIn = (parts: readonly Part[]): ReadonlyMap<string, readonly IniOption[]> => {
  const out = new Map<string, IniOption[]>();
  for (const { used } of parts) {
    for (const [key, users] of used) {
      const before = out.get(key);
      if (before) before.push(...users);
      else out.set(key, [...users]);
    }
  }
  return out;
};

/** Options in whose values `${NAME}` has a meaning of its own: for log encoders, routes, and the shell that runs a command. */
const ownDollar = /^(?:log-?format|log-(?:req-)?encoder|.*route.*|.*cron2?|exec-.*|hook-.*|.*attach-.*|alarm)$/;

/** A switch as a fact: dynamic when its value is filled in later or it stands in a block that may not run. */
export const readSwitch = (option: IniOption): Fact<boolean> => {
  const at = { uri: option.uri, span: option.value.span.from < option.value.span.to ? option.value.span : option.nameSpan };
  return option.value.literal && !option.opener ? known(isOn(option.value.text), at) : dynamic(at);
};
