// Classes, functions and modules of the workspace, by the dotted path that a setting would name them by.

import type { Parsed } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import { statementsIn } from '../../languages/python/walk.ts';
import type { FileOf, Project } from '../../project/project.ts';
import { moved, type Span } from '../../text/span.ts';
import { slashPath, type Uri, uriOfPath } from '../../text/uri.ts';

/** Something a module defines at its top level. */
export interface Definition {
  readonly name: string;
  readonly is: 'class' | 'function';
  /** The bases of a class, by the last word of each. */
  readonly bases: readonly string[];
  readonly span: Span;
}

/** What a module defines at its top level, in `if` and `try` too. Remembered. */
export const definitionsIn: (parsed: Parsed<'python'>) => readonly Definition[] = memo((parsed: Parsed<'python'>) =>
  parsed.tree.chunks.flatMap(({ at, chunk }) => {
    if (!/\b(?:class|def)\s/.test(chunk.text)) return [];
    return [...statementsIn(bodyOf(chunk), true)].flatMap((one): Definition[] => {
      if (one.is !== 'class' && one.is !== 'function') return [];
      const bases =
        one.is === 'class' ? one.bases.flatMap(({ value }) => (value.is === 'name' || value.is === 'attribute' ? [value.name] : [])) : [];
      return [{ name: one.name, is: one.is, bases, span: moved(one.nameSpan, at) }];
    });
  }),
);

/** The folders from which Python may import modules of a file: those above it that are no packages. */
const rootsOf = ({ paths, root }: Project, path: string): readonly string[] => {
  const top = slashPath(root).replace(/\/$/, '');
  const out: string[] = [];
  for (let folder = path; folder.length > top.length; ) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    if (paths.exists(`${folder}/__init__.py`) !== true) out.push(folder);
  }
  return out;
};

/** The dotted name of a module, from its outermost package on. */
export const dottedOf = (project: Project, uri: Uri): string => {
  const path = slashPath(uri);
  const [root = slashPath(project.root)] = rootsOf(project, path);
  return path
    .slice(root.length + 1)
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
};

/** What a dotted path leads to in the workspace, seen from a file: a module, or something that a module defines. */
export interface Target {
  readonly uri: Uri;
  /** Where it is defined; the beginning of the file for modules. */
  readonly span: Span;
  readonly is: 'module' | 'class' | 'function' | 'name';
}

const start: Span = { from: 0, to: 0 };

const moduleAt = ({ paths }: Project, folder: string, parts: readonly string[]): Uri | undefined => {
  const path = [folder, ...parts].join('/');
  if (paths.exists(`${path}/__init__.py`)) return uriOfPath(`${path}/__init__.py`);
  return paths.exists(`${path}.py`) ? uriOfPath(`${path}.py`) : undefined;
};

/** Follows a dotted path: longest module first, then the name in it. Nothing when the workspace has neither. */
export const targetOf = (project: Project, from: Uri, dotted: string): Target | undefined => {
  const parts = dotted.split('.');
  if (parts.length === 0 || !parts.every((part) => /^[A-Za-z_]\w*$/.test(part))) return undefined;
  for (const root of rootsOf(project, slashPath(from))) {
    const module = moduleAt(project, root, parts);
    if (module) return { uri: module, span: start, is: 'module' };
    const holder = parts.length > 1 ? moduleAt(project, root, parts.slice(0, -1)) : undefined;
    const name = parts.at(-1);
    if (!holder || name === undefined) continue;
    const file = project.file(holder);
    if (file?.parsed.kind !== 'python') return { uri: holder, span: start, is: 'name' };
    const { parsed, facts } = file as FileOf<'python'>;
    const found = definitionsIn(parsed).find((one) => one.name === name);
    const bound = found?.span ?? facts.names.get(name);
    return bound && { uri: holder, span: bound, is: found?.is ?? 'name' };
  }
  return undefined;
};
