// The deployments that a place of a file has to do with, and as what.
import type { Parsed } from '../../languages/language.ts';
import { pythonCaret } from '../../languages/python/caret.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { namedIn } from '../../project/settings/named.ts';
import { type Location, type Span, touches } from '../../text/span.ts';
import type { Place } from '../feature.ts';

/** One deployment and the thing of it that a place names. */
export interface Touch {
  readonly deployment: Deployment;
  readonly as: 'port' | 'server' | 'target' | 'settings' | 'static';
  readonly span: Span;
  /** For `port`. */
  readonly port: number | undefined;
}

/** Settings that say where static files go. */
const isStatic = /^STATIC_(?:ROOT|URL)$/;

/** Every deployment that the offset names a port, server, application, settings module or static setting of. */
export const touching = ({ project, parsed, offset }: Pick<Place, 'project' | 'parsed' | 'offset'>): readonly Touch[] => {
  const { uri } = parsed.file;
  const on = (at: Location): boolean => at.uri === uri && touches(at.span, offset);
  const caret = parsed.kind === 'python' ? pythonCaret(parsed as Parsed<'python'>, offset) : undefined;
  const setting = (caret?.on === 'target' || caret?.on === 'name') && isStatic.test(caret.text) ? caret.span : undefined;
  const module = namedIn(project).find(({ variable, at }) => variable === 'DJANGO_SETTINGS_MODULE' && on(at));
  const out: Touch[] = [];
  for (const deployment of deploymentsOf(project)) {
    const add = (as: Touch['as'], span: Span, port?: number) => out.push({ deployment, as, span, port });
    const { server, settings } = deployment;
    const port = deployment.ports.find(({ at }) => on(at));
    if (port) add('port', port.at.span, port.port);
    else if (server && on(server.at)) add('server', server.at.span);
    else if (server?.target.state === 'known' && on(server.target.at)) add('target', server.target.at.span);
    else if (module && settings.state === 'known' && settings.value === module.text) add('settings', module.at.span);
    else if (setting && deployment.view?.files.includes(uri)) add('static', setting);
  }
  return out;
};
