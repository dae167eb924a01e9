import type { FileOf, Project } from '../../project/project.ts';
import { textOf } from '../../project/settings/ask.ts';
import { findModule } from '../../project/settings/modules.ts';
import { nearest } from '../../text/distance.ts';
import { parent } from '../../text/uri.ts';
import { innerOf, productions, silenced, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const settings = {
  ROOT_URLCONF: 'every request, and `check`, ends with ModuleNotFoundError',
  WSGI_APPLICATION: '`runserver` does not start',
  ASGI_APPLICATION: 'the `runserver` of daphne and channels does not start',
} as const;

/** Whether a file that makes images or starts containers speaks of a Python file by its name. */
const broughtIn = ({ all }: Project, name: string): boolean =>
  [...all.dockerfile, ...all.compose, ...all.kubernetes, ...all.shell, ...all.makefile].some(({ parsed }) =>
    parsed.file.text.includes(name),
  );

/** A dotted path in a package of this project that leads nowhere. */
export default defineRule({
  id: 'settings/application-missing',
  title: 'The URLs and applications that settings name are there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ325', 'DJ326'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      for (const [name, harm] of Object.entries(settings)) {
        const setting = view.get(name);
        const path = setting?.certain ? textOf(setting.value) : undefined;
        if (!setting || !path || !/^\w+(?:\.\w+)+$/.test(path) || silenced(view, 'urls.E005')) continue;
        const urls = name === 'ROOT_URLCONF';
        const cut = path.lastIndexOf('.');
        const module = urls ? path : path.slice(0, cut);
        const found = findModule(project, view.uri, 0, module, [django.root]);
        // Other packages are not of this workspace.
        if (found.is === 'foreign' || found.is === 'folder') continue;
        // A build or a mount may put it there.
        if (found.is === 'missing' && broughtIn(project, `${module.split('.').at(-1)}.py`)) continue;
        const file = found.is === 'file' ? project.file(found.uri) : undefined;
        const facts = file?.parsed.kind === 'python' ? (file as FileOf<'python'>).facts : undefined;
        const attribute = path.slice(cut + 1);
        if (found.is === 'file' && (urls || !facts?.closed || facts.names.has(attribute))) continue;
        const { at } = setting.value;
        const better = betterOf(
          path,
          found.is === 'file',
          [...(facts?.names.keys() ?? [])],
          (holder) => {
            const home = findModule(project, view.uri, 0, holder, [django.root]);
            return home.is === 'missing' || home.is === 'foreign'
              ? []
              : project
                  .list(home.is === 'file' ? parent(home.uri) : home.uri)
                  .flatMap(({ name: one, folder }) => (folder ? [] : one.endsWith('.py') ? [one.slice(0, -3)] : []));
          },
          urls,
        );
        const written = writtenAt(project, at.uri);
        const inner = written && innerOf(written.text, at.span);
        const finding: Finding = {
          at,
          message: `There is no \`${found.is === 'file' ? attribute : module}\`${found.is === 'file' ? ` in \`${module}\`` : ' in this project'}, so ${harm}; ${better ? `write \`${better}\`` : 'name one that is there'}`,
          ...(urls ? {} : { severity: 'warning' as const }),
          fixes: () => (inner && better ? [fix(`Write \`${better}\``, false, at.uri, replace(inner, better))] : []),
        };
        yield finding;
      }
    }
  },
});

/** The path with its last wrong part replaced by the nearest name that is there. */
const betterOf = (
  path: string,
  hasModule: boolean,
  names: readonly string[],
  modulesIn: (holder: string) => readonly string[],
  urls: boolean,
): string | undefined => {
  const parts = path.split('.');
  if (hasModule) {
    const name = nearest(parts.at(-1) ?? '', names, 3);
    return name && [...parts.slice(0, -1), name].join('.');
  }
  const at = parts.length - (urls ? 1 : 2);
  const own = parts[at];
  if (own === undefined || at < 1) return undefined;
  const module = nearest(own, modulesIn(parts.slice(0, at).join('.')), 2);
  return module && [...parts.slice(0, at), module, ...parts.slice(at + 1)].join('.');
};
