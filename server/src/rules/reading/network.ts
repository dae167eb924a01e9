// Whom a container reaches on localhost: itself, unless it shares its network with others.
import type { Project } from '../../project/project.ts';
import type { Uri } from '../../text/uri.ts';

/** Whether a host is the container itself. */
export const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);

/** Whether some service of these Compose files may have another network than its own. */
export const sharesNetwork = (project: Project, files: readonly Uri[]): boolean =>
  files.some((uri) => /\bnetwork_mode["']?\s*:/.test(project.file(uri)?.parsed.file.text ?? ''));
