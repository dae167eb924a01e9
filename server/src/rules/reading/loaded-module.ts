// The Python module that a server loads: `shop.asgi:application`.
import { memo } from '../../languages/memo.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../text/file.ts';

/** The module that the server of a deployment loads; nothing where it is not known or not in the workspace. */
export const loadedModule = (project: Project, { server, outside }: Deployment): SourceFile | undefined => {
  if (server?.target.state !== 'known') return undefined;
  const path = `${server.target.value.replace(/:.*$/s, '').replaceAll('.', '/')}.py`;
  const uri = outside(`${server.folder ?? ''}/${path}`);
  const file = (uri && project.file(uri)) ?? project.all.python.find(({ facts }) => facts.uri.endsWith(`/${path}`));
  return file?.parsed.kind === 'python' ? file.parsed.file : undefined;
};

/**
 * True where the router of Channels hands WebSockets on and no requests, which another server answers then. Before
 * Channels 3 requests went to Django unasked; who is silent about sockets alone is silent about those as well.
 */
export const takesSocketsAlone = memo(
  ({ text }: SourceFile): boolean =>
    /\bProtocolTypeRouter\(/.test(text) && /^[^#\n]*["']websocket["']\s*:/m.test(text) && !/^[^#\n]*["']http["']\s*:/m.test(text),
);
