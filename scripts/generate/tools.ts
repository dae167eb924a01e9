// Servers and tools of the catalogue: facts read from the programs, joined with our own words about them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lean, readWords, type Words } from './chapters.ts';

type Plain = string | number | boolean;

/** An option as options.json has it; the fields are described in server/src/knowledge/servers/README.md. */
interface OptionFacts {
  readonly name: string;
  readonly value: string;
  readonly flags?: readonly string[];
  readonly off?: readonly string[];
  readonly config?: string;
  readonly commands?: readonly string[];
  readonly positional?: true;
  readonly bare?: Plain;
  readonly range?: { readonly min?: number; readonly max?: number };
  readonly separator?: string;
  readonly choices?: readonly string[];
  readonly open?: true;
  readonly choicesSince?: Readonly<Record<string, string>>;
  readonly choicesDeprecated?: Readonly<Record<string, string | true>>;
  readonly choicesRemoved?: Readonly<Record<string, string>>;
  readonly repeatable?: true;
  readonly default?: Plain | readonly Plain[];
  readonly effective?: Plain;
  readonly environment?: readonly string[];
  readonly since?: string;
  readonly deprecated?: string | true;
  readonly removed?: string;
  readonly replacement?: string;
  readonly requires?: readonly string[];
  readonly conflicts?: readonly string[];
}

interface ToolFacts {
  readonly version: string;
  readonly docs: string;
  readonly listen?: string;
  readonly environmentPrefix?: string;
  readonly precedence?: readonly string[];
  readonly configFile?: string;
  readonly commands?: Readonly<Record<string, unknown>>;
  readonly options: readonly OptionFacts[];
}

/** What is to know about one choice of an option: when it came, and whether it goes. */
const choices = ({ choices: list = [], choicesSince, choicesDeprecated, choicesRemoved }: OptionFacts): Words['values'] =>
  list.map((text) => {
    const since = choicesSince?.[text];
    const deprecated = choicesDeprecated?.[text];
    const removed = choicesRemoved?.[text];
    const brief = [
      since ? `Since ${since}` : '',
      deprecated ? (deprecated === true ? 'Deprecated' : `Deprecated since ${deprecated}`) : '',
      removed ? `Gone since ${removed}` : '',
    ];
    return { text, brief: brief.filter(Boolean).join(', ') };
  });

const written = (value: OptionFacts['default']): string | undefined => {
  if (value === undefined || value === false) return undefined;
  return value === true ? 'on' : Array.isArray(value) ? value.join(', ') : String(value);
};

const optionEntry = (tool: string, docs: string, option: OptionFacts, words: Words | undefined): object =>
  lean({
    kind: 'tool-option',
    name: `${tool} ${option.name}`,
    brief: words?.brief,
    body: words?.body?.trim(),
    container: words?.container?.trim(),
    link: words?.link ?? docs,
    values: choices(option),
    tool,
    argument: option.value === 'text' ? undefined : option.value,
    flags: option.flags,
    off: option.off,
    config: option.config,
    commands: option.commands,
    positional: option.positional,
    bare: written(option.bare),
    range: option.range,
    separator: option.separator,
    open: option.open,
    repeatable: option.repeatable,
    fallback: written(option.default),
    effective: written(option.effective),
    environment: option.environment,
    since: option.since,
    deprecated: option.deprecated === true ? 'yes' : option.deprecated,
    removed: option.removed,
    replacement: option.replacement,
    requires: option.requires,
    conflicts: option.conflicts,
  });

/** Every tool, its commands and its options; a chapter that describes what does not exist stops the generator. */
export const toolEntries = (knowledge: string): readonly object[] => {
  const folder = join(knowledge, 'servers');
  const { tools } = JSON.parse(readFileSync(join(folder, 'options.json'), 'utf8')) as {
    readonly tools: Readonly<Record<string, ToolFacts>>;
  };
  const about = readWords(join(knowledge, 'tools.yaml'));
  const out: object[] = [];
  for (const [name, words] of Object.entries(about)) {
    const facts = tools[name];
    const { version, docs, listen, environmentPrefix: prefix, precedence, configFile } = facts ?? {};
    out.push(
      lean({
        kind: 'tool',
        name,
        brief: words.brief,
        body: words.body?.trim(),
        link: words.link ?? docs,
        version,
        listen,
        prefix,
        precedence,
        configFile,
      }),
    );
    const chapter = facts ? readWords(join(folder, `${name}.yaml`)) : {};
    for (const command of Object.keys(facts?.commands ?? {})) {
      const said = chapter[command];
      out.push(
        lean({
          kind: 'tool-command',
          name: `${name} ${command}`,
          brief: said?.brief,
          body: said?.body?.trim(),
          container: said?.container?.trim(),
          link: said?.link ?? docs,
        }),
      );
    }
    for (const option of facts?.options ?? []) out.push(optionEntry(name, docs ?? '', option, chapter[option.name]));
  }
  const untold = Object.keys(tools).filter((name) => !about[name]);
  if (untold.length > 0) throw new Error(`tools.yaml says nothing about ${untold.join(', ')}`);
  return out;
};
