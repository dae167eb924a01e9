// What a uwsgi.ini says, as plain data: its options in the order uWSGI meets them, sections and logic blocks.
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Fact } from '../fact.ts';
import { absent, dynamic, known } from '../fact.ts';
import type { Parsed } from '../language.ts';
import type { Assignment, Header } from './parse.ts';
import type { Piece } from './percent.ts';
import { type IniValue, placed } from './value.ts';

/** One `key = value`, as uWSGI takes it. */
export interface IniOption {
  readonly uri: Uri;
  /** The key after the `%` pass. */
  readonly name: string;
  /** The key as magic variables split it; only where it has one. */
  readonly namePieces: readonly Piece[] | undefined;
  readonly nameSpan: Span;
  /** A key without `=`: uWSGI gives it the empty value. */
  readonly bare: boolean;
  readonly value: IniValue;
  /** The line without its line end. */
  readonly line: Span;
  readonly section: Section;
  /** The logic block this option stands in; openers and ends stand outside of theirs. */
  readonly block: Block | undefined;
  /** What the option does to logic blocks, apart from being an option. */
  readonly logic: 'opens' | 'closes' | undefined;
}

/** A section: from its header to the next one. Lines before any header form a section whose header is missing. */
export interface Section {
  readonly name: string;
  readonly header: Header | undefined;
  readonly options: readonly IniOption[];
  readonly span: Span;
}

/** From an `if-…` or `for…` to its end. Without a closer it reaches to the end of the file, as in uWSGI. */
export interface Block {
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
  /** Closers that close nothing. */
  readonly strayClosers: readonly IniOption[];
  /** A file that another program fills in first: Jinja (`{{ }}`, `{% %}`) or a shell template (`${NAME}` where uWSGI has no use for it). */
  readonly template: 'jinja' | 'shell' | undefined;
  /** Whether unknown options stop the start. The last `strict` of the file decides, also before options above it. */
  readonly strict: Fact<boolean>;
}

/** The words that end a logic block (core/config.c). */
export const closers: ReadonlySet<string> = new Set(['end', 'endif', 'end-if', 'endfor', 'end-for']);
/** The options that open one; all of them are called if… or for…. */
const opener =
  /^(?:for|for-(?:glob|times|readline)|if-(?:not-)?(?:opt|env|reload|hostname|hostname-match|exists|plugin|file|dir)|if-directory|if(?:env|exists|plugin|dir))$/;
export const opensBlock = (name: string): boolean => (name.startsWith('i') || name.startsWith('f')) && opener.test(name);

/** uWSGI's own reading of a switch: off only for these four spellings, on for anything else, the empty value included. */
export const isOn = (value: string): boolean => !/^(?:false|off|no|0)$/i.test(value);

const jinja = /\{\{[^{}\n]*\}\}|\{%-?\s[^\n]*?%\}/;

interface Open {
  opener: IniOption;
  options: IniOption[];
  loops: boolean;
  closer: IniOption | undefined;
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'uwsgi'>): UwsgiFacts => {
  const { uri } = file;
  const { text } = tree;
  const sections: { name: string; header: Header | undefined; options: IniOption[]; span: { from: number; to: number } }[] = [];
  const blocks: Open[] = [];
  const strayClosers: IniOption[] = [];
  // uWSGI reads one section name at a time, so blocks run through all sections of one name.
  const open = new Map<string, Open>();
  let section: (typeof sections)[number] | undefined;
  const begin = (name: string, header: Header | undefined, from: number) => {
    section = { name, header, options: [], span: { from, to: from } };
    sections.push(section);
    return section;
  };
  for (const line of tree.lines) {
    if (line.is === 'header') {
      // A byte order mark in front of the header makes uWSGI take the line for an option.
      begin(line.name, line, line.span.from);
    } else if (line.is === 'assignment') {
      const current = section ?? begin('', undefined, 0);
      const running = open.size > 0 ? open.get(current.name) : undefined;
      const { name } = line.says;
      const logic = name.startsWith('e') && closers.has(name) ? 'closes' : opensBlock(name) ? 'opens' : undefined;
      const option = optionOf(uri, line, current, logic === 'closes' ? undefined : (running as Block | undefined), logic);
      current.options.push(option);
      if (logic === 'closes') {
        if (running) running.closer = option;
        else strayClosers.push(option);
        open.delete(current.name);
      } else {
        running?.options.push(option);
        if (logic === 'opens' && !running) {
          const block: Open = { opener: option, options: [], loops: name.startsWith('for'), closer: undefined };
          blocks.push(block);
          open.set(current.name, block);
        }
      }
    }
    if (section) section.span.to = line.span.to;
  }
  const read = sections.filter((one) => one.name === 'uwsgi');
  const options = read.length === 1 && read[0] ? read[0].options : read.flatMap((one) => one.options);
  const last = options.findLast((option) => option.name === 'strict');
  const strict: Fact<boolean> = last ? readSwitch(last) : absent;
  const template =
    (text.includes('{{') || text.includes('{%')) && jinja.test(text)
      ? 'jinja'
      : sections.some((one) => one.options.some(({ name, value }) => value.template && !ownDollar.test(name)))
        ? 'shell'
        : undefined;
  return { uri, sections, options, blocks: blocks as readonly Block[], strayClosers, template, strict };
};

/** Options in whose values `${NAME}` has a meaning of its own: for log encoders, routes, and the shell that runs a command. */
const ownDollar = /^(?:log-?format|log-(?:req-)?encoder|.*route.*|.*cron2?|exec-.*|hook-.*|.*attach-.*|alarm)$/;

/** A switch as a fact: dynamic when its value is filled in later or it stands in a block that may not run. */
export const readSwitch = (option: IniOption): Fact<boolean> => {
  const at = { uri: option.uri, span: option.value.span.from < option.value.span.to ? option.value.span : option.nameSpan };
  return option.value.literal && !option.block ? known(isOn(option.value.text), at) : dynamic(at);
};

const optionOf = (
  uri: Uri,
  { key, equals, value, says }: Assignment,
  section: Section,
  block: Block | undefined,
  logic: IniOption['logic'],
): IniOption => ({
  uri,
  name: says.name,
  namePieces: says.namePieces,
  nameSpan: key,
  bare: equals === undefined,
  value: placed(says.value, value),
  line: { from: key.from, to: Math.max(value.to, key.to, equals === undefined ? 0 : equals + 1) },
  section,
  block,
  logic,
});
