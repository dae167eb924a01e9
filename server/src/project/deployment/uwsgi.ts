// What the uwsgi.ini files of a deployment say, where the environment of the container fills their values in.
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import { memo } from '../../languages/memo.ts';
import type { IniOption, Section, UwsgiFacts } from '../../languages/uwsgi/facts.ts';
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

export const iniOptions = (files: readonly UwsgiFacts[], environment: DeployedEnvironment): IniOptions => {
  const shelves = files.map(shelvesOf);
  const all: IniOptions['all'] = (...names) => {
    return files.flatMap((facts, file) => {
      const shelved = names.flatMap((name) => {
        const shelf = shelves[file]?.get(name);
        return shelf ? [{ name, ...shelf }] : [];
      });
      const found = shelved.flatMap(({ name, options, orders }) =>
        options.map((option, i) => new PlacedFact(name, option, facts, environment, orders[i] ?? 0)),
      );
      return shelved.length > 1 ? found.sort((a, b) => a.order - b.order) : found;
    });
  };
  return {
    all,
    last: (name) => {
      for (let file = files.length - 1; file >= 0; file--) {
        const facts = files[file];
        const found = shelves[file]?.get(name)?.options.at(-1);
        if (facts && found) return new PlacedFact(name, found, facts, environment, 0).value;
      }
      return absent;
    },
    variable(name) {
      for (let file = files.length - 1; file >= 0; file--) {
        const facts = files[file];
        const lines = shelves[file]?.get('env')?.options ?? none;
        for (let i = lines.length - 1; facts && i >= 0; i--) {
          const option = lines[i];
          // A file may set hundreds, so only those are read that may be the one.
          if (!option || !maySet(option, name)) continue;
          const { value, at } = new PlacedFact('env', option, facts, environment, 0);
          if (value.state !== 'known') continue;
          const equals = value.value.indexOf('=');
          if (value.value.slice(0, equals < 0 ? undefined : equals).trim() === name) return known(value.value.slice(equals + 1).trim(), at);
        }
      }
      return absent;
    },
  };
};

const none: readonly IniOption[] = [];

/** The options of one name, and the place of each among all of the file. */
interface Shelf {
  readonly options: IniOption[];
  readonly orders: number[];
}

/** The options of a file by their names. */
const shelvesOf = memo((facts: UwsgiFacts): ReadonlyMap<IniName, Shelf> => {
  const shelves = new Map<IniName, Shelf>();
  let order = 0;
  const put = ({ outward }: Section, depth: number) => {
    for (const option of outward) {
      const { word, name } = option.says;
      if (word === 'reads') {
        // `ini = :base` puts the options of another section of the file where it stands.
        const inner = /^(?:ini|include|inherit)$/.test(name) ? /^:([\w-]+)$/.exec(option.value.text)?.[1] : undefined;
        if (inner && depth <= 5) for (const one of facts.sections) if (one.name === inner) put(one, depth + 1);
        continue;
      }
      const folded = same[name] ?? (name as IniName);
      const shelf = shelves.get(folded) ?? { options: [], orders: [] };
      if (shelf.options.length === 0) shelves.set(folded, shelf);
      shelf.options.push(option);
      shelf.orders.push(order++);
    }
  };
  for (const section of facts.sections) if (section.name === 'uwsgi') put(section, 0);
  return shelves;
});

/** Whether `env = …` may set a variable: its name is that one, or is filled in later. */
const maySet = ({ says: { wording } }: IniOption, name: string): boolean => {
  const equals = wording.text.indexOf('=');
  const written = equals < 0 ? wording.text : wording.text.slice(0, equals);
  return wording.literal || !/[$@%]/.test(written) ? written.trim() === name : true;
};

/** A file may have thousands of such lines, of which few are looked at. */
class PlacedFact implements IniFact {
  readonly name: IniName;
  /** Its place among all of the file. */
  readonly order: number;
  private readonly option: IniOption;
  private readonly facts: UwsgiFacts;
  private readonly environment: DeployedEnvironment;
  constructor(name: IniName, option: IniOption, facts: UwsgiFacts, environment: DeployedEnvironment, order: number) {
    this.name = name;
    this.order = order;
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
