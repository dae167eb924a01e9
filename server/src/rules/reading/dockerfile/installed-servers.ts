// Which servers the files of a project install, other Dockerfiles and other stages included.
import { perProject } from '../../../project/kept.ts';
import type { Project } from '../../../project/project.ts';

/** Distributions of servers, the likeliest to be meant first, and the one that gunicorn's workers of uvicorn live in. */
const names = ['uvicorn', 'gunicorn', 'granian', 'daphne', 'hypercorn', 'uwsgi', 'waitress', 'uvicorn-worker'] as const;

const kept = perProject(({ distributions }): string => names.filter((name) => distributions.has(name)).join());

/** Those of them that the project installs, in their order. Rules on single stages ask by this alone what other stages install. */
export const installedServers = (project: Project): string => kept(project);

/** Whether the project installs one of them. */
export const installsServer = (project: Project, name: (typeof names)[number]): boolean => kept(project).split(',').includes(name);
