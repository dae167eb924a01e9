// Options that reach uWSGI from the image instead of its file: `UWSGI_*` variables and the words of its command line.
import type { DockerfileFacts } from '../../languages/dockerfile/facts.ts';
import { memo } from '../../languages/memo.ts';
import type { Project } from '../project.ts';

/** True when a Dockerfile of the project gives the option, by any of the ways that it shows. */
export const givenByImage = ({ all }: Project, name: string): boolean =>
  all.dockerfile.some(({ facts }) => {
    const answers = given(facts);
    let answer = answers.get(name);
    if (answer === undefined) {
      answer = gives(facts, name);
      answers.set(name, answer);
    }
    return answer;
  });

/** What was found out about a Dockerfile, by the names that were asked for. */
const given = memo((_: DockerfileFacts) => new Map<string, boolean>());

const gives = ({ stages }: DockerfileFacts, name: string): boolean => {
  const variable = `UWSGI_${name.toUpperCase().replaceAll('-', '_')}`;
  const word = new RegExp(`--${name}(?![\\w-])`);
  return stages.some(
    ({ environment, entrypoint, cmd }) =>
      environment.has(variable) || [entrypoint, cmd].some((start) => start && word.test(start.instruction.line.text)),
  );
};
