// Lezer's tree of a chunk, lowered to statements.
import type { TreeCursor } from '@lezer/common';
import type { Span } from '../../text/span.ts';
import { lowering } from './expression.ts';
import { argumentsAt, parametersAt } from './groups.ts';
import { importStatement } from './imports.ts';
import type { Argument, Body, Expression, Handler, Parameter, Statement } from './ir.ts';
import { asExpression, eachChild, type Items, isExpression, type Lowering, noItems, spanAt, takeItem } from './lowering.ts';

/** The statements of a chunk; the cursor is at the top of its tree. Never throws. */
export const statements = (text: string, c: TreeCursor): Body => body(lowering(text), c, 0);

/** Blocks deeper than this count as broken. */
const deepestBlock = 60;

const brokenAt = (low: Lowering, span: Span): Statement => ({
  is: 'broken',
  names: [...new Set(low.text.slice(span.from, span.to).match(/[A-Za-z_]\w*/g))],
  span,
});

/** The statements directly below the cursor. An error between two statements of one line spoils both. */
const body = (low: Lowering, c: TreeCursor, depth: number): Body => {
  const out: Statement[] = [];
  let error: number | undefined;
  const sameLine = (from: number, to: number): boolean => !/[\r\n]/.test(low.text.slice(Math.min(from, to), Math.max(from, to)));
  eachChild(c, (name) => {
    if (name === '⚠') {
      const before = out.at(-1);
      if (before && sameLine(before.span.to, c.from)) out[out.length - 1] = brokenAt(low, { from: before.span.from, to: c.to });
      else if (c.to > c.from) out.push(brokenAt(low, spanAt(c)));
      error = c.to;
    } else if (name !== ':' && name !== ';') {
      const first = out.length;
      statement(low, c, depth, out);
      const spoilt = out[first];
      if (error !== undefined && spoilt && sameLine(error, spoilt.span.from)) out[first] = brokenAt(low, spoilt.span);
      error = undefined;
    }
  });
  return out;
};

const statement = (low: Lowering, c: TreeCursor, depth: number, out: Statement[]): void => {
  const span = spanAt(c);
  if (depth > deepestBlock) {
    out.push(brokenAt(low, span));
    return;
  }
  if (c.name === 'StatementGroup') {
    out.push(...body(low, c, depth));
    return;
  }
  const made = make(low, c, span, depth);
  out.push(made ?? brokenAt(low, span));
};

/** The statement at the cursor; nothing when it is broken. */
const make = (low: Lowering, c: TreeCursor, span: Span, depth: number): Statement | undefined => {
  switch (c.name) {
    case 'AssignStatement':
      return assign(low, c, span);
    case 'UpdateStatement':
      return augment(low, c, span);
    case 'ExpressionStatement': {
      const value = tail(low, c, '');
      return value.is === 'broken' ? undefined : { is: 'expression', value, span };
    }
    case 'ImportStatement':
      return importStatement(low, c, span);
    case 'IfStatement':
      return conditional(low, c, span, depth);
    case 'ForStatement':
    case 'WhileStatement':
      return loop(low, c, span, depth);
    case 'TryStatement':
      return guarded(low, c, span, depth);
    case 'WithStatement':
      return context(low, c, span, depth);
    case 'MatchStatement':
      return match(low, c, span, depth);
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return definition(low, c, span, depth, []);
    case 'DecoratedStatement':
      return decorated(low, c, span, depth);
    case 'ReturnStatement': {
      const value = tail(low, c, 'return');
      return { is: 'return', value: value.span.from === value.span.to ? undefined : value, span };
    }
    case 'DeleteStatement': {
      const value = tail(low, c, 'del');
      return { is: 'delete', targets: value.is === 'sequence' ? value.items : [value], span };
    }
    case 'RaiseStatement': {
      let type: Expression | undefined;
      eachChild(c, (name) => {
        if (isExpression(name)) type ??= low.lower(c);
      });
      return { is: 'raise', type, span };
    }
    case 'BreakStatement':
      return { is: 'break', span };
    case 'ContinueStatement':
      return { is: 'continue', span };
    case 'PassStatement':
    case 'AssertStatement':
    case 'ScopeStatement':
    case 'TypeDefinition':
    case 'PrintStatement':
      return { is: 'other', span };
    case 'YieldStatement':
      return { is: 'expression', value: { is: 'other', span }, span };
    default:
      return undefined;
  }
};

