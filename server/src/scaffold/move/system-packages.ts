// uWSGI from Debian's own packages: their names go out of the lists of apt-get.
import type { DockerfileFacts } from '../../languages/dockerfile/facts.ts';
import { type Edit, replace } from '../../text/edit.ts';

/** The packages that bring uWSGI and its plugins. */
const own = /^uwsgi(?:-|$)|^python3-uwsgidecorators$/;

/** Takes the names out; a command that installs nothing else is left as it is, for apt-get takes an empty list without a word. */
export const systemPackages = (facts: DockerfileFacts, text: string): readonly Edit[] => {
  const edits: Edit[] = [];
  for (const { runs } of facts.stages) {
    for (const { installation } of runs) {
      if (installation?.tool !== 'apt') continue;
      for (const { name, span } of installation.packages) {
        if (!own.test(name)) continue;
        // With the blanks, and the line of its own, in front.
        const before = /(?:[ \t]*\\\r?\n)?[ \t]*$/.exec(text.slice(0, span.from))?.[0].length ?? 0;
        edits.push(replace({ from: span.from - before, to: span.to }, ''));
      }
    }
  }
  return edits;
};
