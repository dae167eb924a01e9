// The application that the new server calls: Django's ASGI or WSGI, by its dotted name.
import type { Target } from '../../knowledge/moving/tables.ts';
import type { Project } from '../../project/project.ts';
import type { DjangoProject } from '../../project/settings/view.ts';
import { resolve } from '../../text/uri.ts';
import { inPackage } from '../answers.ts';
import { homeOf } from '../asgi.ts';
import { lastCalled, type OldOption } from './old-option.ts';
import type { Start } from './starts.ts';

export interface Application {
  /** `shop.asgi`. */
  readonly module: string;
  readonly callable: string;
  /** The module of the old server, as far as it is known. */
  readonly old: string | undefined;
  /** The option that names it. */
  readonly option: OldOption | undefined;
}

/** `shop/wsgi.py` as a dotted name; a folder in front that the name cannot have is left away. */
const dotted = (path: string): string =>
  path
    .replace(/\.py$/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('.');

/** What the new server calls; `fallback` is the package that holds asgi.py and wsgi.py. */
export const applicationOf = (
  start: Pick<Start, 'options' | 'command'>,
  to: Target,
  project: Project,
  django: DjangoProject | undefined,
  fallback: string,
): Application => {
  const { options, command } = start;
  const module = lastCalled(options, 'module');
  const file = lastCalled(options, 'wsgi-file');
  const mounted = lastCalled(options, 'mount');
  const option = module ?? file ?? mounted;
  const direct = command.server === 'uwsgi' ? undefined : command.target?.text;
  const value = option === mounted ? option?.value?.replace(/^[^=]*=/, '') : (option?.value ?? direct);
  const [name = '', behind] = (value ?? '').split(':', 2);
  const isPath = name.includes('/') || name.endsWith('.py');
  const old = name === '' ? undefined : isPath ? withinDjango(dotted(name), project, django) : name;
  const callable = behind || lastCalled(options, 'callable')?.value || 'application';
  const wanted = to === 'uvicorn' ? 'asgi' : 'wsgi';
  const last = old?.split('.').at(-1);
  // A module that is nowhere to be seen is not believed where another one is.
  const seen =
    old === undefined ||
    homeOf(project, django, old) !== undefined ||
    homeOf(project, django, inPackage({ package: fallback }, 'wsgi')) === undefined;
  if (old !== undefined && seen && (last === 'wsgi' || last === 'asgi'))
    return { module: [...old.split('.').slice(0, -1), wanted].join('.'), callable, old, option };
  // WSGI of another name is what gunicorn calls too; Django's ASGI stands where startproject puts it.
  if (to === 'gunicorn' && old !== undefined && command.server === 'uwsgi') return { module: old, callable, old, option };
  return { module: inPackage({ package: fallback }, wanted), callable: 'application', old, option };
};

/** `/app/shop/wsgi.py` names folders of the image in front: the longest end of it that the project has is meant. */
const withinDjango = (name: string, project: Project, django: DjangoProject | undefined): string => {
  const parts = name.split('.');
  for (let from = 0; django && from < parts.length; from++) {
    const path = parts.slice(from).join('/');
    if (project.exists(resolve(django.root, `./${path}.py`)) === true) return parts.slice(from).join('.');
  }
  return name;
};