/** The items behind a keyword as one expression; an empty span when there are none. */
const tail = (low: Lowering, c: TreeCursor, keyword: string): Expression => {
  const into = noItems();
  eachChild(c, (name) => {
    if (!takeItem(low, c, into, name) && name !== keyword) into.broken = true;
  });
  return asExpression(into, c.to);
};

const assign = (low: Lowering, c: TreeCursor, span: Span): Statement | undefined => {
  const sides: Items[] = [noItems()];
  let annotation: Expression | undefined;
  eachChild(c, (name) => {
    const side = sides.at(-1) as Items;
    if (name === 'AssignOp') sides.push(noItems());
    else if (name === 'TypeDef') annotation = typeAt(low, c);
    else if (!takeItem(low, c, side, name)) side.broken = true;
  });
  const last = sides.length > 1 ? sides.pop() : undefined;
  const targets = sides.map((side) => asExpression(side, span.to));
  if (targets.some(({ is }) => is === 'broken')) return undefined;
  if (!last && !annotation) return undefined;
  return { is: 'assign', targets, value: last && asExpression(last, span.to), annotation, span };
};

const typeAt = (low: Lowering, c: TreeCursor): Expression => {
  let type: Expression = { is: 'broken', span: spanAt(c) };
  eachChild(c, (name) => {
    if (isExpression(name)) type = low.lower(c);
  });
  return type;
};

const augment = (low: Lowering, c: TreeCursor, span: Span): Statement | undefined => {
  const left = noItems();
  const right = noItems();
  let sign = '';
  eachChild(c, (name) => {
    const side = sign === '' ? left : right;
    if (name === 'UpdateOp') sign = low.text.slice(c.from, c.to - 1);
    else if (!takeItem(low, c, side, name)) side.broken = true;
  });
  const target = asExpression(left, span.from);
  if (target.is === 'broken' || sign === '') return undefined;
  return { is: 'augment', target, sign, value: asExpression(right, span.to), span };
};

const conditional = (low: Lowering, c: TreeCursor, span: Span, depth: number): Statement | undefined => {
  const branches: { test: Expression; body: Body }[] = [];
  let otherwise: Body = [];
  let test: Expression | undefined;
  let last = '';
  let broken = false;
  eachChild(c, (name) => {
    if (name === 'if' || name === 'elif' || name === 'else') {
      last = name;
      test = undefined;
      broken = false;
    } else if (name === 'Body') {
      const inner = body(low, c, depth + 1);
      if (last === 'else') otherwise = inner;
      else branches.push({ test: broken || !test ? { is: 'broken', span } : test, body: inner });
    } else if (isExpression(name) && !test) test = low.lower(c);
    else broken = true;
  });
  return branches.length > 0 ? { is: 'if', branches, otherwise, span } : undefined;
};

const loop = (low: Lowering, c: TreeCursor, span: Span, depth: number): Statement | undefined => {
  const isFor = c.name === 'ForStatement';
  const target = noItems();
  const source = noItems();
  let side = isFor ? target : source;
  const bodies: Body[] = [];
  eachChild(c, (name) => {
    if (name === 'in') side = source;
    else if (name === 'Body') bodies.push(body(low, c, depth + 1));
    else if (!takeItem(low, c, side, name) && name !== 'for' && name !== 'while' && name !== 'async' && name !== 'else') side.broken = true;
  });
  const [first, otherwise = []] = bodies;
  if (!first) return undefined;
  if (!isFor) return { is: 'while', test: asExpression(source, span.to), body: first, otherwise, span };
  return { is: 'for', target: asExpression(target, span.to), source: asExpression(source, span.to), body: first, otherwise, span };
};

