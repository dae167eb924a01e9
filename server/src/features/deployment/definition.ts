// From a port, an application, a settings module, a variable, a build or an image to the place that decides it.
import type { Project } from '../../project/project.ts';
import { djangoProjects } from '../../project/settings/django.ts';
import { moduleIn } from '../../project/settings/modules.ts';
import { namedIn } from '../../project/settings/named.ts';
import { type Location, type Span, touches } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Place } from '../feature.ts';
import { definedBuild } from './builds.ts';
import { type Touch, touching } from './touching.ts';
import { readsOf, variableAt } from './variables.ts';

const start: Span = { from: 0, to: 0 };

/** What decides the thing at the caret; empty when the caret is on none of these, or on the decision itself. */
export const defineJoined = (place: Place): readonly Location[] => {
  const { project, parsed, offset } = place;
  const built = definedBuild(project, parsed, offset);
  if (built.length > 0) return unique(built);
  const { uri } = parsed.file;
  const module = namedIn(project).find(
    ({ variable, at }) => variable === 'DJANGO_SETTINGS_MODULE' && at.uri === uri && touches(at.span, offset),
  );
  const settings = module && settingsFile(project, module.text);
  if (settings) return [{ uri: settings, span: start }];
  const joined = unique(touching(place).flatMap((touch) => decided(project, touch)));
  const elsewhere = joined.filter((at) => at.uri !== uri || !touches(at.span, offset));
  if (elsewhere.length > 0 || joined.length > 0) return elsewhere;
  const name = parsed.kind === 'python' ? undefined : variableAt(place);
  return name === undefined ? [] : readsOf(project, name);
};

const settingsFile = (project: Project, module: string): Uri | undefined => {
  for (const { root } of djangoProjects(project)) {
    const found = moduleIn(project, root, module);
    if (found) return found;
  }
  return undefined;
};

/** The port that the server listens on; the line of the application. */
const decided = (project: Project, { deployment, as, port }: Touch): readonly Location[] => {
  const { server, ports, django } = deployment;
  if (as === 'port') {
    const same = ports.filter((one) => one.port === port);
    const listening = same.filter(({ role }) => role === 'listen');
    return (listening.length > 0 ? listening : same.filter(({ role }) => role === 'expose')).map(({ at }) => at);
  }
  if (as !== 'target' || server?.target.state !== 'known') return [];
  const [module = '', callable = 'application'] = server.target.value.split(':');
  const uri = moduleIn(project, django?.root ?? project.root, module);
  if (!uri) return [];
  const file = project.file(uri);
  const span = file?.parsed.kind === 'python' && 'names' in file.facts ? file.facts.names.get(callable) : undefined;
  return [{ uri, span: span ?? start }];
};

export const unique = (places: readonly Location[]): readonly Location[] => {
  const seen = new Map(places.map((at) => [`${at.uri} ${at.span.from} ${at.span.to}`, at]));
  return [...seen.values()];
};
