// Which Python distributions the project installs.
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';

export interface Installed {
  readonly name: string;
  readonly at: Location;
}

/** The first of these distributions that the project installs. Names are normalised: lower case, single dashes. */
export const installed = ({ distributions }: Project, names: readonly string[]): Installed | undefined => {
  for (const name of names) {
    const at = distributions.get(name);
    if (at) return { name, at };
  }
  return undefined;
};
