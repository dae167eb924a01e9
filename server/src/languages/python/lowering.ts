// What lowering Lezer's tree to data needs everywhere.
import type { TreeCursor } from '@lezer/common';
import type { Span } from '../../text/span.ts';
import type { Expression } from './ir.ts';

/** The chunk that is lowered, and how deep its expressions are at the moment: deeper than `deepest` everything counts as broken. */
export interface Lowering {
  readonly text: string;
  depth: number;
  /** The expression at the cursor, which is left where it was. */
  readonly lower: (c: TreeCursor) => Expression;
}

export const deepest = 120;

const expressions: ReadonlySet<string> = new Set(
  `BinaryExpression UnaryExpression AwaitExpression ParenthesizedExpression ConditionalExpression LambdaExpression VariableName
  NamedExpression YieldExpression TupleExpression ComprehensionExpression ArrayExpression ArrayComprehensionExpression
  DictionaryExpression DictionaryComprehensionExpression SetExpression SetComprehensionExpression CallExpression MemberExpression
  Number String FormatString ContinuedString Ellipsis None Boolean`.split(/\s+/),
);

export const isExpression = (name: string): boolean => expressions.has(name);

export const spanAt = ({ from, to }: TreeCursor): Span => ({ from, to });

/** Visits the children of a node, comments left out, and comes back to it. */
export const eachChild = (c: TreeCursor, visit: (name: string) => void): void => {
  if (!c.firstChild()) return;
  do if (c.name !== 'Comment') visit(c.name);
  while (c.nextSibling());
  c.parent();
};

/** Items between commas, `*` before them, as lists, calls of tuples and bare tuples have them. Undefined when broken. */
export interface Items {
  readonly items: Expression[];
  commas: number;
  broken: boolean;
  star: number | undefined;
}
export const noItems = (): Items => ({ items: [], commas: 0, broken: false, star: undefined });
/** Takes a child into the items; says whether it belonged there. */
export const takeItem = (low: Lowering, c: TreeCursor, into: Items, name: string): boolean => {
  if (name === ',') into.commas++;
  else if (name === '*') into.star = c.from;
  else if (isExpression(name)) {
    // Two expressions side by side are two items of nothing Python knows.
    if (into.items.length !== into.commas) into.broken = true;
    const one = low.lower(c);
    into.items.push(into.star === undefined ? one : { is: 'starred', of: one, span: { from: into.star, to: c.to } });
    into.star = undefined;
  } else return false;
  return true;
};
/** The items as one expression: the only one, or a tuple without parentheses. */
export const asExpression = ({ items, commas, broken }: Items, end: number): Expression => {
  const [first] = items;
  const last = items.at(-1);
  if (!first || !last || broken) return { is: 'broken', span: { from: first?.span.from ?? end, to: last?.span.to ?? end } };
  if (commas === 0 && first.is !== 'starred') return first;
  return { is: 'sequence', type: 'tuple', items, span: { from: first.span.from, to: last.span.to } };
};
