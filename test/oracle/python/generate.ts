// Python texts thrown together from all forms of expressions and assignments, the same for the same seed.

export type Dice = (sides: number) => number;

/** A pseudo-random number generator after Lehmer; gives 0 to sides - 1. */
export const diceOf = (seed: number): Dice => {
  let state = (seed % 2147483646) + 1;
  return (sides) => {
    state = (state * 48271) % 2147483647;
    return state % sides;
  };
};

const names = ['a', 'b', 'BASE_DIR', 'x1', 'os'];
const strings = [
  `'a'`,
  `"b" 'c'`,
  `f'{a}/{b!r}'`,
  `f"x{a:>{b}}y{{}}"`,
  `rb'\\d'`,
  `'''q\n  w'''`,
  `u'\\u00e9\\x41\\101\\n\\q'`,
  `f'{a=}' 'z'`,
  `b'\\xff' b'1'`,
  `"\\\n"`,
];
const numbers = ['0', '1_000', '0x1F', '0o17', '0b1', '1.5', '1e3', '.5', '1j', '99999999999999999999'];

const expression = (dice: Dice, depth: number): string => {
  const inner = () => expression(dice, depth - 1);
  const pick = (list: readonly string[]): string => list[dice(list.length)] ?? '';
  if (depth <= 0) return pick([...names, pick(strings), pick(numbers), 'None', 'True', '...']);
  const forms: readonly (() => string)[] = [
    () => `${inner()} ${pick(['+', '-', '*', '/', '//', '%', '@', '&', '|', '^', '<<', '>>', '**'])} ${inner()}`,
    () => `${inner()} ${pick(['and', 'or'])} ${inner()}`,
    () => `not ${inner()}`,
    () => `${inner()} ${pick(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not'])} ${inner()}`,
    () => `${pick(['-', '+', '~'])}${inner()}`,
    () => `(${inner()})`,
    () => `(\n  ${inner()}  # a comment\n  ${pick(['+', 'and', 'or', '=='])} ${inner()}\n)`,
    () => `${inner()} if ${inner()} else ${inner()}`,
    () => `${pick(names)}.${pick(names)}`,
    () => `${pick(names)}[${inner()}]`,
    () => `${pick(names)}[${pick(['', inner()])}:${pick(['', inner()])}${pick(['', ':2'])}]`,
    () => `${pick(names)}(${inner()}, *${pick(names)}, k=${inner()}, **${pick(names)})`,
    () => `${pick(names)}.f().g(${inner()})[0]`,
    () => `[${inner()}, *${pick(names)}, ${inner()},]`,
    () => `(${inner()},)`,
    () => `{${inner()}, ${inner()}}`,
    () => `{'k': ${inner()}, **${pick(names)}, ${inner()}: 1}`,
    () => `[${inner()} for i in ${pick(names)} if ${inner()} if i]`,
    () => `{i: ${inner()} for i, j in ${pick(names)}.items()}`,
    () => `all(i for i in ${pick(names)} if not i)`,
    () => `(n := ${inner()})`,
    () => `f(n := ${inner()})`,
    () => `(lambda p, *q, r=${inner()}: ${inner()})`,
  ];
  return (forms[dice(forms.length)] as () => string)();
};

const statement = (dice: Dice): string => {
  const value = () => expression(dice, 1 + dice(3));
  const forms: readonly (() => string)[] = [
    () => `x = ${value()}`,
    () => `x = y = ${value()}`,
    () => `x, *y = ${value()}, ${value()}`,
    () => `x: int = ${value()}`,
    () => `x += ${value()}`,
    () => `x[0]['a'] = ${value()}; y = 2`,
    () => `if ${value()}:\n    x = ${value()}\nelif ${value()}:\n  # note\n  y = 1\n\nelse: z = ${value()}`,
    () => `for i, j in ${value()}:\n    x.append(${value()})\nelse:\n    pass`,
    () => `try:\n    from .local import *\nexcept (ImportError, os.Error) as e:\n    x = ${value()}\nfinally:\n\tdel x, y[0]`,
    () => `def f(a, b=${value()}, *c, d: int = 1, **e) -> str:\n    """doc"""\n    return ${value()}`,
    () => `@dec(${value()})\nclass C(B, k=${value()}):\n    x = ${value()}\n    @property\n    def y(self):\n        return 1`,
    () => `with open(${value()}) as f, g:\n    x = 1`,
    () => `from ..a.b import c as d, e\nimport a.b.c, os.path as p\nfrom . import (\n  x,\n  y,\n)`,
    () => `while ${value()}:\n    break`,
    () => `assert ${value()}\nraise E(${value()}) from None`,
  ];
  return (forms[dice(forms.length)] as () => string)();
};

/** So many modules. */
export const generated = (count: number, seed: number): readonly string[] => {
  const dice = diceOf(seed);
  return Array.from({ length: count }, () => `${Array.from({ length: 12 }, () => statement(dice)).join('\n')}\n`);
};
