// asgi.py, where a project has none: what `startproject` of Django 3.0 and later writes beside wsgi.py.
import type { Project } from '../project/project.ts';
import { atLeast } from '../project/settings/release.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { relative, resolve, type Uri } from '../text/uri.ts';
import type { ScaffoldFile } from './files.ts';
import type { Reader } from './plan.ts';

/** Whether the Django of the project is too old for ASGI, which came with 3.0. */
export const isBeforeAsgi = (django: DjangoProject | undefined): boolean =>
  django !== undefined && atLeast(django.release('django'), '3.0') === false;

export interface AsgiFile {
  readonly file: ScaffoldFile | undefined;
  readonly notes: readonly string[];
}

/** The folder from which a dotted name is imported: that of manage.py, the root, `src`, or another folder right below the root. */
export const homeOf = (project: Project, django: DjangoProject | undefined, module: string): Uri | undefined => {
  const path = `${module.replaceAll('.', '/')}.py`;
  const below = project.list(project.root).flatMap(({ name, folder }) => (folder ? [resolve(project.root, `./${name}`)] : []));
  const folders = [...(django ? [django.root] : []), project.root, resolve(project.root, './src'), ...below];
  return folders.find((folder) => project.exists(resolve(folder, `./${path}`)) === true);
};

/** The file that a module such as `shop.asgi` lacks; a note where wsgi.py does what the other does not. */
export const asgiFor = (project: Project, django: DjangoProject | undefined, module: string, settings: string, read: Reader): AsgiFile => {
  if (!/(?:^|\.)asgi$/.test(module)) return { file: undefined, notes: [] };
  const sibling = module.replace(/asgi$/, 'wsgi');
  const home = homeOf(project, django, module) ?? homeOf(project, django, sibling) ?? django?.root;
  if (!home) return { file: undefined, notes: [] };
  const path = relative(project.root, resolve(home, `./${module.replaceAll('.', '/')}.py`));
  const beside = path.replace(/asgi\.py$/, 'wsgi.py');
  const wsgi = read(beside);
  const own = read(path);
  const lost = (text: string): readonly string[] => {
    const names = extras(wsgi ?? '').filter((name) => !text.includes(name.replace('wsgi', 'asgi')));
    const last = names.at(-1);
    if (last === undefined) return [];
    const all =
      names.length > 1
        ? `${names
            .slice(0, -1)
            .map((name) => `\`${name}\``)
            .join(', ')} and \`${last}\``
        : `\`${last}\``;
    return [`${beside} uses ${all}, which ${path} does not: ${names.length > 1 ? 'they no longer take' : 'it no longer takes'} part.`];
  };
  if (own !== undefined || homeOf(project, django, module)) return { file: undefined, notes: lost(own ?? '') };
  if (wsgi !== undefined && isPlain(wsgi)) return { file: { path, text: asAsgi(wsgi) }, notes: [] };
  const named = wsgi && /setdefault\(\s*["']DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/.exec(wsgi)?.[1];
  const quote = (wsgi?.match(/"/g)?.length ?? 0) >= (wsgi?.match(/'/g)?.length ?? 0) ? '"' : "'";
  const text = [
    'import os',
    '',
    'from django.core.asgi import get_asgi_application',
    '',
    `os.environ.setdefault(${quote}DJANGO_SETTINGS_MODULE${quote}, ${quote}${named || settings}${quote})`,
    '',
    'application = get_asgi_application()',
    '',
  ].join('\n');
  return { file: { path, text }, notes: lost(text) };
};

/** Whether the application is Django's own, with nothing around it and nothing of uWSGI in the file. */
const isPlain = (wsgi: string): boolean => {
  const uses = wsgi
    .split('\n')
    .filter((line) => /\bapplication\b/.test(line.replace(/#.*$/, '')) && !/^\s*(?:"""|It exposes|from |import )/.test(line));
  return (
    uses.length === 1 &&
    /^application = get_wsgi_application\(\)\s*(?:#.*)?$/.test(uses[0] ?? '') &&
    !/uwsgi|wsgiref|WSGIHandler/i.test(wsgi)
  );
};

/** The same file for ASGI: what it does before Django starts is kept. */
const asAsgi = (wsgi: string): string => wsgi.replaceAll('wsgi', 'asgi').replaceAll('WSGI', 'ASGI');

/** What a wsgi.py imports beside what Django writes into it and what Python brings. */
const extras = (text: string): readonly string[] =>
  [...text.matchAll(/^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import|import[ \t]+([\w.]+))/gm)]
    .map(([, from, plain]) => from ?? plain ?? '')
    .filter(
      (name) =>
        !/^(?:os|sys|re|io|time|json|site|types|typing|signal|pathlib|datetime|logging|warnings|traceback|functools|contextlib|importlib|__future__|django|django\.conf|django\.core\.wsgi|decouple|environ|dotenv|uwsgi|uwsgidecorators)(?:$|\.(?!core))/.test(
          name,
        ),
    );
