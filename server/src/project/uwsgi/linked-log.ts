import { memo } from '../../languages/memo.ts';
import type { Project } from '../project.ts';

/** The paths that Dockerfiles link to the container's output. */
const links = memo((dockerfiles: Project['all']['dockerfile']): readonly string[] =>
  dockerfiles.flatMap(({ facts }) =>
    facts.stages.flatMap(({ runs }) =>
      runs.flatMap(({ command: { words } }) => {
        const link = words.at(-1)?.text;
        const isLink = words[0]?.text === 'ln' && words.some(({ text }) => /^\/(?:dev\/std|proc\/(?:1|self)\/fd)/.test(text));
        return isLink && link !== undefined ? [link] : [];
      }),
    ),
  ),
);

/** True when a Dockerfile of the project links a path, or a folder above it, to the container's output. */
export const linksToOutput = ({ all }: Project, path: string): boolean =>
  links(all.dockerfile).some((link) => path === link || path.startsWith(`${link.replace(/\/$/, '')}/`));
