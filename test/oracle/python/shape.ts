// What our reader makes of a module, as one line of text, in the words of shape.py.
import type { Parsed } from '../../../server/src/languages/language.ts';
import type {
  Body,
  Expression,
  Filled,
  Handler,
  Imported,
  Parameter,
  Statement,
  StringPart,
} from '../../../server/src/languages/python/ir.ts';
import { bodyOf, parse } from '../../../server/src/languages/python/parse.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';

/** The statements of a text in one line. */
export const shapeOf = (text: string): string => shapesOf(parse({ uri: uriOfPath('/m.py'), kind: 'python', version: 1, text }));

/** The statements of a module that was read already. */
export const shapesOf = ({ tree }: Parsed<'python'>): string =>
  tree.chunks
    .flatMap(({ chunk }) => bodyOf(chunk))
    .map(statement)
    .join(' ');

/** As json.dumps writes it, with everything but ASCII escaped. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const block = (body: Body): string => `{${body.map(statement).join(' ')}}`;
const many = (list: readonly Expression[]): string => list.map(shape).join(' ');
const maybe = (one: Expression | undefined): string => (one ? shape(one) : '-');

const fill = ({ value, conversion, spec, label }: Filled): string =>
  `(fill ${shape(value)} ${conversion || (label && !spec ? 'r' : '-')} ${spec ? 'spec' : 'plain'})`;

const string = (parts: readonly StringPart[]): string => {
  const pieces: (string | Filled)[] = [];
  const addText = (text: string) => {
    const last = pieces.at(-1);
    if (typeof last === 'string') pieces[pieces.length - 1] = last + text;
    else pieces.push(text);
  };
  for (const piece of parts.flatMap((part) => part.pieces)) {
    if (typeof piece === 'string') addText(piece);
    else {
      if (piece.label) addText(piece.label);
      pieces.push(piece);
    }
  }
  const inner = pieces.map((piece) => (typeof piece === 'string' ? quoted(piece) : fill(piece))).join(' ');
  return `(${parts[0]?.bytes ? 'b' : 's'} ${inner})`;
};

/** As Python writes a float. */
const float = (value: number): string => {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${value}.0`;
  const text = Math.abs(value) < 1e-4 || Math.abs(value) >= 1e16 ? value.toExponential() : String(value);
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
};

const parameters = (list: readonly Parameter[]): string =>
  `[${list.map((one) => (one.default ? `(${one.name} ${shape(one.default)})` : one.star + one.name)).join(' ')}]`;

const args = (list: Extract<Expression, { is: 'call' }>['arguments']): string =>
  list
    .map(({ name, star, value }) => {
      if (name !== undefined) return `(${name}= ${shape(value)})`;
      return star ? `(${star} ${shape(value)})` : shape(value);
    })
    .join(' ');

const shape = (e: Expression): string => {
  switch (e.is) {
    case 'string':
      return string(e.parts);
    case 'number':
      return e.float ? `(n ${float(e.value)})` : `(i ${e.value})`;
    case 'constant':
      return e.value === null ? 'None' : e.value ? 'True' : 'False';
    case 'name':
      return e.name;
    case 'attribute':
      return `(. ${shape(e.of)} ${e.name})`;
    case 'subscript':
      return `([] ${shape(e.of)} ${e.index.is === 'sequence' && e.index.type === 'tuple' ? 'other' : shape(e.index)})`;
    case 'slice':
      return `(: ${maybe(e.from)} ${maybe(e.to)} ${maybe(e.step)})`;
    case 'call':
      return `(call ${shape(e.callee)} ${args(e.arguments)})`;
    case 'sequence':
      return `(${e.type} ${many(e.items)})`;
    case 'starred':
      return `(* ${shape(e.of)})`;
    case 'dict':
      return `(dict ${e.parts.map(({ key, value }) => `(${key ? shape(key) : '**'} ${shape(value)})`).join(' ')})`;
    case 'arithmetic':
      return e.rest.reduce((left, { sign, operand }) => `(${sign} ${left} ${shape(operand)})`, shape(e.first));
    case 'unary':
      return `(u${e.sign} ${shape(e.operand)})`;
    case 'boolean':
      return `(${e.word} ${many(e.operands)})`;
    case 'comparison':
      return `(compare ${shape(e.first)} ${e.rest.map(({ sign, operand }) => `${sign} ${shape(operand)}`).join(' ')})`;
    case 'conditional':
      return `(if ${shape(e.test)} ${shape(e.yes)} ${shape(e.no)})`;
    case 'comprehension': {
      const clauses = e.clauses.map(({ target, source, tests }) => `(for ${shape(target)} ${shape(source)} ${many(tests)})`);
      return `(comp-${e.of} ${shape(e.element)} ${maybe(e.value)} ${clauses.join(' ')})`;
    }
    case 'named':
      return `(:= ${e.name} ${shape(e.value)})`;
    case 'lambda':
      return `(lambda ${parameters(e.parameters)} ${shape(e.body)})`;
    default:
      return e.is;
  }
};

const imported = (names: readonly Imported[]): string => names.map(({ name, as, renamed }) => `(${name} ${renamed ? as : '-'})`).join(' ');
const handler = ({ names, body }: Handler): string => `(except [${names.join(' ')}] ${block(body)})`;

const statement = (s: Statement): string => {
  switch (s.is) {
    case 'assign':
      return `(= ${many(s.targets)} ${maybe(s.value)} ${maybe(s.annotation)})`;
    case 'augment':
      return `(${s.sign}= ${shape(s.target)} ${shape(s.value)})`;
    case 'expression':
      return `(do ${shape(s.value)})`;
    case 'import':
      return `(import ${imported(s.names)})`;
    case 'from':
      return `(from ${'.'.repeat(s.level)}${s.module} ${s.names ? imported(s.names) : '*'})`;
    case 'if':
      return `(if ${s.branches.map(({ test, body }) => `(${shape(test)} ${block(body)})`).join(' ')} ${block(s.otherwise)})`;
    case 'for':
      return `(for ${shape(s.target)} ${shape(s.source)} ${block(s.body)} ${block(s.otherwise)})`;
    case 'while':
      return `(while ${shape(s.test)} ${block(s.body)} ${block(s.otherwise)})`;
    case 'try':
      return `(try ${block(s.body)} ${s.handlers.map(handler).join(' ')} ${block(s.otherwise)} ${block(s.last)})`;
    case 'with':
      return `(with ${block(s.body)})`;
    case 'match':
      return `(match ${shape(s.subject)} ${s.bodies.map(block).join(' ')})`;
    case 'function':
      return `(def ${s.name} ${parameters(s.parameters)} ${block(s.body)} ${many(s.decorators)})`;
    case 'class':
      return `(class ${s.name} [${args(s.bases)}] ${block(s.body)} ${many(s.decorators)})`;
    case 'return':
      return `(return ${maybe(s.value)})`;
    case 'delete':
      return `(del ${many(s.targets)})`;
    case 'raise':
      return `(raise ${maybe(s.type)})`;
    default:
      return s.is;
  }
};
