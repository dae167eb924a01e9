// What the uwsgi.ini files of a deployment say, where the environment of the container fills their values in.
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import { memo } from '../../languages/memo.ts';
import type { IniOption, Part, Section, UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { outward } from '../../languages/uwsgi/words.ts';
import type { Location } from '../../text/span.ts';
import type { DeployedEnvironment } from './deployment.ts';

/** The names that may be asked for; another one is added to the list of words first, so that files are read for it too. */
export type IniName = (typeof outward)[number] | 'env';

/** One option of the files, as a fact: dynamic in logic blocks and where something else than the environment fills it in. */
export interface IniFact {
  readonly name: IniName;
  readonly value: Fact<string>;
  /** The value where it is known. */
  readonly text: string | undefined;
  readonly at: Location;
}

const same: Readonly<Partial<Record<string, IniName>>> = {
  wsgi: 'module',
  file: 'wsgi-file',
  workers: 'processes',
  'uwsgi-socket': 'socket',
};

/** The options that `[uwsgi]` sets and a deployment is asked about, aliases folded. */
export interface IniOptions {
  /** Those of some names, in order. */
  all(...names: readonly IniName[]): readonly IniFact[];
  /** The last of a name, whose value counts. */
  last(name: IniName): Fact<string>;
  /** What `env = NAME=value` says last. */
  variable(name: string): Fact<string>;
}

export const iniOptions = (files: readonly UwsgiFacts[], environment: DeployedEnvironment): IniOptions => ({
  all(...names) {
    const out: IniFact[] = [];
    for (const facts of files) {
      for (const { by } of shelvesOf(facts)) {
        const found: [IniName, Ordered][] = [];
        for (const name of names) for (const one of by.get(name) ?? none) found.push([name, one]);
        // Within a shelf the names stand one behind the other.
        if (names.length > 1 && found.length > 1) found.sort(([, a], [, b]) => a.order - b.order);
        for (const [name, { option }] of found) out.push(new PlacedFact(name, option, facts, environment));
      }
    }
    return out;
  },
  last: (name) => {
    for (const facts of files.toReversed()) {
      for (const { by } of shelvesOf(facts).toReversed()) {
        const found = by.get(name)?.at(-1);
        if (found) return new PlacedFact(name, found.option, facts, environment).value;
      }
    }
    return absent;
  },
  variable(name) {
    for (const facts of files.toReversed()) {
      for (const shelf of shelvesOf(facts).toReversed()) {
        for (const { option } of maySet(shelf, name).toReversed()) {
          const { value, at } = new PlacedFact('env', option, facts, environment);
          if (value.state !== 'known') continue;
          const equals = value.value.indexOf('=');
          if (value.value.slice(0, equals < 0 ? undefined : equals).trim() === name) return known(value.value.slice(equals + 1).trim(), at);
        }
      }
    }
    return absent;
  },
});

/** An option, and its place among those of its shelf. */
interface Ordered {
  readonly option: IniOption;
  readonly order: number;
}
const none: readonly Ordered[] = [];

/** Some options of a file behind each other, by their names. */
interface Shelf {
  readonly by: ReadonlyMap<IniName, readonly Ordered[]>;
}

const shelve = (options: readonly IniOption[]): Shelf => {
  const by = new Map<IniName, Ordered[]>();
  for (const [order, option] of options.entries()) {
    const { name } = option.says;
    const folded = same[name] ?? (name as IniName);
    const list = by.get(folded);
    if (list) list.push({ option, order });
    else by.set(folded, [{ option, order }]);
  }
  return { by };
};
/** A keystroke leaves all parts of a file but one as they are. */
const shelfOf = memo(({ outward }: Part): Shelf => shelve(outward));

/** The options of a file, in order. */
const shelvesOf = memo((facts: UwsgiFacts): readonly Shelf[] => {
  const shelves: Shelf[] = [];
  const put = ({ parts }: Section, depth: number) => {
    for (const part of parts) {
      if (part.includes.length === 0) {
        if (part.outward.length > 0) shelves.push(shelfOf(part));
        continue;
      }
      let run: IniOption[] = [];
      for (const option of part.outward) {
        const { word, name } = option.says;
        if (word !== 'reads') {
          run.push(option);
          continue;
        }
        // `ini = :base` puts the options of another section of the file where it stands.
        const inner = /^(?:ini|include|inherit)$/.test(name) ? /^:([\w-]+)$/.exec(option.value.text)?.[1] : undefined;
        if (!inner || depth > 5) continue;
        shelves.push(shelve(run));
        run = [];
        for (const one of facts.sections) if (one.name === inner) put(one, depth + 1);
      }
      shelves.push(shelve(run));
    }
  };
  for (const section of facts.sections) if (section.name === 'uwsgi') put(section, 0);
  return shelves;
});

/** The `env = …` of a shelf that may set a variable, in order: their name is that one, or is filled in later. */
const maySet = (shelf: Shelf, name: string): readonly Ordered[] => {
  const { named, open } = variablesIn(shelf);
  const own = named.get(name) ?? none;
  if (open.length === 0 || own.length === 0) return open.length === 0 ? own : open;
  return [...own, ...open].sort((a, b) => a.order - b.order);
};

/** A file may set hundreds, and few are asked about. */
const variablesIn = memo(
  ({ by }: Shelf): { readonly named: ReadonlyMap<string, readonly Ordered[]>; readonly open: readonly Ordered[] } => {
    const named = new Map<string, Ordered[]>();
    const open: Ordered[] = [];
    for (const one of by.get('env') ?? none) {
      const { wording } = one.option.says;
      const equals = wording.text.indexOf('=');
      const written = equals < 0 ? wording.text : wording.text.slice(0, equals);
      if (!wording.literal && /[$@%]/.test(written)) open.push(one);
      else named.set(written.trim(), [...(named.get(written.trim()) ?? none), one]);
    }
    return { named, open };
  },
);

/** A file may have thousands of such lines, of which few are looked at. */
class PlacedFact implements IniFact {
  readonly name: IniName;
  private readonly option: IniOption;
  private readonly facts: UwsgiFacts;
  private readonly environment: DeployedEnvironment;
  constructor(name: IniName, option: IniOption, facts: UwsgiFacts, environment: DeployedEnvironment) {
    this.name = name;
    this.option = option;
    this.facts = facts;
    this.environment = environment;
  }
  get at(): Location {
    const { uri, value, line } = this.option;
    return { uri, span: value.span.to > value.span.from ? value.span : line };
  }
  get text(): string | undefined {
    return this.facts.template || this.option.opener ? undefined : valueOfOption(this.option, this.environment);
  }
  get value(): Fact<string> {
    const { text } = this;
    return text === undefined ? dynamic(this.at) : known(text, this.at);
  }
}

const valueOfOption = ({ says: { wording } }: IniOption, environment: DeployedEnvironment): string | undefined => {
  if (wording.literal) return wording.text;
  let out = '';
  for (const part of wording.parts) {
    const found = part.is === 'environment' ? environment.get(part.text.replace(/^\$\(|\)$/g, ''))?.value : undefined;
    if (part.is === 'text') out += part.text;
    else if (found?.state === 'known') out += found.value;
    else return undefined;
  }
  return out;
};
