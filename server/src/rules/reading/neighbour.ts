import type { Project } from '../../project/project.ts';
import { parent, type Uri } from '../../text/uri.ts';

/** True when files at the root or beside a file speak of a proxy or a supervisor, which may run in the same container. */
export const hasNeighbour = ({ root, list }: Project, uri: Uri): boolean =>
  [root, parent(uri)].some((folder) => list(folder).some(({ name }) => /nginx|supervis|caddy|haproxy|apache|httpd|envoy|s6-/i.test(name)));
