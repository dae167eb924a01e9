// Settings modules thrown together: containers under several names, changed in every way, below conditions that two variables decide.
import { type Dice, diceOf } from './generate.ts';

const names = ['A', 'B', 'C', 'D', 'E', 'F'];
const words = ['"a"', '"b"', '"c"', '"d"', '"x.y"', '""'];

interface State {
  readonly dice: Dice;
  /** Names of lists, dicts and texts that are surely there. */
  readonly lists: string[];
  readonly dicts: string[];
  readonly texts: string[];
}

const pick = <T>(dice: Dice, list: readonly T[]): T => list[dice(list.length)] as T;

const text = (state: State): string => {
  const { dice, texts } = state;
  const forms = [
    () => pick(dice, words),
    () => (texts.length > 0 ? pick(dice, texts) : pick(dice, words)),
    () => `${pick(dice, words)} + ${pick(dice, words)}`,
    () => `f"{${pick(dice, texts.length > 0 ? texts : words.map((word) => word.replaceAll('"', "'")))}}/z"`,
    () => `"%s-%s" % (${pick(dice, words)}, ${pick(dice, words)})`,
    () => `${pick(dice, words)}.upper()`,
    () => `os.environ.get("P", ${pick(dice, words)})`,
    () => `"{}:{}".format(${pick(dice, words)}, 1)`,
  ];
  return pick(dice, forms)();
};

const test = (state: State): string => {
  const { dice, lists, texts } = state;
  const forms = [
    () => 'os.environ.get("P")',
    () => 'os.environ.get("Q") == "1"',
    () => 'not os.environ.get("P")',
    () => 'flag("Q")',
    () => 'flag("P", True)',
    () => pick(dice, ['True', 'False', '1', '""', '[]']),
    () => (lists.length > 0 ? `${pick(dice, words)} in ${pick(dice, lists)}` : 'True'),
    () => (lists.length > 0 ? `len(${pick(dice, lists)}) > 2` : 'False'),
    () => (texts.length > 0 ? `${pick(dice, texts)} == ${pick(dice, words)}` : 'True'),
    () => `os.environ.get("P") and ${pick(dice, ['True', 'False', 'flag("Q")'])}`,
    () => `os.environ.get("P") or ${pick(dice, ['True', 'False', 'flag("Q")'])}`,
    () => 'os.environ.get("P") is None',
    () => 'os.environ.get("Q", "0") in ("1", "yes")',
  ];
  return pick(dice, forms)();
};

const list = (state: State): string => {
  const { dice, lists } = state;
  const some = () => (lists.length > 0 ? pick(dice, lists) : '["s"]');
  const forms = [
    () => `[${text(state)}, ${text(state)}]`,
    () => `[${pick(dice, words)}]`,
    () => some(),
    () => `${some()} + [${text(state)}]`,
    () => `[${text(state)}] + ${some()}`,
    () => `[*${some()}, ${text(state)}]`,
    () => `[i for i in ${some()} if i != ${pick(dice, words)}]`,
    () => `list(${some()})`,
    () => `${some()}[${pick(dice, ['1:', ':1', ':-1', '-1:', ':'])}]`,
    () => `os.environ.get("P", "a,b").split(",")`,
    () => `[text(i) for i in ${some()}]`,
    () => `${some()} if ${test(state)} else [${text(state)}]`,
    () => `sorted(${some()})`,
    () => `${some()} or ["o"]`,
  ];
  return pick(dice, forms)();
};

