// Lezer's tree of an expression, lowered to data.
import type { TreeCursor } from '@lezer/common';
import type { Span } from '../../text/span.ts';
import { argumentsAt, comprehension, dict, parametersAt, sequence } from './groups.ts';
import type { Argument, Expression, Parameter } from './ir.ts';
import { number, string } from './literals.ts';
import { deepest, eachChild, isExpression, type Lowering, spanAt } from './lowering.ts';
import { binary, unary } from './operators.ts';

/** Begins the lowering of a chunk. */
export const lowering = (text: string): Lowering => {
  const low: Lowering = {
    text,
    depth: 0,
    lower(c) {
      const span = spanAt(c);
      if (low.depth >= deepest) return { is: 'broken', span };
      low.depth++;
      const made = make(low, c, span);
      low.depth--;
      return made;
    },
  };
  return low;
};

const make = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  switch (c.name) {
    case 'VariableName':
      return { is: 'name', name: low.text.slice(c.from, c.to), span };
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return string(low, c, span);
    case 'Number':
      return number(low.text.slice(c.from, c.to), span);
    case 'None':
      return { is: 'constant', value: null, span };
    case 'Boolean':
      return { is: 'constant', value: low.text.charCodeAt(c.from) === 84, span };
    case 'ParenthesizedExpression':
      return inParentheses(low, c, span);
    case 'MemberExpression':
      return member(low, c, span);
    case 'CallExpression':
      return call(low, c, span);
    case 'ArrayExpression':
      return sequence(low, c, span, 'list');
    case 'TupleExpression':
      return sequence(low, c, span, 'tuple');
    case 'SetExpression':
      return sequence(low, c, span, 'set');
    case 'DictionaryExpression':
      return dict(low, c, span);
    case 'BinaryExpression':
      return binary(low, c, span);
    case 'UnaryExpression':
      return unary(low, c, span);
    case 'ConditionalExpression':
      return conditional(low, c, span);
    case 'NamedExpression':
      return named(low, c, span);
    case 'ArrayComprehensionExpression':
      return comprehension(low, c, span, 'list');
    case 'SetComprehensionExpression':
      return comprehension(low, c, span, 'set');
    case 'DictionaryComprehensionExpression':
      return comprehension(low, c, span, 'dict');
    case 'ComprehensionExpression':
      return comprehension(low, c, span, 'generator');
    case 'LambdaExpression':
      return lambda(low, c, span);
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'Ellipsis':
      return { is: 'other', span };
    default:
      return { is: 'broken', span };
  }
};

const inParentheses = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  let inner: Expression | undefined;
  let broken = false;
  eachChild(c, (name) => {
    if (isExpression(name) && !inner) inner = low.lower(c);
    else if (name !== '(' && name !== ')') broken = true;
  });
  return inner && !broken ? inner : { is: 'broken', span };
};

const member = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  let of: Expression | undefined;
  let attribute: { name: string; nameSpan: Span } | undefined;
  let broken = false;
  /** The parts of the index: expressions and colons, cut at commas. */
  let slots: (Expression | ':')[] = [];
  const indices: (Expression | ':')[][] = [slots];
  eachChild(c, (name) => {
    if (!of && isExpression(name)) of = low.lower(c);
    else if (name === 'PropertyName') attribute = { name: low.text.slice(c.from, c.to), nameSpan: spanAt(c) };
    else if (name === ':') slots.push(':');
    else if (name === ',') {
      slots = [];
      indices.push(slots);
    } else if (isExpression(name)) slots.push(low.lower(c));
    else if (name !== '[' && name !== ']' && name !== '.') broken = true;
  });
  // Lezer takes the point of `1.` for the access of an attribute.
  if (of?.is === 'number' && /\d/.test(low.text.charAt(span.from))) return number(low.text.slice(span.from, span.to).trimEnd(), span);
  if (!of || broken) return { is: 'broken', span };
  if (attribute) return { is: 'attribute', of, ...attribute, span };
  const [only = []] = indices;
  if (only.length === 0) return { is: 'broken', span };
  const index: Expression = indices.length > 1 ? { is: 'other', span } : indexOf(only, span);
  return { is: 'subscript', of, index, span };
};

const indexOf = (slots: readonly (Expression | ':')[], span: Span): Expression => {
  const [first] = slots;
  if (slots.length === 1 && first !== undefined && first !== ':') return first;
  const bounds: (Expression | undefined)[] = [undefined];
  for (const slot of slots) {
    if (slot === ':') bounds.push(undefined);
    else bounds[bounds.length - 1] = slot;
  }
  return { is: 'slice', from: bounds[0], to: bounds[1], step: bounds[2], span };
};

const call = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  let callee: Expression | undefined;
  let given: readonly Argument[] | undefined;
  let broken = false;
  eachChild(c, (name) => {
    if (name === 'ArgList') given = argumentsAt(low, c);
    else if (isExpression(name) && !callee) callee = low.lower(c);
    else broken = true;
  });
  return callee && given && !broken ? { is: 'call', callee, arguments: given, span } : { is: 'broken', span };
};

const conditional = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  const found: Expression[] = [];
  let broken = false;
  eachChild(c, (name) => {
    if (isExpression(name)) found.push(low.lower(c));
    else if (name !== 'if' && name !== 'else') broken = true;
  });
  const [yes, test, no] = found;
  return yes && test && no && !broken ? { is: 'conditional', test, yes, no, span } : { is: 'broken', span };
};

const named = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  const found: Expression[] = [];
  eachChild(c, (name) => {
    if (isExpression(name)) found.push(low.lower(c));
  });
  const [target, value] = found;
  return target?.is === 'name' && value ? { is: 'named', name: target.name, value, span } : { is: 'broken', span };
};

const lambda = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  let parameters: readonly Parameter[] = [];
  let body: Expression | undefined;
  eachChild(c, (name) => {
    if (name === 'ParamList') parameters = parametersAt(low, c);
    else if (isExpression(name)) body = low.lower(c);
  });
  return body ? { is: 'lambda', parameters, body, span } : { is: 'broken', span };
};
