// Every statement and expression of a statement.
import type { Body, Expression, Statement } from './ir.ts';

/** A statement, those in its blocks, and so on; functions and classes included unless `shallow`. */
export function* statementsIn(body: Body, shallow = false): Iterable<Statement> {
  for (const statement of body) {
    yield statement;
    if (shallow && (statement.is === 'function' || statement.is === 'class')) continue;
    for (const inner of blocksOf(statement)) yield* statementsIn(inner, shallow);
  }
}

const blocksOf = (statement: Statement): readonly Body[] => {
  switch (statement.is) {
    case 'if':
      return [...statement.branches.map(({ body }) => body), statement.otherwise];
    case 'for':
    case 'while':
      return [statement.body, statement.otherwise];
    case 'try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.last];
    case 'match':
      return statement.bodies;
    case 'with':
    case 'function':
    case 'class':
      return [statement.body];
    default:
      return [];
  }
};

/** The expressions that stand directly in a statement, its blocks left out. */
export const expressionsOf = (statement: Statement): readonly Expression[] => {
  switch (statement.is) {
    case 'assign':
      return [...statement.targets, ...(statement.value ? [statement.value] : [])];
    case 'augment':
      return [statement.target, statement.value];
    case 'expression':
      return [statement.value];
    case 'return':
      return statement.value ? [statement.value] : [];
    case 'if':
      return statement.branches.map(({ test }) => test);
    case 'for':
      return [statement.source];
    case 'while':
      return [statement.test];
    case 'with':
      return statement.items.map(({ value }) => value);
    case 'match':
      return [statement.subject];
    case 'class':
      return [...statement.bases.map(({ value }) => value), ...statement.decorators];
    case 'function':
      return statement.decorators;
    default:
      return [];
  }
};

/** An expression and all that it is made of. */
export function* within(expression: Expression): Iterable<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* within(part);
}

const partsOf = (e: Expression): readonly Expression[] => {
  switch (e.is) {
    case 'string':
      return e.parts.flatMap(({ pieces }) => pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.value])));
    case 'attribute':
    case 'starred':
      return [e.of];
    case 'subscript':
      return [e.of, e.index];
    case 'slice':
      return [e.from, e.to, e.step].filter((one) => one !== undefined);
    case 'call':
      return [e.callee, ...e.arguments.map(({ value }) => value)];
    case 'sequence':
      return e.items;
    case 'dict':
      return e.parts.flatMap(({ key, value }) => (key ? [key, value] : [value]));
    case 'arithmetic':
    case 'comparison':
      return [e.first, ...e.rest.map(({ operand }) => operand)];
    case 'unary':
      return [e.operand];
    case 'boolean':
      return e.operands;
    case 'conditional':
      return [e.test, e.yes, e.no];
    case 'comprehension':
      return [e.element, ...(e.value ? [e.value] : []), ...e.clauses.flatMap(({ source, tests }) => [source, ...tests])];
    case 'named':
      return [e.value];
    case 'lambda':
      return [e.body];
    default:
      return [];
  }
};
