// Options that reach uWSGI from the image instead of its file: `UWSGI_*` variables and the words of its command line.
import type { Project } from '../project.ts';

/** True when a Dockerfile of the project gives the option, by any of the ways that it shows. */
export const givenByImage = ({ all }: Project, name: string): boolean => {
  const variable = `UWSGI_${name.toUpperCase().replaceAll('-', '_')}`;
  const word = new RegExp(`--${name}(?![\\w-])`);
  return all.dockerfile.some(({ facts }) =>
    facts.stages.some(
      ({ environment, entrypoint, cmd }) =>
        environment.has(variable) || [entrypoint, cmd].some((start) => start && word.test(start.instruction.line.text)),
    ),
  );
};
