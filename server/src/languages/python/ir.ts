// Python as data: statements and expressions with their places, without what plays no part when names are given values.
import type { Span } from '../../text/span.ts';

// All spans count from the beginning of the chunk that holds them (see `chunks.ts`), so that a chunk stays the same object
// wherever its file has moved it.

/** One literal of a string expression. */
export interface StringPart {
  readonly bytes: boolean;
  /** Texts, and what is filled in between them. */
  readonly pieces: readonly (string | Filled)[];
  /** True for template strings (`t"…"`), which are no strings. */
  readonly template: boolean;
  readonly span: Span;
}

/** `{value!r:spec}` in an f-string. */
export interface Filled {
  readonly value: Expression;
  /** `r`, `s`, `a`, or nothing. */
  readonly conversion: string;
  readonly spec: boolean;
  /** The text in front when it documents itself: `{x=}`. */
  readonly label: string;
}

export interface Argument {
  /** The keyword; undefined for arguments by position and for `*` and `**`. */
  readonly name: string | undefined;
  readonly star: '' | '*' | '**';
  readonly value: Expression;
  readonly span: Span;
}

/** `for target in source if test if test`. */
export interface Clause {
  readonly target: Expression;
  readonly source: Expression;
  readonly tests: readonly Expression[];
}

export type DictPart =
  | { readonly key: Expression; readonly value: Expression; readonly span: Span }
  /** `**value` */
  | { readonly key: undefined; readonly value: Expression; readonly span: Span };

export type Expression = { readonly span: Span } & (
  | { readonly is: 'string'; readonly parts: readonly StringPart[] }
  | { readonly is: 'number'; readonly value: number; readonly float: boolean }
  | { readonly is: 'constant'; readonly value: true | false | null }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'attribute'; readonly of: Expression; readonly name: string; readonly nameSpan: Span }
  | { readonly is: 'subscript'; readonly of: Expression; readonly index: Expression }
  | {
      readonly is: 'slice';
      readonly from: Expression | undefined;
      readonly to: Expression | undefined;
      readonly step: Expression | undefined;
    }
  | { readonly is: 'call'; readonly callee: Expression; readonly arguments: readonly Argument[] }
  | { readonly is: 'sequence'; readonly type: 'list' | 'tuple' | 'set'; readonly items: readonly Expression[] }
  | { readonly is: 'starred'; readonly of: Expression }
  | { readonly is: 'dict'; readonly parts: readonly DictPart[] }
  /** Operators of arithmetic, from left to right: `a + b - c`. */
  | {
      readonly is: 'arithmetic';
      readonly first: Expression;
      readonly rest: readonly { readonly sign: string; readonly operand: Expression }[];
    }
  | { readonly is: 'unary'; readonly sign: '-' | '+' | '~' | 'not'; readonly operand: Expression }
  | { readonly is: 'boolean'; readonly word: 'and' | 'or'; readonly operands: readonly Expression[] }
  /** A chain of comparisons: `a < b in c`. */
  | {
      readonly is: 'comparison';
      readonly first: Expression;
      readonly rest: readonly { readonly sign: string; readonly operand: Expression }[];
    }
  | { readonly is: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | {
      readonly is: 'comprehension';
      readonly of: 'list' | 'set' | 'dict' | 'generator';
      /** The key, in a dict. */
      readonly element: Expression;
      readonly value: Expression | undefined;
      readonly clauses: readonly Clause[];
    }
  | { readonly is: 'named'; readonly name: string; readonly value: Expression }
  | { readonly is: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression }
  /** What has no value that could be worked out: `await`, `yield`, `...`, imaginary numbers. */
  | { readonly is: 'other' }
  /** Text that Python would refuse, or that we do not understand. */
  | { readonly is: 'broken' }
);

export interface Parameter {
  readonly name: string;
  readonly star: '' | '*' | '**';
  readonly default: Expression | undefined;
  readonly annotation: Expression | undefined;
}

export type Body = readonly Statement[];

/** One name that an import binds. */
export interface Imported {
  /** `a.b` of `import a.b`, `x` of `from m import x`. */
  readonly name: string;
  /** The name it is bound to. */
  readonly as: string;
  /** True when `as` is written. */
  readonly renamed: boolean;
  readonly span: Span;
}

export interface Handler {
  readonly type: Expression | undefined;
  /** The names in `except A, B` and `except (A, B)`; the last part of a dotted one. */
  readonly names: readonly string[];
  readonly body: Body;
}

export type Statement = { readonly span: Span } & (
  | {
      readonly is: 'assign';
      /** From left to right; `a = b = 1` has two. */
      readonly targets: readonly Expression[];
      /** Undefined for `x: int`. */
      readonly value: Expression | undefined;
      readonly annotation: Expression | undefined;
    }
  | { readonly is: 'augment'; readonly target: Expression; readonly sign: string; readonly value: Expression }
  | { readonly is: 'expression'; readonly value: Expression }
  | { readonly is: 'import'; readonly names: readonly Imported[] }
  | {
      readonly is: 'from';
      /** The number of leading dots. */
      readonly level: number;
      readonly module: string;
      readonly moduleSpan: Span;
      /** Undefined for `*`. */
      readonly names: readonly Imported[] | undefined;
    }
  | { readonly is: 'if'; readonly branches: readonly { readonly test: Expression; readonly body: Body }[]; readonly otherwise: Body }
  | { readonly is: 'for'; readonly target: Expression; readonly source: Expression; readonly body: Body; readonly otherwise: Body }
  | { readonly is: 'while'; readonly test: Expression; readonly body: Body; readonly otherwise: Body }
  | {
      readonly is: 'try';
      readonly body: Body;
      readonly handlers: readonly Handler[];
      readonly otherwise: Body;
      readonly last: Body;
    }
  | {
      readonly is: 'with';
      readonly items: readonly { readonly value: Expression; readonly as: Expression | undefined }[];
      readonly body: Body;
    }
  | { readonly is: 'match'; readonly subject: Expression; readonly bodies: readonly Body[] }
  | {
      readonly is: 'function';
      readonly name: string;
      readonly nameSpan: Span;
      readonly parameters: readonly Parameter[];
      readonly body: Body;
      readonly decorators: readonly Expression[];
    }
  | {
      readonly is: 'class';
      readonly name: string;
      readonly nameSpan: Span;
      readonly bases: readonly Argument[];
      readonly body: Body;
      readonly decorators: readonly Expression[];
    }
  | { readonly is: 'return'; readonly value: Expression | undefined }
  | { readonly is: 'delete'; readonly targets: readonly Expression[] }
  | { readonly is: 'raise'; readonly type: Expression | undefined }
  | { readonly is: 'break' | 'continue' }
  /** Statements that give no name a value: `pass`, `assert`, `global`. */
  | { readonly is: 'other' }
  /** Text that Python would refuse; the names in it may mean anything afterwards. */
  | { readonly is: 'broken'; readonly names: readonly string[] }
);
