// What a Python module defines, imports and names. Never runs or imports anything.
import { moved, type Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { lazyFields, memo } from '../memo.ts';
import type { Body, Expression, Statement } from './ir.ts';
import { bodyOf, type Chunk, type PythonTree } from './parse.ts';
import { expressionsOf, statementsIn, within } from './walk.ts';

/** An import at the top level, in an `if` or `try` too, or in a function. */
export interface Import {
  /** The number of leading dots; 0 for absolute names. */
  readonly level: number;
  readonly module: string;
  /** The names behind `import`; undefined for `*` and for plain `import module`. */
  readonly names: readonly string[] | undefined;
  readonly star: boolean;
  readonly span: Span;
}

/** A word that a module gives to one of Django's variables: `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")`. */
export interface Naming {
  readonly variable: 'DJANGO_SETTINGS_MODULE' | 'DJANGO_CONFIGURATION';
  readonly text: string;
  /** The literal, with its quotes. */
  readonly span: Span;
  /** True below a condition that speaks of tests. */
  readonly testing: boolean;
}

export interface PythonFacts {
  readonly uri: Uri;
  /** Names of the top level and where they are first bound, in `if`, `try`, `with` and loops too. */
  readonly names: ReadonlyMap<string, Span>;
  /** Whether a name of the top level is in capitals, as those of settings are. */
  readonly settings: boolean;
  /** False when more names may exist than were found: star imports, `globals()`, `exec`, text that Python would refuse. */
  readonly closed: boolean;
  readonly imports: readonly Import[];
  readonly namings: readonly Naming[];
}

interface OfChunk {
  readonly names: readonly (readonly [string, Span])[];
  readonly settings: boolean;
  readonly closed: boolean;
  readonly imports: readonly Import[];
  readonly namings: readonly Naming[];
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'python'>): PythonFacts => {
  const imports: Import[] = [];
  const namings: Naming[] = [];
  let closed = true;
  let settings = false;
  for (const { at, chunk } of tree.chunks) {
    const found = ofChunk(chunk);
    closed &&= found.closed;
    settings ||= found.settings;
    for (const one of found.imports) imports.push({ ...one, span: moved(one.span, at) });
    for (const one of found.namings) namings.push({ ...one, span: moved(one.span, at) });
  }
  return withNames({ uri: file.uri, settings, closed, imports, namings }, { names: () => namesIn(tree) });
};
/** Hardly anybody asks for the names of a module with thousands of them. */
const withNames = lazyFields<Pick<PythonFacts, 'names'>>('names');

const namesIn = memo(({ chunks }: PythonTree): PythonFacts['names'] => {
  const names = new Map<string, Span>();
  for (const { at, chunk } of chunks)
    for (const [name, span] of ofChunk(chunk).names) if (!names.has(name)) names.set(name, moved(span, at));
  return names;
});

const ofChunk = memo((chunk: Chunk): OfChunk => {
  const body = bodyOf(chunk);
  const names: (readonly [string, Span])[] = [];
  let closed = !/\b(?:globals|locals|vars|setattr|exec)\s*\(/.test(chunk.text);
  for (const statement of statementsIn(body, true)) {
    names.push(...bindings(statement));
    if (statement.is === 'broken' || (statement.is === 'from' && !statement.names)) closed = false;
  }
  const namings = chunk.text.includes('DJANGO_') ? [...namingsIn(body, false)] : [];
  const settings = names.some(([name]) => /^[A-Z][A-Z0-9_]*$/.test(name));
  return { names, settings, closed, imports: importsIn(body), namings };
});

/** The names that a statement binds by itself. */
const bindings = (statement: Statement): readonly (readonly [string, Span])[] => {
  switch (statement.is) {
    case 'assign':
      return statement.value ? statement.targets.flatMap(targets) : [];
    case 'augment':
      return targets(statement.target);
    case 'import':
    case 'from':
      return (statement.names ?? []).map(({ as, span }) => [as, span]);
    case 'for':
      return targets(statement.target);
    case 'with':
      return statement.items.flatMap(({ as }) => (as ? targets(as) : []));
    case 'function':
    case 'class':
      return [[statement.name, statement.nameSpan]];
    default:
      return [];
  }
};

const targets = (target: Expression): readonly (readonly [string, Span])[] => {
  if (target.is === 'name') return [[target.name, target.span]];
  if (target.is === 'starred') return targets(target.of);
  return target.is === 'sequence' ? target.items.flatMap(targets) : [];
};

const importsIn = (body: Body): readonly Import[] => {
  const out: Import[] = [];
  for (const statement of statementsIn(body)) {
    const { span } = statement;
    if (statement.is === 'from')
      out.push({
        level: statement.level,
        module: statement.module,
        names: statement.names?.map(({ name }) => name),
        star: !statement.names,
        span,
      });
    else if (statement.is === 'import')
      for (const { name } of statement.names) out.push({ level: 0, module: name, names: undefined, star: false, span });
  }
  return out;
};

const variables: ReadonlySet<string> = new Set(['DJANGO_SETTINGS_MODULE', 'DJANGO_CONFIGURATION']);

function* namingsIn(body: Body, testing: boolean): Iterable<Naming> {
  for (const statement of body) {
    if (statement.is === 'if') {
      for (const { test, body: inner } of statement.branches) yield* namingsIn(inner, testing || speaksOfTests(test));
      yield* namingsIn(statement.otherwise, testing);
      continue;
    }
    for (const expression of expressionsOf(statement))
      for (const one of within(expression)) if (one.is === 'call') yield* inCall(one, testing);
    if (statement.is === 'assign' && statement.value)
      for (const target of statement.targets) {
        const name = target.is === 'subscript' ? variableOf(target.index) : undefined;
        if (name) yield* literals(name, statement.value, testing);
      }
    if (statement.is === 'function' || statement.is === 'with') yield* namingsIn(statement.body, testing);
    else if (statement.is === 'try') {
      yield* namingsIn(statement.body, testing);
      for (const handler of statement.handlers) yield* namingsIn(handler.body, testing);
      yield* namingsIn(statement.otherwise, testing);
    }
  }
}

/** A call with the variable's name among its arguments and its value behind it, by position or by keyword. */
function* inCall({ arguments: given }: Extract<Expression, { is: 'call' }>, testing: boolean): Iterable<Naming> {
  const at = given.findIndex(({ value }) => variableOf(value) !== undefined);
  const name = variableOf(given[at]?.value);
  if (!name) return;
  const value = given.find((one, i) => (given[at]?.name === undefined ? i === at + 1 : i !== at) && one.star === '');
  if (value) yield* literals(name, value.value, testing);
}

const variableOf = (expression: Expression | undefined): Naming['variable'] | undefined => {
  const text = expression && literal(expression);
  return text !== undefined && variables.has(text) ? (text as Naming['variable']) : undefined;
};

/** The text of a string without anything filled in. */
const literal = (expression: Expression): string | undefined => {
  if (expression.is !== 'string') return undefined;
  const pieces = expression.parts.flatMap((part) => part.pieces);
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : undefined;
};

/** The strings a value may be: itself, both sides of a condition, the last resort behind `or`, the default of a look-up. */
function* literals(variable: Naming['variable'], value: Expression, testing: boolean): Iterable<Naming> {
  const text = literal(value);
  if (text !== undefined) yield { variable, text, span: value.span, testing };
  else if (value.is === 'conditional') {
    yield* literals(variable, value.yes, testing || speaksOfTests(value.test));
    yield* literals(variable, value.no, testing);
  } else if (value.is === 'boolean' && value.word === 'or') {
    const last = value.operands.at(-1);
    if (last) yield* literals(variable, last, testing);
  } else if (value.is === 'call') {
    const last = value.arguments[1];
    if (last) yield* literals(variable, last.value, testing);
  }
}

/** True when a condition has a word such as `test` or `"pytest"` in it. */
const speaksOfTests = (test: Expression): boolean => {
  for (const one of within(test)) {
    const word = one.is === 'string' ? literal(one) : one.is === 'name' || one.is === 'attribute' ? one.name : undefined;
    if (word !== undefined && /(?:^|[^a-z])(?:py)?test(?:s|ing)?(?:$|[^a-z])/i.test(word)) return true;
  }
  return false;
};
