// What a start script does, as plain data: the programs it starts, what it exports, the templates it fills in.
import type { ShellCommand } from '../../commands/command.ts';
import { type Launch, launch } from '../../commands/launch.ts';
import { type Argument, type Lookup, resolveWord, withAssignments } from '../../commands/resolve.ts';
import { spanIn, unspliced } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { type Substitution, substitutionsOf } from './substitutions.ts';

/** A variable that the programs started below it will have. */
export interface Export {
  readonly name: string;
  readonly nameSpan: Span;
  /** Nothing for `export NAME`, which passes on what an earlier line or the container has set. */
  readonly value: Argument | undefined;
  readonly certain: boolean;
  readonly span: Span;
}

export interface ShellFacts {
  readonly uri: Uri;
  /** A script that cookiecutter or Jinja fills in first. */
  readonly template: 'jinja' | undefined;
  readonly shebang: { readonly text: string; readonly span: Span } | undefined;
  readonly commands: readonly ShellCommand[];
  readonly exports: readonly Export[];
  /** The programs it starts, in order, as far as the script itself tells. */
  readonly launch: Launch;
  /** Where it starts the words it was given: `exec "$@"`; `exec` is false when its shell stays in front. */
  readonly passesOn: { readonly exec: boolean; readonly certain: boolean; readonly span: Span } | undefined;
  readonly substitutions: readonly Substitution[];
}

const nothing: Lookup = () => undefined;
const templated = /\{%-?\s*(?:if|for|set|raw|endif|include)\b|\{\{-?\s*cookiecutter\./;

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'shell'>): ShellFacts => {
  const { commands, shebang, text } = tree;
  const { uri } = file;
  const whole = { from: 0, to: 0 };
  const started = launch([{ text: uri, known: true, span: whole }], {
    lookup: nothing,
    lines: [],
    open: true,
    script: (word) => (word.text === uri ? { uri, commands } : undefined),
    span: whole,
  });
  return {
    uri,
    template: templated.test(text) ? 'jinja' : undefined,
    shebang,
    commands,
    exports: exportsOf(commands, text),
    launch: started,
    passesOn: passesOn(commands),
    substitutions: substitutionsOf(commands, text),
  };
};

/** `export NAME=value`, `NAME=value` with a later `export NAME`, and every assignment behind `set -a`. */
const exportsOf = (commands: readonly ShellCommand[], text: string): readonly Export[] => {
  const out: Export[] = [];
  const set = new Map<string, Argument | undefined>();
  const lookup = withAssignments(commands, nothing);
  let all = false;
  for (const { words, assignments, certain, span } of commands) {
    const [first] = words;
    if (!first) {
      for (const { name, value, span: place } of assignments) {
        const fields = resolveWord(value, lookup);
        const [only] = fields;
        const known: Argument | undefined = fields.length > 1 ? { text: value.text, known: false, span: value.span } : only;
        set.set(name, known);
        const nameSpan = { from: place.from, to: place.from + name.length };
        if (all) out.push({ name, nameSpan, value: known ?? { text: '', known: true, span: value.span }, certain, span });
      }
      continue;
    }
    if (first.text === 'set') {
      const flags = words.slice(1).map((word) => word.text);
      if (flags.some((flag) => /^-[a-z]*a|^allexport$/.test(flag))) all = flags[0] !== '+o';
      if (flags.some((flag) => /^\+[a-z]*a/.test(flag))) all = false;
      continue;
    }
    if (first.text !== 'export') continue;
    for (const word of words.slice(1)) {
      const name = /^[A-Za-z_]\w*/.exec(word.text)?.[0];
      if (!name) continue;
      const nameSpan = { from: word.span.from, to: word.span.from + name.length };
      const equals = word.text[name.length] === '=';
      const known = word.literal || resolveWord(word, lookup).every((one) => one.known);
      const filled =
        known && !word.literal
          ? resolveWord(word, lookup)
              .map((one) => one.text)
              .join(' ')
          : word.text;
      const from = text[nameSpan.to] === '=' ? nameSpan.to + 1 : word.span.from;
      const value: Argument = { text: filled.slice(name.length + 1), known, span: spanIn(unspliced(text, 0), from, word.span.to) };
      out.push({ name, nameSpan, value: equals ? value : set.get(name), certain, span });
    }
  }
  return out;
};

const passesOn = (commands: readonly ShellCommand[]): ShellFacts['passesOn'] => {
  let found: ShellFacts['passesOn'];
  for (const { words, certain, span } of commands) {
    const at = words.findIndex(({ text }) => /^\$(?:[@*]|\{[@*]\})$/.test(text));
    const before = words.slice(0, at).map(({ text }) => text.replace(/^.*\//, ''));
    // `gosu user "$@"` passes on, `echo "$@"` and `gunicorn "$@"` do not.
    if (
      at < 0 ||
      !before.every(
        (word, i) =>
          /^(?:exec|gosu|su-exec|setpriv|tini|--|-\S+|env|runuser)$/.test(word) || /^(?:gosu|su-exec)$/.test(before[i - 1] ?? ''),
      )
    )
      continue;
    found = { exec: before[0] === 'exec', certain, span };
  }
  return found;
};
