// What the uwsgi.ini files of a deployment say, where the environment of the container fills their values in.
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import { memoOfAll } from '../../languages/memo.ts';
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
  readonly at: Location;
}

const same: Readonly<Partial<Record<string, IniName>>> = {
  wsgi: 'module',
  file: 'wsgi-file',
  workers: 'processes',
  'uwsgi-socket': 'socket',
};

/** The options that `[uwsgi]` sets and a deployment is asked about, aliases folded, in order. */
export const iniOptions = (files: readonly UwsgiFacts[], environment: DeployedEnvironment): readonly IniFact[] =>
  files.flatMap((facts) => optionsOf(facts, environment));

const optionsOf = memoOfAll((facts: UwsgiFacts, environment: DeployedEnvironment): readonly IniFact[] =>
  facts.sections
    .filter(({ name }) => name === 'uwsgi')
    .flatMap((section) => optionsIn(facts, section, 0))
    .map((option) => new LazyFact(option, facts, environment)),
);

/** A file has thousands of options, of which few are asked for. */
class LazyFact implements IniFact {
  readonly name: IniName;
  private readonly option: IniOption;
  private readonly facts: UwsgiFacts;
  private readonly environment: DeployedEnvironment;
  constructor(option: IniOption, facts: UwsgiFacts, environment: DeployedEnvironment) {
    this.name = same[option.name] ?? (option.name as IniName);
    this.option = option;
    this.facts = facts;
    this.environment = environment;
  }
  get at(): Location {
    const { uri, value, line } = this.option;
    return { uri, span: value.span.to > value.span.from ? value.span : line };
  }
  get value(): Fact<string> {
    const text = this.facts.template ? undefined : valueOfOption(this.option, this.environment);
    return text === undefined || this.option.opener ? dynamic(this.at) : known(text, this.at);
  }
}

/** `ini = :base` puts the options of another section of the file where it stands. */
const optionsIn = (facts: UwsgiFacts, { outward }: Section, depth: number): readonly IniOption[] =>
  outward.flatMap((option) => {
    if (option.says.word !== 'reads') return [option];
    const name = /^(?:ini|include|inherit)$/.test(option.name) ? /^:([\w-]+)$/.exec(option.value.text)?.[1] : undefined;
    if (!name || depth > 5) return [];
    return facts.sections.filter((one) => one.name === name).flatMap((one) => optionsIn(facts, one, depth + 1));
  });

const valueOfOption = ({ value }: IniOption, environment: DeployedEnvironment): string | undefined => {
  if (value.literal) return value.text;
  let out = '';
  for (const part of value.parts) {
    const found = part.is === 'environment' ? environment.get(part.text.replace(/^\$\(|\)$/g, ''))?.value : undefined;
    if (part.is === 'text') out += part.text;
    else if (found?.state === 'known') out += found.value;
    else return undefined;
  }
  return out;
};

export const lastOf = (options: readonly IniFact[], name: IniName): Fact<string> =>
  options.findLast((one) => one.name === name)?.value ?? absent;

/** `env = NAME=value`. */
export const iniVariable = (options: readonly IniFact[], name: string): Fact<string> => {
  for (const { value, at } of options.filter((one) => one.name === 'env').reverse()) {
    if (value.state !== 'known') continue;
    const equals = value.value.indexOf('=');
    if (value.value.slice(0, equals < 0 ? undefined : equals).trim() === name) return known(value.value.slice(equals + 1).trim(), at);
  }
  return absent;
};
