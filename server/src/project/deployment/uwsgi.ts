// What the uwsgi.ini files of a deployment say, where the environment of the container fills their values in.
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { IniOption, UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { Location } from '../../text/span.ts';
import type { DeployedEnvironment } from './deployment.ts';

/** One option of the files, as a fact: dynamic in logic blocks and where something else than the environment fills it in. */
export interface IniFact {
  readonly name: string;
  readonly value: Fact<string>;
  readonly at: Location;
}

const same: Readonly<Record<string, string>> = {
  wsgi: 'module',
  file: 'wsgi-file',
  workers: 'processes',
  virtualenv: 'home',
  venv: 'home',
  'uwsgi-socket': 'socket',
};

/** The options that `[uwsgi]` sets, aliases folded, in order. */
export const iniOptions = (files: readonly UwsgiFacts[], environment: DeployedEnvironment): readonly IniFact[] =>
  files.flatMap((facts) =>
    optionsIn(facts, facts.options, 0).map((option): IniFact => {
      const at = { uri: option.uri, span: option.value.span.to > option.value.span.from ? option.value.span : option.line };
      const text = facts.template ? undefined : valueOfOption(option, environment);
      const name = Object.hasOwn(same, option.name) ? (same[option.name] ?? option.name) : option.name;
      return { name, value: text === undefined || option.opener ? dynamic(at) : known(text, at), at };
    }),
  );

/** `ini = :base` puts the options of another section of the file where it stands. */
const optionsIn = (facts: UwsgiFacts, options: readonly IniOption[], depth: number): readonly IniOption[] =>
  options.flatMap((option) => {
    const section = /^(?:ini|include|inherit)$/.test(option.name) ? /^:([\w-]+)$/.exec(option.value.text)?.[1] : undefined;
    if (!section || depth > 5) return [option];
    return facts.sections.filter(({ name }) => name === section).flatMap((one) => optionsIn(facts, one.options, depth + 1));
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

export const lastOf = (options: readonly IniFact[], name: string): Fact<string> =>
  options.findLast((one) => one.name === name)?.value ?? absent;

/** `env = NAME=value`. */
export const iniVariable = (options: readonly IniFact[], name: string): Fact<string> => {
  for (const { name: option, value, at } of [...options].reverse()) {
    if (option !== 'env') continue;
    if (value.state !== 'known') continue;
    const equals = value.value.indexOf('=');
    if (value.value.slice(0, equals < 0 ? undefined : equals).trim() === name) return known(value.value.slice(equals + 1).trim(), at);
  }
  return absent;
};