const guarded = (low: Lowering, c: TreeCursor, span: Span, depth: number): Statement => {
  const found: { body: Body; otherwise: Body; last: Body } = { body: [], otherwise: [], last: [] };
  const handlers: Handler[] = [];
  let part = '';
  let types: Expression[] = [];
  let skip = false;
  eachChild(c, (name) => {
    if (name === 'try' || name === 'except' || name === 'else' || name === 'finally') {
      part = name;
      types = [];
      skip = false;
    } else if (name === 'as') skip = true;
    else if (name === 'Body') {
      const inner = body(low, c, depth + 1);
      if (part === 'try') found.body = inner;
      else if (part === 'else') found.otherwise = inner;
      else if (part === 'finally') found.last = inner;
      else handlers.push({ type: types[0], names: types.flatMap(namesIn), body: inner });
    } else if (isExpression(name) && !skip) types.push(low.lower(c));
  });
  return { is: 'try', handlers, ...found, span };
};

const namesIn = (type: Expression): readonly string[] => {
  if (type.is === 'sequence') return type.items.flatMap(namesIn);
  return type.is === 'name' || type.is === 'attribute' ? [type.name] : [];
};

const context = (low: Lowering, c: TreeCursor, span: Span, depth: number): Statement | undefined => {
  const items: { value: Expression; as: Expression | undefined }[] = [];
  let inner: Body | undefined;
  let naming = false;
  eachChild(c, (name) => {
    if (name === 'as') naming = true;
    else if (name === 'Body') inner = body(low, c, depth + 1);
    else if (isExpression(name)) {
      const one = low.lower(c);
      const last = items.at(-1);
      if (naming && last) last.as = one;
      else items.push({ value: one, as: undefined });
      naming = false;
    }
  });
  return inner && { is: 'with', items, body: inner, span };
};

const match = (low: Lowering, c: TreeCursor, span: Span, depth: number): Statement => {
  const into = noItems();
  const bodies: Body[] = [];
  eachChild(c, (name) => {
    if (name === 'MatchBody')
      eachChild(c, (clause) => {
        if (clause === 'MatchClause')
          eachChild(c, (part) => {
            if (part === 'Body') bodies.push(body(low, c, depth + 1));
          });
      });
    else takeItem(low, c, into, name);
  });
  return { is: 'match', subject: asExpression(into, span.to), bodies, span };
};

const definition = (low: Lowering, c: TreeCursor, span: Span, depth: number, decorators: readonly Expression[]): Statement | undefined => {
  const isClass = c.name === 'ClassDefinition';
  let name: { name: string; nameSpan: Span } | undefined;
  let parameters: readonly Parameter[] = [];
  let bases: readonly Argument[] = [];
  let inner: Body = [];
  eachChild(c, (child) => {
    if (child === 'VariableName') name ??= { name: low.text.slice(c.from, c.to), nameSpan: spanAt(c) };
    else if (child === 'ParamList') parameters = parametersAt(low, c);
    else if (child === 'ArgList') bases = argumentsAt(low, c) ?? [];
    else if (child === 'Body') inner = body(low, c, depth + 1);
  });
  if (!name) return undefined;
  if (isClass) return { is: 'class', ...name, bases, body: inner, decorators, span };
  return { is: 'function', ...name, parameters, body: inner, decorators, span };
};

const decorated = (low: Lowering, c: TreeCursor, span: Span, depth: number): Statement | undefined => {
  const decorators: Expression[] = [];
  let made: Statement | undefined;
  eachChild(c, (name) => {
    if (name === 'Decorator') decorators.push(decoratorAt(low, c));
    else if (name === 'FunctionDefinition' || name === 'ClassDefinition') made = definition(low, c, span, depth, decorators);
  });
  return made;
};

const decoratorAt = (low: Lowering, c: TreeCursor): Expression => {
  let made: Expression | undefined;
  eachChild(c, (name) => {
    const span = { from: made?.span.from ?? c.from, to: c.to };
    const text = low.text.slice(c.from, c.to);
    if (name === 'ArgList') {
      if (made) made = { is: 'call', callee: made, arguments: argumentsAt(low, c) ?? [], span };
    } else if (name === 'VariableName' || name === 'PropertyName')
      made = made ? { is: 'attribute', of: made, name: text, nameSpan: spanAt(c), span } : { is: 'name', name: text, span };
    else if (isExpression(name)) made = low.lower(c);
  });
  return made ?? { is: 'broken', span: spanAt(c) };
};
