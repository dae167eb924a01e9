// What a gunicorn.conf.py says where its assignments are literals.
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { Parsed } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import type { Expression } from '../../languages/python/ir.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import { moved } from '../../text/span.ts';

export type GunicornValue = string | number | boolean | readonly string[];

const literal = (expression: Expression): GunicornValue | undefined => {
  switch (expression.is) {
    case 'string': {
      if (expression.parts.some(({ template }) => template)) return undefined;
      const pieces = expression.parts.flatMap(({ pieces: list }) => list);
      return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : undefined;
    }
    case 'number':
      return expression.value;
    case 'constant':
      return typeof expression.value === 'boolean' ? expression.value : undefined;
    case 'sequence': {
      const items = expression.items.map(literal);
      return items.every((item) => typeof item === 'string') ? items : undefined;
    }
    default:
      return undefined;
  }
};

/** The last top-level assignment of each name; dynamic when it is computed, or set under a condition too. */
export const gunicornSettings = memo(({ tree, file }: Parsed<'python'>): ReadonlyMap<string, Fact<GunicornValue>> => {
  const out = new Map<string, Fact<GunicornValue>>();
  for (const { at, chunk } of tree.chunks) {
    for (const statement of bodyOf(chunk)) {
      const names = statement.is === 'assign' ? statement.targets.flatMap((target) => (target.is === 'name' ? [target.name] : [])) : [];
      const place = { uri: file.uri, span: moved(statement.span, at) };
      const value = statement.is === 'assign' && statement.value ? literal(statement.value) : undefined;
      for (const name of names) out.set(name, value === undefined ? dynamic(place) : known(value, place));
      if (statement.is === 'assign') continue;
      // What a condition or a loop assigns is not known.
      for (const [name, fact] of out) {
        if (fact.state === 'known' && new RegExp(`\\b${name}\\s*(?:=|\\+=)`).test(chunk.text)) out.set(name, dynamic(place));
      }
    }
  }
  return out;
});

/** One setting as a text or number, whichever is asked for. */
export const textSetting = (settings: ReadonlyMap<string, Fact<GunicornValue>>, name: string): Fact<string> => {
  const fact = settings.get(name) ?? absent;
  if (fact.state !== 'known') return fact;
  return typeof fact.value === 'string' ? known(fact.value, fact.at) : dynamic(fact.at);
};
