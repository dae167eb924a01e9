import { memo } from '../../languages/memo.ts';
import type { Expression } from '../../languages/python/ir.ts';
import { bodyOf, type Chunk } from '../../languages/python/parse.ts';
import { expressionsOf, statementsIn, within } from '../../languages/python/walk.ts';
import { parsedAt } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import { moved, type Span } from '../../text/span.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** What stands in front of a part that begins with a slash, and that part; spans count from the beginning of the chunk. */
interface Dropped {
  /** The names that the statement sets, for who wonders what for. */
  readonly target: string | undefined;
  readonly part: Span;
  readonly text: string;
  /** The code of what is dropped, and the name when it is one. */
  readonly before: string;
  readonly name: string | undefined;
}

const literal = (one: Expression | undefined): string | undefined => {
  if (one?.is !== 'string') return undefined;
  const pieces = one.parts.flatMap((part) => part.pieces);
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : undefined;
};

/** The text of a literal, or of the one that a path is made from: `Path("/")`. */
const bare = (one: Expression): string | undefined =>
  literal(one) ?? (one.is === 'call' && one.arguments.length === 1 ? literal(one.arguments[0]?.value) : undefined);

const joins = /(?:^|\.)path\.join$|^join$|\.joinpath$/;

/** The parts of one join, in order; undefined for other expressions. */
const partsOf = (text: string, one: Expression): readonly Expression[] | undefined => {
  if (one.is === 'call' && one.arguments.every(({ star, name }) => star === '' && name === undefined)) {
    const callee = text.slice(one.callee.span.from, one.callee.span.to);
    if (!joins.test(callee)) return undefined;
    const values = one.arguments.map(({ value }) => value);
    return callee.endsWith('.joinpath') && one.callee.is === 'attribute' ? [one.callee.of, ...values] : values;
  }
  if (one.is === 'arithmetic' && one.rest.every(({ sign }) => sign === '/')) return [one.first, ...one.rest.map(({ operand }) => operand)];
  return undefined;
};

const droppedIn = memo((chunk: Chunk): readonly Dropped[] => {
  const { text } = chunk;
  if (!/["']\//.test(text) || !/join|\/\s*r?["']\//.test(text)) return [];
  const out: Dropped[] = [];
  for (const statement of statementsIn(bodyOf(chunk))) {
    const [target] = statement.is === 'assign' ? statement.targets : [];
    for (const expression of expressionsOf(statement)) {
      for (const one of within(expression)) {
        const parts = partsOf(text, one);
        const at = parts?.findIndex((part, i) => i > 0 && literal(part)?.startsWith('/')) ?? -1;
        const [part, front] = [parts?.[at], parts?.slice(0, at)];
        // In front of nothing, or of the root itself, the slash is harmless.
        if (!part || !front || front.every((before) => ['', '/'].includes(bare(before) ?? '?'))) continue;
        const [first] = front;
        out.push({
          target: target?.is === 'name' ? target.name : undefined,
          part: part.span,
          text: literal(part) ?? '',
          before: first ? text.slice(first.span.from, first.span.to) : '',
          name: front.length === 1 && first?.is === 'name' ? first.name : undefined,
        });
      }
    }
  }
  return out;
});

/** A part that begins with a slash begins anew: what stands in front of it is gone. */
export default defineRule({
  id: 'settings/join-drops-parts',
  title: 'Joined parts do not begin with a slash',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ124'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    const told = new Set<string>();
    for (const { view } of productions(project, only)) {
      for (const uri of view.files) {
        if (told.has(uri)) continue;
        told.add(uri);
        for (const { at, chunk } of parsedAt(project, uri, 'python')?.tree.chunks ?? []) {
          for (const { target, part, text, before, name } of droppedIn(chunk)) {
            // A name that holds nothing loses nothing.
            if (name && ['', '/'].includes(textOf(view.get(name)?.value) ?? '?')) continue;
            const span = moved(part, at);
            const own = chunk.text.slice(part.from, part.to);
            const [, open = '', slashes = ''] = /^([rRuU]?["'])(\/+)(?!["'])/.exec(own) ?? [];
            const address = /_URL$/.test(target ?? '');
            const finding: Finding = {
              at: { uri, span },
              message: `\`${text}\` begins with a slash, so \`${before}\` in front of it is dropped and the ${address ? 'address' : 'path'} is \`${text}\` alone; write it without`,
              ...(address ? { severity: 'error' as const } : {}),
              fixes: () => {
                const from = span.from + open.length;
                return slashes ? [fix('Take the slash away', address, uri, replace({ from, to: from + slashes.length }, ''))] : [];
              },
            };
            yield finding;
          }
        }
      }
    }
  },
});
