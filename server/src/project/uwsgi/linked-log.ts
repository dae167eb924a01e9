import type { Project } from '../project.ts';

/** True when a Dockerfile of the project links a path, or a folder above it, to the container's output. */
export const linksToOutput = ({ all }: Project, path: string): boolean =>
  all.dockerfile.some(({ facts }) =>
    facts.stages.some((stage) =>
      stage.runs.some(({ command: { words } }) => {
        const link = words.at(-1)?.text;
        return (
          words[0]?.text === 'ln' &&
          words.some(({ text }) => /^\/(?:dev\/std|proc\/(?:1|self)\/fd)/.test(text)) &&
          link !== undefined &&
          (path === link || path.startsWith(`${link.replace(/\/$/, '')}/`))
        );
      }),
    ),
  );
