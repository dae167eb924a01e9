// One port for all places that name it: the edits, over all files at once.
import type { DeployedPort, Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { type Edit, replace } from '../../text/edit.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Fix } from '../rule.ts';

/** One place, with the digits in it. */
interface Written {
  readonly port: number;
  readonly at: Location;
}

/** The digits of a port in a place: the last ones, for a host stands in front. Nothing where the place has a name or a variable. */
const digitsOf = (project: Project, { port, at }: DeployedPort): Written | undefined => {
  const text = project.file(at.uri)?.parsed.file.text.slice(at.span.from, at.span.to) ?? '';
  const found = [...text.matchAll(/(?<![\d.])\d+(?![\d.])/g)].findLast(([digits]) => Number(digits) === port);
  if (!found) return undefined;
  const from = at.span.from + found.index;
  return { port, at: { uri: at.uri, span: { from, to: from + found[0].length } } };
};

const keyOf = ({ uri, span }: Location): string => `${uri} ${span.from}`;

/**
 * The deployments that are changed with one: those that start the same server, and those that a place speaks of which is changed, such
 * as the address in a proxy that stands in front of both.
 */
const togetherWith = (deployment: Deployment, all: readonly Deployment[]): readonly Deployment[] => {
  const together = new Set([deployment]);
  // Those that are added in the loop are gone through as well.
  for (const one of together) {
    const start = one.server?.at;
    const places = new Set(one.ports.map(({ at }) => keyOf(at)));
    for (const other of all) {
      const same = start && other.server && keyOf(other.server.at) === keyOf(start) && other.image?.stage === one.image?.stage;
      if (same || other.ports.some(({ at }) => places.has(keyOf(at)))) together.add(other);
    }
  }
  return [...together];
};

/**
 * For each of the ports that are at odds, a fix that writes it into every place that names another of them: in the deployment, and in
 * others that start the same server. The first one is that of the server. None where a place cannot be written: a variable has it.
 */
export const alignments = (
  project: Project,
  deployment: Deployment,
  all: readonly Deployment[],
  odds: readonly number[],
): readonly Fix[] => {
  const places = togetherWith(deployment, all)
    .flatMap(({ ports }) => ports)
    .filter(({ port }) => odds.includes(port));
  const written = places.map((one) => ({ one, digits: digitsOf(project, one) }));
  return odds.flatMap((port) => {
    const edits = new Map<Uri, Edit[]>();
    const done = new Set<string>();
    for (const { one, digits } of written) {
      if (one.port === port) continue;
      if (!digits) {
        // A name leads to a place that is changed itself.
        if (one.role === 'service' || one.role === 'probe' || one.role === 'ingress') continue;
        return [];
      }
      const { uri, span } = digits.at;
      const key = `${uri} ${span.from}`;
      if (done.has(key)) continue;
      done.add(key);
      edits.set(uri, [...(edits.get(uri) ?? []), replace(span, String(port))]);
    }
    return edits.size === 0 ? [] : [{ title: `Use port ${port} everywhere`, safe: false, edits }];
  });
};
