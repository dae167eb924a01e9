// What a Dockerfile gives names to, and every place of such a name: stages, variables, here-documents.

import type { ShellCommand } from '../../commands/command.ts';
import type { Flag } from '../../languages/dockerfile/arguments.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import type { DockerfileTree, Instruction } from '../../languages/dockerfile/parse.ts';
import { runCommands } from '../../languages/dockerfile/run.ts';
import type { Parsed } from '../../languages/language.ts';
import { languages } from '../../languages/languages.ts';
import { memo } from '../../languages/memo.ts';
import { type Span, touches } from '../../text/span.ts';
import { type Use, usesOf } from './uses.ts';

/** One place of a name. */
export interface NamePlace {
  readonly span: Span;
  readonly defines: boolean;
  /** A stage meant by its number: the place stays as it is when the stage is renamed. */
  readonly byNumber: boolean;
}

export interface Named {
  /** `shell`: a variable that a shell line makes for itself. */
  readonly kind: 'stage' | 'variable' | 'shell' | 'heredoc';
  readonly name: string;
  /** In the order of the file. */
  readonly places: readonly NamePlace[];
}

const place = (span: Span, defines = false, byNumber = false): NamePlace => ({ span, defines, byNumber });

/** The commands of each instruction. What a RUN starts was split already, for the facts. */
export const commandsOf = memo((parsed: Parsed<'dockerfile'>): ReadonlyMap<Instruction, readonly ShellCommand[]> => {
  const out = new Map<Instruction, readonly ShellCommand[]>();
  for (const { steps } of languages.dockerfile.facts(parsed).stages) {
    for (const { instruction, commands } of steps) if (instruction.name === 'RUN') out.set(instruction, commands);
  }
  for (const one of withTriggers(parsed.tree)) if (one.command && one.name !== 'SHELL' && !out.has(one)) out.set(one, runCommands(one));
  return out;
});

/** The uses of variables in each instruction. */
const allUses = memo((parsed: Parsed<'dockerfile'>): ReadonlyMap<Instruction, readonly Use[]> => {
  const commands = commandsOf(parsed);
  return new Map(withTriggers(parsed.tree).map((one) => [one, usesOf(one, commands.get(one) ?? [])]));
});

/** An instruction with what ONBUILD puts off. */
const withTriggers = ({ instructions }: DockerfileTree): readonly Instruction[] =>
  instructions.flatMap((instruction) => (instruction.trigger ? [instruction, instruction.trigger] : [instruction]));

/** The place of the value of an option in a flag such as `--mount=type=bind,from=build`. */
const optionSpan = ({ value = '', valueSpan }: Flag, option: string): Span | undefined => {
  if (!valueSpan || valueSpan.to - valueSpan.from !== value.length) return undefined;
  const match = new RegExp(`(?:^|,)${option}=([^,]*)`, 'i').exec(value);
  if (!match) return undefined;
  const to = valueSpan.from + match.index + match[0].length;
  return { from: to - (match[1] ?? '').length, to };
};

/** The words that may mean an earlier stage: in FROM, in `--from=`, in the `from` of mounts. */
const stageWords = ({ name, words, flags }: Instruction): readonly Span[] => {
  if (name === 'FROM') return words[0] ? [words[0].span] : [];
  return flags.flatMap((flag) => {
    if (flag.name === 'from' && (name === 'COPY' || name === 'ADD') && flag.valueSpan) return [flag.valueSpan];
    const span = flag.name === 'mount' && name === 'RUN' ? optionSpan(flag, 'from') : undefined;
    return span ? [span] : [];
  });
};

