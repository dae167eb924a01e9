// What a uwsgi.ini says, as plain data: its options in the order uWSGI meets them, sections and logic blocks.
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Fact } from '../fact.ts';
import { absent, dynamic, known } from '../fact.ts';
import type { Parsed } from '../language.ts';
import type { Header } from './line.ts';
import type { IniOption } from './option.ts';

export type { IniOption } from './option.ts';

/** A section: from its header to the next one. Lines before any header form a section whose header is missing. */
export interface Section {
  readonly name: string;
  readonly header: Header | undefined;
  readonly options: readonly IniOption[];
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
  readonly used: ReadonlyMap<string, readonly IniOption[]>;
}

/** uWSGI's own reading of a switch: off only for these four spellings, on for anything else, the empty value included. */
export const isOn = (value: string): boolean => !/^(?:false|off|no|0)$/i.test(value);

const jinja = /\{\{[^{}\n]*\}\}|\{%-?\s[^\n]*?%\}/;

interface Begun {
  readonly name: string;
  readonly header: Header | undefined;
  readonly options: IniOption[];
  readonly outward: IniOption[];
  readonly span: { readonly from: number; to: number };
}

interface Open {
  readonly section: string;
  readonly opener: IniOption;
  readonly options: IniOption[];
  readonly loops: boolean;
  closer: IniOption | undefined;
}

/** Tree to facts. Never throws. The options of lines that are the same objects as before are so too. */
export const facts = ({ file, tree }: Parsed<'uwsgi'>): UwsgiFacts => {
  const { uri } = file;
  const { text } = tree;
  const sections: Begun[] = [];
  const blocks: Open[] = [];
  const ends: IniOption[] = [];
  const nested: IniOption[] = [];
  const elses: IniOption[] = [];
  const percents: IniOption[] = [];
  const environment: IniOption[] = [];
  const includes: IniOption[] = [];
  // uWSGI reads one section name at a time, so blocks run through all sections of one name.
  const open = new Map<string, Open | undefined>();
  const used = new Map<string, IniOption[]>();
  let section: Begun | undefined;
  let strict: IniOption | undefined;
  let filled = false;
  const begin = (name: string, header: Header | undefined, from: number) => {
    if (section) section.span.to = from;
    section = { name, header, options: [], outward: [], span: { from, to: text.length } };
    sections.push(section);
    return section;
  };
  for (const line of tree.lines) {
    if (line.is === 'header') {
      // A byte order mark in front of the header makes uWSGI take the line for an option.
      begin(line.name, line, line.at);
      continue;
    }
    if (line.is !== 'assignment') continue;
    const current = section ?? begin('', undefined, 0);
    const running = blocks.length > 0 ? open.get(current.name) : undefined;
    const { name, word, wording, eats, special } = line.shape;
    const option: IniOption = line.within(word === 'closes' ? undefined : running?.opener);
    current.options.push(option);
    if (running && word !== 'closes') running.options.push(option);
    if (!special) continue;
    const isRead = current.name === 'uwsgi';
    if (word === 'outward' || word === 'env' || word === 'reads') current.outward.push(option);
    for (const key of wording.keys) {
      const users = used.get(key);
      if (users) users.push(option);
      else used.set(key, [option]);
    }
    if (eats && isRead) percents.push(option);
    if (wording.template && !ownDollar.test(name)) filled = true;
    if (word === 'closes') {
      if (running) running.closer = option;
      // Not taken out: a map that shrinks and grows for each block is made anew each time.
      if (running) open.set(current.name, undefined);
      if (isRead) ends.push(option);
    } else if (word === 'opens' && running) {
      if (isRead) nested.push(option);
    } else if (word === 'opens') {
      const block: Open = { section: current.name, opener: option, options: [], loops: name.startsWith('for'), closer: undefined };
      blocks.push(block);
      open.set(current.name, block);
    } else if (word === 'env') environment.push(option);
    else if (word === 'reads') includes.push(option);
    else if (word === 'strict' && isRead) strict = option;
    else if (word === 'else' && isRead) elses.push(option);
  }
  const read = sections.filter((one) => one.name === 'uwsgi');
  const options = read.length === 1 && read[0] ? read[0].options : read.flatMap((one) => one.options);
  const isJinja = (text.includes('{{') || text.includes('{%')) && jinja.test(text);
  const template = isJinja ? 'jinja' : filled ? 'shell' : undefined;
  return {
    uri,
    sections,
    options,
    blocks,
    ends,
    nested,
    elses,
    percents,
    environment,
    includes,
    template,
    strict: strict ? readSwitch(strict) : absent,
    used,
  };
};

/** Options in whose values `${NAME}` has a meaning of its own: for log encoders, routes, and the shell that runs a command. */
const ownDollar = /^(?:log-?format|log-(?:req-)?encoder|.*route.*|.*cron2?|exec-.*|hook-.*|.*attach-.*|alarm)$/;

/** A switch as a fact: dynamic when its value is filled in later or it stands in a block that may not run. */
export const readSwitch = (option: IniOption): Fact<boolean> => {
  const at = { uri: option.uri, span: option.value.span.from < option.value.span.to ? option.value.span : option.nameSpan };
  return option.value.literal && !option.opener ? known(isOn(option.value.text), at) : dynamic(at);
};
