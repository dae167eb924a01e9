// What functions of a module surely do, whichever way a call of them goes.
import type { Expression, Statement } from '../../languages/python/ir.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import { expressionsOf, statementsIn } from '../../languages/python/walk.ts';
import type { FileOf } from '../../project/project.ts';
import { moved, type Span } from '../../text/span.ts';

type Function = Extract<Statement, { readonly is: 'function' }>;

/** A function of a module; spans in it count from `at`. */
export interface PlacedFunction {
  readonly function: Function;
  readonly at: number;
}

/** The function of that name at the top level of a module, or the methods of the class of that name; functions in them included. */
export function* functionsOf({ parsed }: FileOf<'python'>, name: string): Iterable<PlacedFunction> {
  for (const { at, chunk } of parsed.tree.chunks)
    for (const statement of bodyOf(chunk)) {
      if ((statement.is !== 'class' && statement.is !== 'function') || statement.name !== name) continue;
      for (const one of statementsIn([statement])) if (one.is === 'function') yield { function: one, at };
    }
}

/** The text of a plain string. */
const wordOf = (expression: Expression): string | undefined =>
  expression.is === 'string'
    ? expression.parts.flatMap(({ pieces }) => pieces.map((piece) => (typeof piece === 'string' ? piece : '?'))).join('')
    : undefined;

const isHeader = (expression: Expression): boolean =>
  expression.is === 'subscript' && wordOf(expression.index)?.toLowerCase() === 'cache-control';

/** Functions of Django that set the header of a response. */
const setters = /^(?:add_never_cache_headers|patch_cache_control|patch_response_headers)$/;

const sets = (statement: Statement): boolean => {
  if (statement.is === 'assign') return statement.targets.some(isHeader);
  if (statement.is === 'delete') return statement.targets.some(isHeader);
  return expressionsOf(statement).some(
    (one) =>
      one.is === 'call' && setters.test(one.callee.is === 'name' ? one.callee.name : one.callee.is === 'attribute' ? one.callee.name : ''),
  );
};

/** Where a function sets Cache-Control whatever the request; nothing where it may have returned before, or does so under a condition. */
export const cacheControlIn = ({ function: { body }, at }: PlacedFunction): Span | undefined => {
  for (const statement of body) {
    if (sets(statement)) return moved(statement.span, at);
    // A way out for some requests, which may well be those for static files.
    if ([...statementsIn([statement], true)].some(({ is }) => is === 'return' || is === 'raise')) return undefined;
  }
  return undefined;
};
