// What stands between brackets in Lezer's tree: sequences, dicts, comprehensions, arguments and parameters, lowered to data.
import type { TreeCursor } from '@lezer/common';
import type { Span } from '../../text/span.ts';
import type { Argument, Clause, DictPart, Expression, Parameter } from './ir.ts';
import { asExpression, eachChild, isExpression, type Lowering, noItems, spanAt, takeItem } from './lowering.ts';

export const sequence = (low: Lowering, c: TreeCursor, span: Span, type: 'list' | 'tuple' | 'set'): Expression => {
  const into = noItems();
  eachChild(c, (name) => {
    if (!takeItem(low, c, into, name) && !/^[()[\]{}]$/.test(name)) into.broken = true;
  });
  return into.broken ? { is: 'broken', span } : { is: 'sequence', type, items: into.items, span };
};

/** The arguments at an ArgList; undefined when it is broken. */
export const argumentsAt = (low: Lowering, c: TreeCursor): readonly Argument[] | undefined => {
  const out: Argument[] = [];
  let star: '' | '*' | '**' = '';
  let from: number | undefined;
  let pending: { value: Expression; from: number; to: number } | undefined;
  let keyword: string | undefined;
  let broken = false;
  let generator = false;
  /** The name in front of a `:=` that has no parentheses of its own. */
  let walrus: { value: Expression; from: number } | undefined;
  const finish = () => {
    if (pending)
      out.push({
        name: keyword,
        star,
        value: pending.value,
        span: { from: from ?? pending.from, to: pending.to },
      });
    else if (keyword !== undefined || star !== '') broken = true;
    pending = undefined;
    keyword = undefined;
    from = undefined;
    star = '';
  };
  eachChild(c, (name) => {
    if (name === ',') finish();
    else if (name === 'for' || name === 'async') generator = true;
    else if (name === '*' || name === '**') {
      star = name;
      from ??= c.from;
    } else if (name === 'AssignOp') {
      if (pending?.value.is !== 'name') broken = true;
      else if (low.text.charAt(c.from) === ':') walrus = pending;
      else {
        keyword = pending.value.name;
        from = pending.from;
        pending = undefined;
      }
    } else if (isExpression(name)) {
      if (generator) return;
      const value = low.lower(c);
      if (walrus?.value.is === 'name') {
        const name = walrus.value.name;
        pending = { value: { is: 'named', name, value, span: { from: walrus.from, to: c.to } }, from: walrus.from, to: c.to };
        walrus = undefined;
      } else {
        if (pending) broken = true;
        pending = { value, from: c.from, to: c.to };
      }
    } else if (!generator && name !== '(' && name !== ')') broken = true;
  });
  if (generator) {
    // `f(x for x in y)` holds the generator without parentheses of its own.
    const value = comprehension(low, c, spanAt(c), 'generator');
    return [{ name: undefined, star: '', value, span: spanAt(c) }];
  }
  finish();
  return broken ? undefined : out;
};

export const dict = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  const parts: DictPart[] = [];
  let broken = false;
  let key: Expression | undefined;
  let colon = false;
  let spread: number | undefined;
  eachChild(c, (name) => {
    if (name === '**') spread = c.from;
    else if (name === ':') colon = true;
    else if (name === ',') {
      if (key) broken = true;
    } else if (isExpression(name)) {
      const value = low.lower(c);
      if (spread !== undefined) {
        parts.push({ key: undefined, value, span: { from: spread, to: c.to } });
        spread = undefined;
      } else if (key && colon) {
        parts.push({ key, value, span: { from: key.span.from, to: c.to } });
        key = undefined;
        colon = false;
      } else if (key) broken = true;
      else key = value;
    } else if (name !== '{' && name !== '}') broken = true;
  });
  return broken || key || spread !== undefined ? { is: 'broken', span } : { is: 'dict', parts, span };
};

export const comprehension = (low: Lowering, c: TreeCursor, span: Span, of: 'list' | 'set' | 'dict' | 'generator'): Expression => {
  let element: Expression | undefined;
  let value: Expression | undefined;
  const clauses: { target: Expression; source: Expression; tests: Expression[] }[] = [];
  let into = noItems();
  let place: 'element' | 'target' | 'source' | 'test' = 'element';
  let target: Expression | undefined;
  let broken = false;
  const finish = (end: number) => {
    if (place === 'target') target = asExpression(into, end);
    else if (place === 'source') clauses.push({ target: target ?? { is: 'broken', span }, source: asExpression(into, end), tests: [] });
    else if (place === 'test') clauses.at(-1)?.tests.push(asExpression(into, end));
    into = noItems();
  };
  eachChild(c, (name) => {
    if (name === 'for') {
      finish(c.from);
      place = 'target';
    } else if (name === 'in') {
      finish(c.from);
      place = 'source';
    } else if (name === 'if') {
      finish(c.from);
      place = 'test';
    } else if (place === 'element' && isExpression(name)) {
      if (!element) element = low.lower(c);
      else if (!value && of === 'dict') value = low.lower(c);
      else broken = true;
    } else if (!takeItem(low, c, into, name) && name !== ':' && name !== 'async' && !/^[()[\]{}]$/.test(name)) broken = true;
  });
  finish(span.to);
  if (!element || broken || clauses.length === 0 || (of === 'dict' && !value)) return { is: 'broken', span };
  return { is: 'comprehension', of, element, value, clauses: clauses as readonly Clause[], span };
};

/** The parameters at a ParamList, as far as they can be read. */
export const parametersAt = (low: Lowering, c: TreeCursor): readonly Parameter[] => {
  const out: Parameter[] = [];
  let star: '' | '*' | '**' = '';
  let name: string | undefined;
  let written: Expression | undefined;
  let annotation: Expression | undefined;
  const finish = () => {
    if (name !== undefined) out.push({ name, star, default: written, annotation });
    star = '';
    name = undefined;
    written = undefined;
    annotation = undefined;
  };
  eachChild(c, (child) => {
    if (child === ',') finish();
    else if (child === '*' || child === '**') star = child;
    else if (child === 'TypeDef')
      eachChild(c, (inner) => {
        if (isExpression(inner)) annotation = low.lower(c);
      });
    else if (isExpression(child)) {
      const one = low.lower(c);
      if (name === undefined && one.is === 'name') name = one.name;
      else written = one;
    }
  });
  finish();
  return out;
};
