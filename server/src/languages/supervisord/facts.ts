// What supervisord starts, as plain data (https://supervisord.org/configuration.html).
import { type Launch, launch } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { splitShell } from '../../commands/shell.ts';
import { splitWords } from '../../commands/shlex.ts';
import { type Spliced, sliceOf, spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { type FileSection, optionIn } from '../sections.ts';

/** A value, and whether nothing in it is filled in from outside (`%(ENV_PORT)s`). */
export interface SupervisordValue extends Argument {
  readonly source: Spliced;
}

export interface SupervisordProgram {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly words: readonly Argument[];
  /** What the command finally starts. */
  readonly launch: Launch | undefined;
  readonly environment: readonly { readonly name: string; readonly nameSpan: Span; readonly value: Argument }[];
  readonly directory: SupervisordValue | undefined;
  readonly user: SupervisordValue | undefined;
  readonly autostart: boolean;
  readonly processes: SupervisordValue | undefined;
  readonly stopSignal: SupervisordValue | undefined;
  readonly stopWait: SupervisordValue | undefined;
}

export interface SupervisordFacts {
  readonly uri: Uri;
  readonly template: 'jinja' | undefined;
  /** `nodaemon` of `[supervisord]`: in a container it must be on, here or on the command line. */
  readonly noDaemon: SupervisordValue | undefined;
  readonly user: SupervisordValue | undefined;
  readonly programs: readonly SupervisordProgram[];
  /** Patterns of `[include]`. */
  readonly includes: readonly Argument[];
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'supervisord'>): SupervisordFacts => {
  const own = tree.sections.find(({ name }) => name === 'supervisord');
  const include = tree.sections.find(({ name }) => name === 'include');
  const files = include && optionIn(include, 'files');
  return {
    uri: file.uri,
    template: /\{%-?\s*\w+|\{\{-?\s*[\w.]+\s*-?\}\}/.test(file.text) ? 'jinja' : undefined,
    noDaemon: own && optionValue(own, 'nodaemon'),
    user: own && optionValue(own, 'user'),
    programs: tree.sections.flatMap((section) => programIn(section) ?? []),
    includes: files ? wordsIn(files.value) : [],
  };
};

/** `%%` is a percent sign; `%(ENV_X)s` and `%(program_name)s` are filled in by supervisord. */
const isKnown = (text: string): boolean => !/%(?!%)/.test(text.replaceAll('%%', ''));

const optionValue = (section: FileSection, key: string): SupervisordValue | undefined => {
  const option = optionIn(section, key);
  if (!option) return undefined;
  const { text } = option.value;
  return { text, known: isKnown(text), span: option.valueSpan, source: option.value };
};

const wordsIn = (value: Spliced): readonly Argument[] => splitWords(value).map(({ text, span }) => ({ text, known: isKnown(text), span }));

const programIn = (section: FileSection): SupervisordProgram | undefined => {
  const kind = /^(?:program|fcgi-program|eventlistener):/.exec(section.name)?.[0];
  if (!kind) return undefined;
  const command = optionIn(section, 'command');
  const environment = optionIn(section, 'environment');
  const set = environment ? pairsIn(environment.value) : [];
  const values = new Map(set.map(({ name, value }) => [name, value.known ? value.text : undefined]));
  const words = command ? splitWords(command.value) : [];
  const given = words.map(({ text, span }) => ({ text, known: isKnown(text), span }));
  return {
    name: section.name.slice(kind.length).trim(),
    nameSpan: section.nameSpan,
    span: section.span,
    words: given,
    launch:
      command && given.length > 0
        ? launch(given, {
            lookup: (name) => values.get(name),
            lines: words.flatMap(({ text, source }) => (/\s/.test(text) ? [{ line: text, commands: splitShell(source) }] : [])),
            span: command.valueSpan,
          })
        : undefined,
    environment: set,
    directory: optionValue(section, 'directory'),
    user: optionValue(section, 'user'),
    autostart: !/^(?:false|no|off|0)$/i.test(optionValue(section, 'autostart')?.text ?? 'true'),
    processes: optionValue(section, 'numprocs'),
    stopSignal: optionValue(section, 'stopsignal'),
    stopWait: optionValue(section, 'stopwaitsecs'),
  };
};

/** `KEY="value",OTHER='x',PLAIN=y`, over several lines if need be. */
const pairsIn = (source: Spliced): SupervisordProgram['environment'] => {
  const { text } = source;
  const out: { name: string; nameSpan: Span; value: Argument }[] = [];
  for (const match of text.matchAll(/([A-Za-z_]\w*)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[^,\n]*)/g)) {
    const [whole, name = '', written = ''] = match;
    const quoted = /^["']/.test(written) ? 1 : 0;
    const to = match.index + whole.length;
    const from = to - written.length + quoted;
    const value = sliceOf(source, from, Math.max(from, to - quoted));
    out.push({
      name,
      nameSpan: spanIn(source, match.index, match.index + name.length),
      value: { text: value.text.trim(), known: isKnown(value.text), span: spanIn(source, from, Math.max(from, to - quoted)) },
    });
  }
  return out;
};