const stages = (tree: DockerfileTree, facts: DockerfileFacts): readonly Named[] => {
  const found = facts.stages.map(({ nameSpan }): NamePlace[] => (nameSpan ? [place(nameSpan, true)] : []));
  // A name that was given twice means the later stage.
  const named = new Map<string, number>();
  let within = -1;
  for (const instruction of withTriggers(tree)) {
    if (facts.stages[within + 1]?.from.span.from === instruction.span.from) {
      const before = facts.stages[within];
      if (before?.name) named.set(before.name, within);
      within++;
    }
    for (const span of stageWords(instruction)) {
      const text = tree.text
        .slice(span.from, span.to)
        .replace(/^["']|["']$/g, '')
        .toLowerCase();
      const index = named.get(text);
      if (index !== undefined) found[index]?.push(place(span));
      else if (instruction.name !== 'FROM' && /^\d+$/.test(text) && Number(text) < within)
        found[Number(text)]?.push(place(span, false, true));
    }
  }
  return found.map((places, i) => ({
    kind: 'stage',
    name: facts.stages[i]?.name ?? '',
    places: places.sort((a, b) => a.span.from - b.span.from),
  }));
};

/** The stage at the bottom of those a stage is built on. */
const rootOf = (stage: Stage): Stage => (stage.parent ? rootOf(stage.parent) : stage);

/**
 * Variables. Those of one family of stages with one name are one thing. So are all that an ARG declares anywhere: one
 * `--build-arg` sets them all, and a stage's `ARG` without a default takes the value of the one in front of the first FROM.
 */
const variables = (parsed: Parsed<'dockerfile'>, facts: DockerfileFacts): readonly Named[] => {
  const uses = allUses(parsed);
  const families = new Map<string, { readonly name: string; argument: boolean; readonly places: NamePlace[] }>();
  const add = (home: number, name: string, at: NamePlace, argument: boolean) => {
    const key = `${home} ${name}`;
    const family = families.get(key) ?? { name, argument: false, places: [] };
    families.set(key, family);
    family.places.push(at);
    if (argument) family.argument = true;
  };
  let stage = -1;
  for (const instruction of withTriggers(parsed.tree)) {
    if (facts.stages[stage + 1]?.from.span.from === instruction.span.from) stage++;
    const own = facts.stages[stage];
    // What FROM fills in was declared in front of the first one.
    const home = own && instruction.name !== 'FROM' ? rootOf(own).index : -1;
    if (instruction.name === 'ARG' || instruction.name === 'ENV')
      for (const { name } of instruction.pairs)
        if (/^[A-Za-z_]\w*$/.test(name.text)) add(home, name.text, place(name.span, true), instruction.name === 'ARG');
    for (const { name, span, own: mine } of uses.get(instruction) ?? []) if (!mine) add(home, name, place(span), false);
  }
  const shared = new Map<string, NamePlace[]>();
  const out: Named[] = [];
  for (const { name, argument, places } of families.values()) {
    if (!argument) out.push({ kind: 'variable', name, places });
    else shared.set(name, [...(shared.get(name) ?? []), ...places]);
  }
  for (const [name, places] of shared) out.push({ kind: 'variable', name, places });
  return out.map((one) => ({ ...one, places: [...one.places].sort((a, b) => a.span.from - b.span.from) }));
};

/** Variables that the shell line of one instruction makes and uses. */
const shellVariables = (parsed: Parsed<'dockerfile'>): readonly Named[] =>
  [...allUses(parsed).values()].flatMap((uses) => {
    const found = new Map<string, NamePlace[]>();
    for (const { name, span, own, defines } of uses) {
      if (!own) continue;
      const places = found.get(name);
      if (places) places.push(place(span, defines));
      else found.set(name, [place(span, defines)]);
    }
    return [...found].map(([name, places]): Named => ({ kind: 'shell', name, places }));
  });

const heredocs = (tree: DockerfileTree): readonly Named[] =>
  tree.instructions.flatMap(({ heredocs: list }) =>
    list.map(({ name, mark, end }): Named => {
      const at = tree.text.indexOf(name, mark.from);
      const begin = { from: at, to: at + name.length };
      return { kind: 'heredoc', name, places: end ? [place(begin, true), place(end)] : [place(begin, true)] };
    }),
  );

/** All names of a file. */
export const namesOf = memo((parsed: Parsed<'dockerfile'>): readonly Named[] => {
  const facts = languages.dockerfile.facts(parsed);
  return [...stages(parsed.tree, facts), ...variables(parsed, facts), ...shellVariables(parsed), ...heredocs(parsed.tree)];
});

/** The name at an offset, with the place that is there. */
export const nameAt = (parsed: Parsed<'dockerfile'>, offset: number): { readonly named: Named; readonly at: NamePlace } | undefined => {
  for (const named of namesOf(parsed)) {
    const at = named.places.find(({ span }) => touches(span, offset));
    if (at) return { named, at };
  }
  return undefined;
};
