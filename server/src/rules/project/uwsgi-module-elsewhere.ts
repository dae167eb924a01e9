import { deployed } from '../../languages/dockerfile/minds.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import { moduleNamed } from '../../project/deployment/settings.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import { type Location, moved } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

/** The module `uwsgi` is part of the running uWSGI, and of no package. */
export default defineRule({
  id: 'project/uwsgi-module-elsewhere',
  title: 'Only uWSGI loads what imports uWSGI',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 89'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const { server, view, launch } of shippedDeployments(project, only)) {
      if (!server || server.kind === 'uwsgi' || !server.program.certain || launch?.programs.some((one) => one.server?.server === 'uwsgi'))
        continue;
      const target = server.target.state === 'known' ? server.target.value.replace(/:.*$/s, '') : '';
      const start = target
        ? moduleNamed({ project, image: undefined, volumes: [], folder: undefined, outside: undefined }, undefined, target)?.uri
        : undefined;
      for (const uri of new Set([...(start ? [start] : []), ...(view?.files ?? [])])) {
        for (const { at, module } of importsOf(project, uri)) {
          if (!first(at)) continue;
          yield {
            at,
            message: `\`${module}\` is there only inside a running uWSGI, and ${server.kind} loads this module, so it ends with ModuleNotFoundError; put the import into a \`try\`, or take what needs it out`,
            related: [{ at: server.at, message: `${server.kind} starts here` }],
          } satisfies Finding;
        }
      }
    }
  },
});

/** Imports of uWSGI's modules at the top level, under no condition and in no `try`. */
const importsOf = (project: Project, uri: Uri): readonly { readonly at: Location; readonly module: string }[] =>
  (parsedAt(project, uri, 'python')?.tree.chunks ?? []).flatMap(({ at, chunk }) =>
    chunk.text.includes('uwsgi')
      ? bodyOf(chunk).flatMap((statement) => {
          const names =
            statement.is === 'import'
              ? statement.names.map(({ name }) => name)
              : statement.is === 'from' && statement.level === 0
                ? [statement.module]
                : [];
          const module = names.find((name) => name === 'uwsgi' || name === 'uwsgidecorators');
          return module ? [{ at: { uri, span: moved(statement.span, at) }, module }] : [];
        })
      : [],
  );
