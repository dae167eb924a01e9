// A view that answers 200 without asking the database, for probes.

import type { Expression } from '../../languages/python/ir.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import { itemBefore, lineOf, linesAt, type Written } from '../../languages/python/writing.ts';
import type { FileOf } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import { moduleIn } from '../../project/settings/modules.ts';
import { insert } from '../../text/edit.ts';
import { moved } from '../../text/span.ts';
import type { Ground } from './ground.ts';

/** Puts the view and its path into the URLs of the project. */
export const answerProbes = (ground: Ground): void => {
  const { answers, view, django, project } = ground;
  if (answers.health === undefined) return;
  const route = answers.health.replace(/^\//, '');
  const root = textOf(view.get('ROOT_URLCONF')?.value);
  const uri = root === undefined ? undefined : moduleIn(project, django.root, root);
  const found = uri && project.file(uri);
  const written = uri && ground.written(uri);
  if (!uri || found?.parsed.kind !== 'python' || !written) {
    ground.note(`Add a view for ${answers.health} that answers 200 without a database: the URLs of the project could not be read.`);
    return;
  }
  const file = found as FileOf<'python'>;
  if (file.parsed.file.text.includes(route.replace(/\/$/, ''))) return;
  for (const { at, chunk } of file.parsed.tree.chunks) {
    for (const statement of bodyOf(chunk)) {
      if (statement.is !== 'assign' || !statement.targets.some((target) => target.is === 'name' && target.name === 'urlpatterns')) continue;
      const value = listIn(statement.value);
      if (!value) continue;
      const { quote, indent, text } = written;
      const code = `path(${quote}${route}${quote}, healthz)`;
      const start = lineOf(text, at + statement.span.from);
      // Two blank lines in front of a function, as everybody writes it.
      const blanks = /(?:\r?\n)*$/.exec(text.slice(0, start))?.[0].split('\n').length ?? 0;
      const view = [
        ...Array.from({ length: Math.max(0, 4 - blanks) }, () => ''),
        'def healthz(request):',
        `${indent}return HttpResponse(${quote}ok${quote})`,
        '',
        '',
      ];
      ground.edit(uri, linesAt(written, start, view));
      const first = value.items[0];
      if (first) ground.edit(uri, itemBefore(written, moved(first.span, at), code));
      else ground.edit(uri, insert(at + value.span.from + 1, code));
      const imports = file.facts.imports;
      const brings = (module: string, name: string) => imports.some((one) => one.module === module && one.names?.includes(name));
      for (const [module, name] of [
        ['django.http', 'HttpResponse'],
        ['django.urls', 'path'],
      ] as const)
        if (!brings(module, name)) ground.edit(uri, linesAt(written, importPlace(written, module), [`from ${module} import ${name}`]));
      return;
    }
  }
  ground.note(`Add a view for ${answers.health} that answers 200 without a database: \`urlpatterns\` is no plain list.`);
};

/** A list, or the first one that is added to others: `extra + [path(…)]`. */
const listIn = (value: Expression | undefined): Extract<Expression, { is: 'sequence' }> | undefined => {
  if (value?.is === 'sequence') return value;
  if (value?.is !== 'arithmetic' || value.rest.some(({ sign }) => sign !== '+')) return undefined;
  return [value.first, ...value.rest.map(({ operand }) => operand)].find((one) => one.is === 'sequence');
};

/** In front of the first import that sorts behind a module; behind all imports when none does. */
const importPlace = ({ text, afterImports }: Written, module: string): number => {
  for (const match of text.matchAll(/^from[ \t]+([\w.]+)[ \t]+import\b/gm)) {
    if ((match[1] ?? '').startsWith('django') && (match[1] ?? '') > module) return match.index;
  }
  return afterImports;
};
