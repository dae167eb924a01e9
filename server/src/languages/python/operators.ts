// Operators of Lezer's tree, lowered to data.
import type { TreeCursor } from '@lezer/common';
import type { Span } from '../../text/span.ts';
import type { Expression } from './ir.ts';
import { deepest, eachChild, isExpression, type Lowering } from './lowering.ts';

const signOf = (low: Lowering, c: TreeCursor): string => low.text.slice(c.from, c.to);

/** The operator of the BinaryExpression at the cursor is `and` or `or`. */
const isLogic = (c: TreeCursor): boolean => {
  if (c.name !== 'BinaryExpression') return false;
  let found = false;
  eachChild(c, (name) => {
    if (name === 'and' || name === 'or') found = true;
  });
  return found;
};

export const binary = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  if (isLogic(c)) return logic(low, c, span);
  // Chains lean to the left and may be long: down first, then up again.
  let depth = 0;
  while (c.name === 'BinaryExpression' && !isLogic(c) && c.firstChild()) depth++;
  let made = low.lower(c);
  /** The chain that is being built, when `made` is one; what parentheses hold is a chain of its own. */
  let rest: { sign: string; operand: Expression }[] | undefined;
  let broken = false;
  for (; depth > 0; depth--) {
    let sign = '';
    let operand: Expression | undefined;
    while (c.nextSibling()) {
      if (c.name === 'Comment') continue;
      if (isExpression(c.name)) operand = low.lower(c);
      else if (c.name === '⚠') broken = true;
      else sign += sign === '' ? signOf(low, c) : ` ${signOf(low, c)}`;
    }
    c.parent();
    if (!operand) {
      broken = true;
      continue;
    }
    const is = comparing.has(sign) ? 'comparison' : 'arithmetic';
    const whole = { from: made.span.from, to: operand.span.to };
    if (rest && made.is === is) {
      rest.push({ sign, operand });
      made = { ...made, span: whole };
    } else {
      rest = [{ sign, operand }];
      made = { is, first: made, rest, span: whole };
    }
  }
  return broken ? { is: 'broken', span } : made;
};
const comparing: ReadonlySet<string> = new Set(['<', '>', '<=', '>=', '==', '!=', 'in', 'not in', 'is', 'is not']);

export const unary = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  let sign = '';
  let operand: Expression | undefined;
  let broken = false;
  if (c.firstChild()) {
    if (c.name === 'not') {
      c.parent();
      return logic(low, c, span);
    }
    c.parent();
  }
  eachChild(c, (name) => {
    if (isExpression(name)) operand = low.lower(c);
    else if (name === '⚠') broken = true;
    else sign = signOf(low, c);
  });
  if (!operand || broken || (sign !== '-' && sign !== '+' && sign !== '~')) return { is: 'broken', span };
  return { is: 'unary', sign, operand, span };
};

/**
 * `and`, `or` and `not`. Lezer's grammar takes all that follows a `not` for its operand, so the words and operands are laid
 * out in a row and put together again by Python's own precedence.
 */
const logic = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  const row: (Expression | { readonly is: 'word'; readonly word: string; readonly from: number })[] = [];
  let broken = false;
  const lay = (): void => {
    let depth = 0;
    while (isLogic(c) && c.firstChild()) depth++;
    if (c.name === 'UnaryExpression' && c.firstChild()) {
      if ((c.name as string) === 'not') {
        row.push({ is: 'word', word: 'not', from: c.from });
        if (low.depth++ >= deepest) broken = true;
        else if (c.nextSibling()) lay();
        else broken = true;
        low.depth--;
        c.parent();
      } else {
        c.parent();
        row.push(low.lower(c));
      }
    } else row.push(low.lower(c));
    for (; depth > 0; depth--) {
      while (c.nextSibling()) {
        if (c.name === 'Comment') continue;
        if (c.name === 'and' || c.name === 'or') row.push({ is: 'word', word: c.name, from: c.from });
        else if (isExpression(c.name)) {
          if (low.depth++ >= deepest) broken = true;
          else lay();
          low.depth--;
        } else broken = true;
      }
      c.parent();
    }
  };
  lay();
  let i = 0;
  const wordAt = (at: number): string => {
    const one = row[at];
    return one?.is === 'word' ? one.word : '';
  };
  const primary = (): Expression => {
    const one = row[i++];
    if (!one || one.is === 'word') {
      if (one?.word !== 'not') {
        broken = true;
        return { is: 'broken', span };
      }
      const operand = primary();
      return { is: 'unary', sign: 'not', operand, span: { from: one.from, to: operand.span.to } };
    }
    return one;
  };
  const level = (word: 'and' | 'or', inner: () => Expression): Expression => {
    const operands = [inner()];
    while (wordAt(i) === word) {
      i++;
      operands.push(inner());
    }
    const [first] = operands as [Expression];
    return operands.length === 1 ? first : { is: 'boolean', word, operands, span: { from: first.span.from, to: span.to } };
  };
  const made = level('or', () => level('and', primary));
  return broken || i < row.length ? { is: 'broken', span } : made;
};
