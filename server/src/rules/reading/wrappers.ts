// WhiteNoise around the application, in the modules that servers load.

import type { Parsed } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import { expressionsOf, within } from '../../languages/python/walk.ts';
import { lineAfter } from '../../languages/python/writing.ts';
import type { Project } from '../../project/project.ts';
import type { Edit } from '../../text/edit.ts';
import { moved, type Span } from '../../text/span.ts';
import { baseName, isInside, slashPath, type Uri } from '../../text/uri.ts';
import { type Fix, fix, replace } from '../rule.ts';

/** A call that wraps the application into a class of WhiteNoise. */
export interface Wrapper {
  readonly uri: Uri;
  readonly text: string;
  /** The interface of the module, by its name. */
  readonly door: 'wsgi' | 'asgi';
  /** The class by its whole name: `whitenoise.WhiteNoise`. */
  readonly path: string;
  /** The word that is called. */
  readonly at: Span;
  readonly call: Span;
  /** What is wrapped; nothing where it is not plain. */
  readonly inner: Span | undefined;
  /** What else is said to it, as it is written. */
  readonly rest: string;
  /** The statement, where it is `name = WhiteNoise(…)` at the top level and nothing else. */
  readonly statement: Span | undefined;
  /** The import that brings the class and nothing else. */
  readonly import: Span | undefined;
}

/** The names that come from WhiteNoise in a module, each with its whole name and the statement that brings it alone. */
const namesFrom = (parsed: Parsed<'python'>) => {
  const out = new Map<string, { readonly path: string; readonly statement: Span | undefined }>();
  for (const { at, chunk } of parsed.tree.chunks) {
    if (!chunk.text.includes('whitenoise')) continue;
    for (const statement of bodyOf(chunk))
      if (statement.is === 'from' && statement.level === 0 && /^whitenoise(?:\.|$)/.test(statement.module))
        for (const one of statement.names ?? [])
          out.set(one.as, {
            path: `${statement.module}.${one.name}`,
            statement: statement.names?.length === 1 ? moved(statement.span, at) : undefined,
          });
  }
  return out;
};

/** Every such call in the WSGI and ASGI modules below a folder. */
export const wrappersIn = (project: Project, root: Uri): readonly Wrapper[] =>
  project.all.python.flatMap(({ parsed }) => wrappersOf(parsed)).filter(({ uri }) => isInside(root, uri));

const wrappersOf = memo((parsed: Parsed<'python'>): readonly Wrapper[] => {
  const { uri, text } = parsed.file;
  const door = /^(?:.*_)?(wsgi|asgi)(?:_.*)?\.py$/.exec(baseName(uri))?.[1] as Wrapper['door'] | undefined;
  if (!door || !text.includes('whitenoise') || /\/tests?\//.test(slashPath(uri))) return [];
  const names = namesFrom(parsed);
  if (names.size === 0) return [];
  return parsed.tree.chunks.flatMap(({ at, chunk }) =>
    bodyOf(chunk).flatMap((statement) =>
      expressionsOf(statement).flatMap((expression) =>
        [...within(expression)].flatMap((one): readonly Wrapper[] => {
          const name = one.is === 'call' && one.callee.is === 'name' ? names.get(one.callee.name) : undefined;
          if (one.is !== 'call' || !name) return [];
          const [first, ...others] = one.arguments;
          const plain =
            first && first.star === '' && (first.name === undefined || first.name === 'application') ? first.value.span : undefined;
          const whole = statement.is === 'assign' && statement.value === one && statement.targets.length === 1;
          return [
            {
              uri,
              text,
              door,
              path: name.path,
              at: moved(one.callee.span, at),
              call: moved(one.span, at),
              inner: plain && moved(plain, at),
              rest: others.map(({ span }) => chunk.text.slice(span.from, span.to)).join(', '),
              statement: whole ? moved(statement.span, at) : undefined,
              import: name.statement,
            },
          ];
        }),
      ),
    ),
  );
});

/** The application without its wrapper; nothing where more is asked of it afterwards. */
export const unwrapped = ({ uri, text, call, inner, statement, import: brought, at }: Wrapper): readonly Fix[] => {
  if (!inner || /\.(?:add_files|find_file|add_file_to_dictionary)\(/.test(text)) return [];
  const word = text.slice(at.from, at.to);
  const code = text.slice(inner.from, inner.to);
  const edits: Edit[] = [];
  // `application = WhiteNoise(application)` was a line for the wrapper alone.
  const own = statement && text.slice(statement.from, call.from).trim() === `${code} =`;
  if (statement && own) edits.push(replace({ from: statement.from, to: lineAfter(text, statement.to) }, ''));
  else edits.push(replace(call, code));
  if (brought && (text.match(new RegExp(`\\b${word}\\b`, 'g'))?.length ?? 0) === 2)
    edits.unshift(replace({ from: brought.from, to: lineAfter(text, brought.to) }, ''));
  return [fix('Take the wrapper away', false, uri, ...edits)];
};
