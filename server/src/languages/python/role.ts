// What part a place plays in the value of a name: an item, a key, the value of a key, the name of a variable.
import type { SyntaxNode } from '@lezer/common';
import type { Way } from './caret.ts';

export type Role =
  | { readonly as: 'value'; readonly way: Way }
  | { readonly as: 'key'; readonly way: Way; readonly written: readonly string[] }
  | { readonly as: 'variable' };

/** Functions whose first argument names a variable of the process; the other ones belong to the value. */
const readers =
  /^(?:(?:os\.)?getenv|(?:os\.)?environ\.(?:get|pop|setdefault)|env|environ|config|decouple\.config|(?:env|environs|environ)\.\w+|get_env(?:_\w+)?)$/;
const environments = /^(?:(?:os\.)?environ|env)$/;
/** Methods of lists and their arguments that are items, by position. */
const itemOf: Readonly<Record<string, number>> = { append: 0, insert: 1, remove: 0, index: 0, count: 0 };
const listOf = /^(?:extend|update)$/;
/** Calls that hand their argument on. */
const transparent = /^(?:list|tuple|set|str|Path|pathlib\.Path|copy\.deepcopy|deepcopy)$/;

const textOf = (text: string, node: SyntaxNode): string => text.slice(node.from, node.to);
/** The text of a string literal; `*` for anything else. */
const keyOf = (text: string, node: SyntaxNode | undefined): string =>
  (node?.name === 'String' && /^[rRuU]?(["'])(.*)\1$/s.exec(textOf(text, node))?.[2]) || '*';

/** The children of a node that begin in front of an offset. */
const before = (node: SyntaxNode, at: number): readonly SyntaxNode[] => {
  const out: SyntaxNode[] = [];
  for (let child = node.firstChild; child && child.from < at; child = child.nextSibling) out.push(child);
  return out;
};

/** What `A["b"]["c"]` leads to: the name and the keys; nothing for other expressions. */
const wayOf = (text: string, node: SyntaxNode): Way | undefined => {
  if (node.name === 'VariableName') return { name: textOf(text, node), keys: [] };
  if (node.name !== 'MemberExpression') return undefined;
  const [of, sign, index] = before(node, node.to);
  const inner = of && wayOf(text, of);
  if (!inner || sign?.name !== '[') return undefined;
  return { name: inner.name, keys: [...inner.keys, keyOf(text, index)] };
};

/**
 * What a place that begins at `at` is, inside of `node` or what is around it. Nothing for places in tests, in functions, in
 * arguments of calls nobody knows.
 */
export const roleAt = (text: string, node: SyntaxNode | null, at: number): Role | undefined => {
  const keys: string[] = [];
  const value = (way: Way | undefined, ...more: readonly string[]): Role | undefined =>
    way && { as: 'value', way: { name: way.name, keys: [...way.keys, ...more, ...keys] } };
  let place = at;
  // A token in front of the place is where the search begins, not what the place lies in.
  for (let one = node; one; place = one.to <= at && !one.firstChild ? place : one.from, one = one.parent) {
    const inside = before(one, place);
    const last = inside.at(-1)?.name;
    switch (one.name) {
      case 'ArrayExpression':
      case 'ArrayComprehensionExpression':
      case 'TupleExpression':
        if (inside.some((child) => child.name === 'for')) return undefined;
        // `*` in front hands on the items of what follows.
        if (last !== '*') keys.unshift('*');
        break;
      case 'SetExpression':
      case 'SetComprehensionExpression':
      case 'DictionaryExpression':
      case 'DictionaryComprehensionExpression': {
        if (inside.length === 0 || last === '**') return undefined;
        if (last === ':') keys.unshift(keyOf(text, inside.at(-2)));
        else {
          const held = roleAt(text, one.parent, one.from);
          return held?.as === 'value' && keys.length === 0 ? { as: 'key', way: held.way, written: keysIn(text, one, place) } : undefined;
        }
        break;
      }
      case 'MemberExpression': {
        const [of, sign] = inside;
        if (sign?.name !== '[' || !of) return undefined;
        if (environments.test(textOf(text, of))) return { as: 'variable' };
        const way = wayOf(text, of);
        return way && keys.length === 0 ? { as: 'key', way, written: [] } : undefined;
      }
      case 'ArgList': {
        const callee = one.parent?.firstChild;
        if (!callee || one.parent?.name !== 'CallExpression') return undefined;
        const called = textOf(text, callee);
        const position = inside.filter((child) => child.name === ',').length;
        const keyword = last === 'AssignOp' ? inside.at(-2) : undefined;
        if (keyword && called === 'dict') keys.unshift(textOf(text, keyword));
        else if (called === 'dict' || (transparent.test(called) && position === 0)) break;
        else if (readers.test(called) || keyword) {
          const named = keyword ? textOf(text, keyword) : '';
          if (named === 'env' || (!keyword && position === 0)) return keys.length === 0 ? { as: 'variable' } : undefined;
          if (named !== '' && named !== 'default') return undefined;
        } else {
          const [of, , method] = before(callee, callee.to);
          const name = method ? textOf(text, method) : '';
          if (!of || callee.name !== 'MemberExpression') return undefined;
          if (listOf.test(name)) return value(wayOf(text, of));
          return itemOf[name] === position ? value(wayOf(text, of), '*') : undefined;
        }
        break;
      }
      case 'ConditionalExpression':
        if (last === 'if') return undefined;
        break;
      case 'BinaryExpression': {
        // Sums and `or` hand on what they are made of; parts of paths and of formats are no values by themselves.
        const sign = one.getChild('ArithOp');
        if (sign && textOf(text, sign) !== '+') return undefined;
        break;
      }
      case 'AssignStatement': {
        const [target] = inside;
        if (!target || !inside.some((child) => child.name === 'AssignOp')) return undefined;
        return value(wayOf(text, target));
      }
      case 'UpdateStatement': {
        const [target, sign] = inside;
        return target && sign?.name === 'UpdateOp' ? value(wayOf(text, target)) : undefined;
      }
      case 'ParenthesizedExpression':
      case 'ContinuedString':
      case 'CallExpression':
      case '⚠':
      case 'AssignOp':
      case 'UpdateOp':
      case '[':
      case '(':
      case '{':
      case ',':
      case ':':
      case ']':
      case '}':
      case ')':
        break;
      default:
        return undefined;
    }
  }
  return undefined;
};

/** The keys that a dictionary has, but for one that begins at `except`. */
const keysIn = (text: string, node: SyntaxNode, except: number): readonly string[] => {
  const out: string[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name === 'String' && child.from !== except && child.nextSibling?.name === ':') out.push(keyOf(text, child));
  return out;
};
