// Whether uWSGI's reader refuses a file, judged by our own expansion and catalogue alone.
import type { Knowledge, UwsgiOption } from '../../server/src/knowledge/entry.ts';
import { unknown } from '../../server/src/languages/maybe.ts';
import { isOn, type UwsgiFacts } from '../../server/src/languages/uwsgi/facts.ts';
import { closers, opensBlock } from '../../server/src/languages/uwsgi/words.ts';
import type { Expansion } from '../../server/src/project/uwsgi/expand.ts';
import type { Stored } from '../../server/src/project/uwsgi/stored.ts';
import { compareVersions } from '../../server/src/project/uwsgi/version.ts';
import type { Binary } from './uwsgi-binaries.ts';

/** Why the start ends; `about` is the key, path or value it speaks of. */
export interface Refusal {
  readonly why:
    | 'unknown option'
    | 'forbidden option'
    | 'placeholder with the name of an option'
    | 'block in a block'
    | 'not a pair'
    | 'file that cannot be read'
    | 'plugin that cannot be loaded'
    | 'value'
    | 'endless';
  readonly about: string;
}

export interface Judged {
  readonly main: UwsgiFacts;
  readonly expansion: Expansion;
  /** Paths of `@(path)` that could not be read. */
  readonly unread: readonly string[];
  readonly binary: Binary;
  readonly knowledge: Knowledge;
  /** Whether the command line says `--strict`. */
  readonly strict: boolean;
  /** The plugins that lie in the plugin folder. */
  readonly loadable: ReadonlySet<string>;
}

/** True when this build has the option, given the plugins that are loaded. */
export const has = (entry: UwsgiOption | undefined, { build, version }: Binary, loaded: ReadonlySet<string>): boolean => {
  if (!entry || entry.since === undefined || (entry.since !== '2.0' && compareVersions(version, entry.since) < 0)) return false;
  if (build === 'pip') return entry.pip;
  return entry.debian.plugin === '' ? entry.plugin === 'core' && entry.debian.package !== '' : loaded.has(entry.debian.plugin);
};

/** The first thing that ends the start while the files are read and options are applied; undefined when it goes on. */
export const verdict = ({ main, expansion, unread, binary, knowledge, strict: given, loadable }: Judged): Refusal | undefined => {
  const loaded = new Set<string>();
  const declared = new Set<string>();
  const find = (key: string) => knowledge.find('uwsgi-option', key);
  const knows = (key: string): boolean => declared.has(key) || has(find(key), binary, loaded);
  let strict = given;
  let black: readonly string[] | undefined;
  let white: readonly string[] | undefined;
  const { stored } = expansion;
  const nested = new Set(expansion.nested);
  const files = new Set([...expansion.missing, ...expansion.unreadable]);
  const listed = (list: readonly string[], key: string) => list.some((word) => word.toLowerCase() === key.toLowerCase());

  const atOnce = (one: Stored, before: Stored | undefined): Refusal | undefined => {
    const { key } = one;
    const value = one.value === unknown ? '' : one.value;
    const entry = find(key);
    if ((black && listed(black, key)) || (white && !listed(white, key))) return { why: 'forbidden option', about: key };
    if (isPlaceholder(one, before)) return knows(key) ? { why: 'placeholder with the name of an option', about: key } : undefined;
    if (strict && !knows(key)) return { why: 'unknown option', about: key };
    if (!knows(key)) return undefined;
    if (opensBlock(key) && nested.has(one.option)) return { why: 'block in a block', about: key };
    if (key === 'strict') strict = isOn(value);
    if (key === 'blacklist') black = value.split(' ').filter(Boolean);
    if (key === 'whitelist') white = value.split(' ').filter(Boolean);
    if (key === 'end-blacklist') black = undefined;
    if (key === 'end-whitelist') white = undefined;
    if (/^(?:set|set-ph|set-placeholder|declare-option)$/.test(key) && !value.includes('=')) return { why: 'not a pair', about: value };
    if (key === 'declare-option') declared.add(value.split('=', 1)[0] ?? '');
    if (key === 'config' || (entry?.immediate && files.has(one.option) && !closers.has(key)))
      return { why: 'file that cannot be read', about: value };
    if (/^(?:need-)?plugins?$/.test(key)) {
      for (const name of value.split(',').map((word) => word.trim())) {
        if (loadable.has(name)) loaded.add(name);
        else if (key.startsWith('need-')) return { why: 'plugin that cannot be loaded', about: name };
      }
    }
    return undefined;
  };

  const later = (one: Stored): Refusal | undefined => {
    const { key } = one;
    const value = one.value === unknown ? '' : one.value;
    const entry = find(key);
    if (!knows(key)) return strict ? { why: 'unknown option', about: key } : undefined;
    if (entry?.immediate || declared.has(key)) return undefined;
    if (key === 'declare-option2') {
      if (!value.includes('=')) return { why: 'not a pair', about: value };
      declared.add(value.split('=', 1)[0] ?? '');
    }
    if (files.has(one.option)) return { why: 'file that cannot be read', about: value };
    if (entry && values[entry.parser]?.(value)) return { why: 'value', about: value };
    return undefined;
  };

  const whileReading = (from: number, to: number): Refusal | undefined => {
    for (const [i, one] of stored.entries()) {
      const refusal = i >= from && i < to && one.certain ? atOnce(one, stored[i - 1]) : undefined;
      if (refusal) return refusal;
    }
    return undefined;
  };
  const refusal = whileReading(0, expansion.inherited);
  if (refusal) return refusal;
  const hidden = forbiddenInBlock(main);
  if (hidden) return { why: 'forbidden option', about: hidden };
  if (expansion.endless) return { why: 'endless', about: expansion.endless.name };
  if (unread.length > 0) return { why: 'file that cannot be read', about: unread[0] ?? '' };
  // The files of `inherit` are read in the midst of it, and after that it begins anew.
  const until = stored.findIndex(({ key, certain }) => key === 'inherit' && certain) + 1;
  const applied = (to: number): Refusal | undefined => {
    for (const [i, one] of stored.entries()) {
      const found = i < to && one.certain && !isPlaceholder(one, stored[i - 1]) ? later(one) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  return applied(until) ?? whileReading(expansion.inherited, stored.length) ?? applied(stored.length);
};

/** A list forbids the lines of a block that is not carried out too (core/config.c, add_exported_option_do). */
const forbiddenInBlock = ({ options }: UwsgiFacts): string | undefined => {
  let black: readonly string[] = [];
  for (const { name, value, opener } of options) {
    if (opener && black.includes(name)) return name;
    if (!opener && name === 'blacklist') black = value.text.split(' ');
    if (!opener && name === 'end-blacklist') black = [];
  }
  return undefined;
};

/** Values that the option's own function refuses, for the few kinds that the cases use. */
const values: Readonly<Record<string, (value: string) => boolean>> = {
  uwsgi_opt_chmod_socket: (value) => value !== '1' && !/^[0-7]{3}$/.test(value),
  uwsgi_opt_logfile_chmod: (value) => !/^[0-7]{3}$/.test(value),
  uwsgi_opt_set_int: (value) => /^\s*-0*[1-9]/.test(value),
  uwsgi_opt_add_dyn_dict: (value) => !value.includes('='),
};

/** The pair that `set-placeholder` stores right behind itself. */
const isPlaceholder = (one: Stored, before: Stored | undefined): boolean =>
  before?.option === one.option &&
  /^set-(?:ph|placeholder)$/.test(before.key) &&
  before.value !== unknown &&
  before.value.startsWith(`${one.key}=`);
