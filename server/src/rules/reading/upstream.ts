// What an nginx of Compose should have named: the service beside it that serves Django.
import type { NginxAddress } from '../../languages/nginx/facts.ts';
import type { Declaration } from '../../project/deployment/declaration.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import type { Project } from '../../project/project.ts';
import type { Uri } from '../../text/uri.ts';
import { type Fix, fix, replace } from '../rule.ts';

/** The one service of the same Compose files that serves Django; nothing where none or several do. */
export const onlyServer = (project: Project, { files }: Declaration): string | undefined => {
  const names = deploymentsOf(project).flatMap(({ by, name, files: other, server }) =>
    by === 'compose' && server && other.join() === files.join() ? [name] : [],
  );
  return names.length === 1 ? names[0] : undefined;
};

/** Writes the name of a service in the place of the host of an address; nothing where the host does not stand in it as it is read. */
export const writeHost = (project: Project, uri: Uri, { host = '', span }: NginxAddress, service: string): readonly Fix[] => {
  const from = (project.file(uri)?.parsed.file.text ?? '').indexOf(host, span.from);
  return from >= 0 && from < span.to ? [fix(`Write \`${service}\``, false, uri, replace({ from, to: from + host.length }, service))] : [];
};
