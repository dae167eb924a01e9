// Compose files that take away what others say.
import type { Project } from '../../project/project.ts';
import type { Uri } from '../../text/uri.ts';

/** Whether a Compose file takes away what others say (`!reset`, `!override`), which is not followed. */
export const takesAway = (project: Project, uri: Uri): boolean => /!(?:reset|override)\b/.test(project.file(uri)?.parsed.file.text ?? '');