/** A statement that changes something; what it may raise is caught around it. */
const change = (state: State): string => {
  const { dice, lists, dicts } = state;
  if (lists.length === 0) return 'pass';
  const one = pick(dice, lists);
  const dict = dicts.length > 0 ? pick(dice, dicts) : undefined;
  const forms = [
    () => `${one}.append(${text(state)})`,
    () => `${one} += [${text(state)}]`,
    () => `${one} += ${pick(dice, lists)}[:2]`,
    () => `${one}.insert(${dice(4) - 1}, ${text(state)})`,
    () => `${one}.extend([${text(state)}, ${text(state)}])`,
    () => `${one}[0:0] = [${text(state)}]`,
    () => `${one}[1:2] = []`,
    () => `${one}.reverse()`,
    () => `add(${one})`,
    () => `for i in ["l", "m"]:\n    ${one}.append(i)`,
    () => `for i in list(${one}):\n    if i == ${pick(dice, words)}:\n        ${one}.remove(i)`,
    () => `if ${pick(dice, words)} in ${one}:\n    ${one}.remove(${pick(dice, words)}) if False else ${one}.append("r")`,
    () => `try:\n    at = ${one}.index(${pick(dice, words)})\nexcept ValueError:\n    at = -1\n${one}.insert(at + 1, ${text(state)})`,
    () => `try:\n    ${one}.remove(${pick(dice, words)})\nexcept ValueError:\n    ${one}.append("v")`,
    () => `try:\n    ${one}[${dice(3)}] = ${text(state)}\nexcept IndexError:\n    pass`,
    ...(dict
      ? [
          () => `${dict}["k"] = ${text(state)}`,
          () => `${dict}.update({"k": ${text(state)}, "l": ${one}})`,
          () => `${dict}.setdefault("m", []).append(${text(state)})`,
          () => `${dict}.pop("k", None)`,
          () => `${dict}["n"] = {"o": ${one}}`,
        ]
      : []),
  ];
  return pick(dice, forms)();
};

const indent = (block: string): string => block.replaceAll(/^/gm, '    ');

const assign = (state: State): string => {
  const { dice, lists, dicts, texts } = state;
  const name = pick(dice, names);
  for (const kind of [lists, dicts, texts]) if (kind.includes(name)) kind.splice(kind.indexOf(name), 1);
  const which = dice(6);
  if (which < 3) {
    const value = list(state);
    lists.push(name);
    return `${name} = ${value}`;
  }
  if (which === 3) {
    const value = `{"k": ${text(state)}, "l": ${list(state)}}`;
    dicts.push(name);
    return `${name} = ${value}`;
  }
  const value = which === 4 ? text(state) : `${text(state)} if ${test(state)} else ${text(state)}`;
  texts.push(name);
  return `${name} = ${value}`;
};

const statement = (state: State, depth: number): string => {
  const { dice } = state;
  const which = dice(10);
  if (which < 4) return assign(state);
  if (which < 7 || depth === 0) return change(state);
  const before = { lists: [...state.lists], dicts: [...state.dicts], texts: [...state.texts] };
  const block = () => {
    const inner: State = { dice, lists: [...before.lists], dicts: [...before.dicts], texts: [...before.texts] };
    const lines = Array.from({ length: 1 + dice(2) }, () => statement(inner, depth - 1));
    // Names that the block gave another kind of value are not counted on any more.
    for (const kind of ['lists', 'dicts', 'texts'] as const) {
      for (const name of [...state[kind]]) if (!inner[kind].includes(name)) state[kind].splice(state[kind].indexOf(name), 1);
    }
    return indent(lines.join('\n'));
  };
  const condition = test(state);
  if (which === 7) return `if ${condition}:\n${block()}`;
  if (which === 8) return `if ${condition}:\n${block()}\nelse:\n${block()}`;
  return `if ${condition}:\n${block()}\nelif ${test(state)}:\n${block()}`;
};

const preamble = `import os

def flag(name, default=False):
    value = os.environ.get(name)
    if value is None:
        return default
    return value.lower() in ("1", "true")

def text(value, end="!"):
    if value == "a":
        return value
    return value + end

def add(items):
    items.append("added")
    return items
`;

/** So many programs. */
export const programs = (count: number, seed: number): readonly string[] => {
  const dice = diceOf(seed);
  return Array.from({ length: count }, () => {
    const state: State = { dice, lists: [], dicts: [], texts: [] };
    const lines = Array.from({ length: 5 + dice(10) }, () => statement(state, 2));
    return `${preamble}\n${lines.join('\n')}\n`;
  });
};
