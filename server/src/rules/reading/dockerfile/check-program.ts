// The programs that health checks ask with: `curl` and `wget`, which many images lack, and Python, which those of Django have.
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { type Asker, imageOf } from './image.ts';
import { isInstalled } from './system-packages.ts';

/** Whether the base image is known to lack a program, and nothing that is seen installs it. */
export const lacksProgram = (asker: Asker, stage: Stage, program: string): boolean => {
  const image = imageOf(asker, stage);
  return (
    image !== undefined && asker.knowledge.images.hasCommand(image, program) === false && isInstalled(stage, new Set([program])) === false
  );
};

/** The words of a command that asks for an address with Python. */
export const askWithPython = (url: string): readonly string[] => [
  'python',
  '-c',
  `import urllib.request as r; r.urlopen('${url}', timeout=3)`,
];

/** Words as a list of JSON, which is a list of YAML as well. */
export const asList = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
