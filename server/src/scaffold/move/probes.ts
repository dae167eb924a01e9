// Health checks that used what only Alpine or uWSGI brought.
import type { Project } from '../../project/project.ts';
import type { Edit } from '../../text/edit.ts';
import type { Uri } from '../../text/uri.ts';
import type { Moving } from './nginx.ts';

export interface ProbesMove {
  readonly edits: ReadonlyMap<Uri, readonly Edit[]>;
  readonly notes: readonly string[];
}

/** The edits of health checks and probes; `slim` are Dockerfiles whose images have lost BusyBox. */
export const moveProbes = (_project: Project, _moving: readonly Moving[], _slim: ReadonlySet<Uri>): ProbesMove => ({
  edits: new Map(),
  notes: [],
});
