// What a systemd service starts, as plain data.
import { type Launch, launch } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { splitShell } from '../../commands/shell.ts';
import { splitWords } from '../../commands/shlex.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { type FileSection, optionIn, type SectionOption } from '../sections.ts';

export interface SystemdFacts {
  readonly uri: Uri;
  readonly template: 'jinja' | undefined;
  /** `ExecStartPre`, `ExecStart` and `ExecStartPost`, in order. */
  readonly starts: readonly { readonly by: string; readonly launch: Launch; readonly span: Span }[];
  readonly environment: readonly { readonly name: string; readonly nameSpan: Span; readonly value: Argument }[];
  readonly environmentFiles: readonly Argument[];
  readonly user: Argument | undefined;
  readonly workingDirectory: Argument | undefined;
  readonly killSignal: Argument | undefined;
  /** Whether it is stopped by a command of its own, before a signal is sent. */
  readonly stops: boolean;
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'systemd'>): SystemdFacts => {
  const service = tree.sections.find(({ name }) => name === 'Service');
  const environment = service ? valuesOf(service, 'Environment').flatMap(pairsIn) : [];
  const values = new Map(environment.map(({ name, value }) => [name, value.known ? value.text : undefined]));
  const one = (key: string): Argument | undefined => {
    const option = service && optionIn(service, key);
    return option && { text: option.value.text, known: isKnown(option.value.text), span: option.valueSpan };
  };
  return {
    uri: file.uri,
    template: /\{%-?\s*\w+|\{\{-?\s*[\w.]+\s*-?\}\}/.test(file.text) ? 'jinja' : undefined,
    starts: (service?.options ?? []).flatMap((option) => {
      if (!/^ExecStart(?:Pre|Post)?$/.test(option.key)) return [];
      const words = splitWords(option.value);
      // Signs in front say how failures and rights are taken: `-/bin/true`, `+/bin/x`.
      const given = words.map(({ text, span }, i) => ({
        text: i === 0 ? text.replace(/^[-@:+!|]+/, '') : text,
        known: isKnown(text),
        span,
      }));
      const lines = words.map(({ text, source }) => ({ line: text, commands: /\s/.test(text) ? splitShell(source) : [] }));
      const started = launch(given, { lookup: (name) => values.get(name), lines, span: option.valueSpan });
      return [{ by: option.key, launch: started, span: option.span }];
    }),
    environment,
    environmentFiles: service
      ? valuesOf(service, 'EnvironmentFile').map(({ value, valueSpan }) => ({
          text: value.text.replace(/^-/, ''),
          known: isKnown(value.text),
          span: valueSpan,
        }))
      : [],
    user: one('User'),
    workingDirectory: one('WorkingDirectory'),
    killSignal: one('KillSignal'),
    stops: service !== undefined && valuesOf(service, 'ExecStop').length > 0,
  };
};

/** Specifiers (`%i`) and variables are filled in by systemd. */
const isKnown = (text: string): boolean => !/%[A-Za-z]|\$\{?[A-Za-z_]/.test(text);

/** Lists are collected over their lines; an empty assignment empties them. */
const valuesOf = (section: FileSection, key: string): readonly SectionOption[] => {
  const all = section.options.filter((option) => option.key === key);
  const reset = all.findLastIndex(({ value }) => value.text === '');
  return all.slice(reset + 1);
};

const pairsIn = (option: SectionOption): SystemdFacts['environment'] =>
  splitWords(option.value).flatMap(({ text, span }) => {
    const name = /^([A-Za-z_]\w*)=/.exec(text)?.[1];
    if (!name) return [];
    const quoted = span.to - span.from - text.length;
    const from = span.from + (quoted === 2 ? 1 : 0);
    const value = {
      text: text.slice(name.length + 1),
      known: isKnown(text),
      span: { from: Math.min(span.to, from + name.length + 1), to: span.to },
    };
    return [{ name, nameSpan: { from, to: from + name.length }, value }];
  });
