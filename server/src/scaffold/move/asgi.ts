// asgi.py, where a project has none: what `startproject` of Django 3.0 and later writes beside wsgi.py.
import type { Project } from '../../project/project.ts';
import { atLeast } from '../../project/settings/release.ts';
import type { DjangoProject } from '../../project/settings/view.ts';
import { relative, resolve } from '../../text/uri.ts';
import type { ScaffoldFile } from '../files.ts';
import type { Reader } from '../plan.ts';

/** Whether the Django of the project is too old for ASGI, which came with 3.0. */
export const isBeforeAsgi = (django: DjangoProject | undefined): boolean =>
  django !== undefined && atLeast(django.release('django'), '3.0') === false;

export interface AsgiFile {
  readonly file: ScaffoldFile | undefined;
  readonly notes: readonly string[];
}

/** The file that a module such as `shop.asgi` lacks; a note where wsgi.py does more than Django's own. */
export const asgiFor = (project: Project, django: DjangoProject | undefined, module: string, settings: string, read: Reader): AsgiFile => {
  if (!django || !module.endsWith('.asgi')) return { file: undefined, notes: [] };
  const path = relative(project.root, resolve(django.root, `./${module.replaceAll('.', '/')}.py`));
  const wsgi = read(path.replace(/asgi\.py$/, 'wsgi.py'));
  const more = wsgi === undefined ? [] : extras(wsgi);
  const beside = path.replace(/asgi\.py$/, 'wsgi.py');
  if (project.exists(resolve(project.root, `./${path}`)) === true || read(path) !== undefined) {
    const own = read(path) ?? '';
    const lacking = more.filter((name) => !own.includes(name));
    return {
      file: undefined,
      notes: lacking.map((name) => `${beside} names \`${name}\`, which ${path} does not: it no longer takes part.`),
    };
  }
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
  return {
    file: { path, text },
    notes: more.map((name) => `${beside} names \`${name}\`, which the new ${path} does not: it no longer takes part.`),
  };
};

/** What a wsgi.py imports beside what Django writes into it. */
const extras = (text: string): readonly string[] =>
  [...text.matchAll(/^\s*(?:from\s+([\w.]+)\s+import|import\s+([\w.]+))/gm)]
    .map(([, from, plain]) => from ?? plain ?? '')
    .filter((name) => !/^(?:os|sys|pathlib|django\.core\.wsgi|django|typing|__future__|decouple|environ|dotenv)$/.test(name));
