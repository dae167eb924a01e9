import { anyOf, deployedRequirements, unread } from '../../languages/dockerfile/minds.ts';
import { bodyOf } from '../../languages/python/parse.ts';
import type { DeployedServer } from '../../project/deployment/deployment.ts';
import { moduleNamed } from '../../project/deployment/settings.ts';
import { imagePackages, imageRequirements } from '../../project/dockerfile/requirements.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import { findModule } from '../../project/settings/modules.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { type Location, moved, topOf } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { addRequirement } from '../reading/add-requirement.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { distributionOf, isLacking } from '../reading/distribution-of.ts';
import { stringsOf } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** An app, a middleware or an import that nothing installs ends Django at its start. */
export default defineRule({
  id: 'project/requirement-missing',
  title: 'What the settings name is installed',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X04'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployedRequirements, unread),
  *check(project, _, only) {
    const first = once();
    for (const { image, view, django, server } of shippedDeployments(project, only)) {
      if (!image || image.by === 'only' || !view || !django) continue;
      const packages = imagePackages(project, image.facts, image.stage);
      if (!packages.complete || packages.installed.length === 0) continue;
      const told = new Set<string>();
      for (const { path, at, as } of [
        ...namedIn(view),
        ...importedBy(project, view.files),
        ...importedBy(project, startOf(project, server)),
      ]) {
        const wanted = distributionOf(path);
        // A server that is missing is told where it is started.
        if (!wanted || wanted.name === server?.kind || told.has(wanted.name) || !isLacking(packages, wanted)) continue;
        if (findModule(project, view.uri, 0, path.replace(/\..*$/s, ''), [django.root]).is !== 'foreign') continue;
        told.add(wanted.name);
        if (!first(at)) continue;
        const requirements = imageRequirements(project, image.facts, image.stage);
        const from = requirements.files.find(({ uri, as: kind }) => uri && kind !== 'constraint' && project.file(uri))?.uri;
        yield {
          at,
          message: `Nothing that the image installs brings \`${path.replace(/\..*$/s, '')}\`, so Django ends at its start with ModuleNotFoundError; add \`${wanted.name}\` to the requirements, or take this ${as} away`,
          related: [
            from
              ? { at: topOf(from), message: 'This is installed' }
              : { at: { uri: image.facts.uri, span: image.stage.from.content }, message: 'By this image' },
          ],
          fixes: () => addRequirement(project, requirements, [wanted.name]),
        } satisfies Finding;
      }
    }
  },
});

interface Named {
  readonly path: string;
  readonly at: Location;
  readonly as: 'app' | 'middleware' | 'import';
}

/** The apps and middleware that are surely there. */
const namedIn = (view: SettingsView): readonly Named[] =>
  (['MIDDLEWARE', 'INSTALLED_APPS'] as const).flatMap((name) => {
    const setting = view.get(name);
    if (!setting?.certain) return [];
    const as = name === 'MIDDLEWARE' ? 'middleware' : 'app';
    return stringsOf(view, name).flatMap(({ text, item }) => (item.certain ? [{ path: text, at: item.at, as } as const] : []));
  });

/** What modules import at their top level, under no condition. */
const importedBy = (project: Project, files: readonly Uri[]): readonly Named[] =>
  files.flatMap((uri) => {
    const parsed = parsedAt(project, uri, 'python');
    return (parsed?.tree.chunks ?? []).flatMap(({ at, chunk }) =>
      bodyOf(chunk).flatMap((statement): readonly Named[] => {
        const place = { uri, span: moved(statement.span, at) };
        if (statement.is === 'from') return statement.level === 0 ? [{ path: statement.module, at: place, as: 'import' }] : [];
        return statement.is === 'import' ? statement.names.map(({ name }) => ({ path: name, at: place, as: 'import' })) : [];
      }),
    );
  });

/** The module that the server imports. */
const startOf = (project: Project, server: DeployedServer | undefined): readonly Uri[] => {
  if (server?.target.state !== 'known') return [];
  const container = { project, image: undefined, volumes: [], folder: undefined, outside: undefined };
  const facts = moduleNamed(container, undefined, server.target.value.replace(/:.*$/s, ''));
  return facts ? [facts.uri] : [];
};
