import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What marks the top of a project, the strongest first. */
const markers: readonly (readonly string[])[] = [['drydock.yaml', 'drydock.yml'], ['.git'], ['manage.py']];

/** The root of the project a folder (an absolute path, existing or not) belongs to: the nearest folder upwards with the strongest mark, else itself. */
export const projectRootOf = (folder: string): string => {
  const above: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    above.push(at);
    if (dirname(at) === at) break;
  }
  for (const names of markers) {
    const found = above.find((one) => names.some((name) => existsSync(join(one, name))));
    if (found !== undefined) return found;
  }
  return folder;
};
