// Whether the URLs of a project have an answer for a path.
import type { Parsed } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import type { Expression } from '../../languages/python/ir.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import { expressionsOf, statementsIn } from '../../languages/python/walk.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import { moduleIn } from '../../project/settings/modules.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';
import { type Location, moved } from '../../text/span.ts';

interface Urls {
  /** What a path may begin or be, without its first slash; one that includes other URLs matches their beginning. */
  readonly patterns: readonly RegExp[];
  /** The names of plain routes, for those who look for one. */
  readonly routes: readonly string[];
  /** False when there may be more. */
  readonly closed: boolean;
  readonly at: Location | undefined;
}

/** The URLs of the module that ROOT_URLCONF names; nothing when that is not known or not in the workspace. */
const urlsOf = (project: Project, { root }: DjangoProject, view: SettingsView): Urls | undefined => {
  const setting = view.get('ROOT_URLCONF');
  const name = setting?.certain ? textOf(setting.value) : undefined;
  const parsed = name === undefined ? undefined : parsedAt(project, moduleIn(project, root, name), 'python');
  return parsed && urlsIn(parsed);
};

/**
 * The place of the URLs and a route close to a path, when no URL of the project surely answers that path. Nothing when one does or may:
 * a module that includes everything, a pattern that is put together, a view of another framework.
 */
export const unanswered = (
  project: Project,
  django: DjangoProject,
  view: SettingsView,
  path: string,
): { readonly at: Location; readonly routes: readonly string[] } | undefined => {
  const urls = urlsOf(project, django, view);
  const bare = path.replace(/^\//, '').replace(/[?#].*$/s, '');
  if (!urls?.at || !urls.closed || urls.patterns.some((pattern) => pattern.test(bare))) return undefined;
  // Django sends those without a slash at their end to the one with it.
  if (!bare.endsWith('/') && urls.patterns.some((pattern) => pattern.test(`${bare}/`))) return undefined;
  return { at: urls.at, routes: urls.routes };
};

const urlsIn = memo(({ tree, file }: Parsed<'python'>): Urls => {
  const patterns: RegExp[] = [];
  const routes: string[] = [];
  let closed = true;
  let at: Location | undefined;
  const take = (value: Expression): void => {
    if (value.is === 'sequence') for (const item of value.items) one(item);
    else if (value.is === 'arithmetic' && value.rest.every(({ sign }) => sign === '+'))
      for (const part of [value.first, ...value.rest.map(({ operand }) => operand)]) take(part);
    else if (value.is === 'call' && nameOf(value.callee) === 'static') patterns.push(prefix(literalOf(value.arguments[0]?.value)));
    else if (value.is === 'name' && value.name === 'urlpatterns') return;
    else closed = false;
  };
  const one = (item: Expression): void => {
    const called = item.is === 'call' ? nameOf(item.callee) : undefined;
    const [first, second] = item.is === 'call' ? item.arguments : [];
    const text = literalOf(first?.value);
    if (!first || first.name !== undefined || text === undefined || !called || !/^(?:path|re_path|url)$/.test(called)) {
      closed = false;
      return;
    }
    const target = second?.value;
    // A view set or a router may answer anything below, and so may what is not called a view.
    const ends =
      target !== undefined && !(target.is === 'call' && /^include$/.test(nameOf(target.callee) ?? '')) && !/\.urls$/.test(dotted(target));
    if (called === 'path') {
      patterns.push(routed(text, ends));
      if (ends && !text.includes('<')) routes.push(text);
      return;
    }
    const pattern = pythonic(text);
    if (pattern) patterns.push(pattern);
    else closed = false;
  };
  for (const { at: from, chunk } of tree.chunks) {
    if (!chunk.text.includes('urlpatterns')) continue;
    for (const statement of statementsIn(bodyOf(chunk))) {
      const isOurs =
        statement.is === 'assign'
          ? statement.targets.some((target) => target.is === 'name' && target.name === 'urlpatterns')
          : statement.is === 'augment' && statement.target.is === 'name' && statement.target.name === 'urlpatterns';
      if (isOurs && (statement.is === 'assign' || statement.is === 'augment')) {
        at ??= { uri: file.uri, span: moved(statement.span, from) };
        if (statement.value) take(statement.value);
      } else if (expressionsOf(statement).some(mentions)) closed = false;
    }
  }
  return { patterns, routes, closed, at };
});

/** Whether an expression works with the list in another way: `urlpatterns.append(…)`. */
const mentions = (expression: Expression): boolean =>
  expression.is === 'name'
    ? expression.name === 'urlpatterns'
    : expression.is === 'call'
      ? mentions(expression.callee) || expression.arguments.some(({ value }) => mentions(value))
      : expression.is === 'attribute' && mentions(expression.of);

const nameOf = (callee: Expression): string | undefined => (callee.is === 'name' || callee.is === 'attribute' ? callee.name : undefined);

const dotted = (expression: Expression): string =>
  expression.is === 'attribute' ? `${dotted(expression.of)}.${expression.name}` : expression.is === 'name' ? expression.name : '';

const literalOf = (expression: Expression | undefined): string | undefined => {
  const pieces = expression?.is === 'string' ? expression.parts.flatMap((part) => part.pieces) : undefined;
  return pieces?.every((piece) => typeof piece === 'string') ? pieces.join('') : undefined;
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A path that begins so; where the beginning is not written, any. */
const prefix = (text: string | undefined): RegExp => new RegExp(text === undefined ? '' : `^${escaped(text.replace(/^\//, ''))}`);

/** `path("shop/<int:id>/", …)`. */
const routed = (route: string, ends: boolean): RegExp => {
  const parts = route.split(/(<[^>]*>)/).map((part) => (/^<path:/.test(part) ? '.+' : part.startsWith('<') ? '[^/]+' : escaped(part)));
  return new RegExp(`^${parts.join('')}${ends ? '$' : ''}`);
};

/** Python's expression as ours; nothing where they differ. */
const pythonic = (text: string): RegExp | undefined => {
  const same = text
    .replace(/\(\?P</g, '(?<')
    .replace(/\\Z/g, '$')
    .replace(/\\A/g, '^');
  if (/\(\?[^:<=!]|\(\?P/.test(same)) return undefined;
  try {
    return new RegExp(same.startsWith('^') ? same : `^(?:${same})`);
  } catch {
    return undefined;
  }
};
