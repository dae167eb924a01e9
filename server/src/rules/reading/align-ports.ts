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
  const start = deployment.server?.at;
  const together = all.filter(
    (one) =>
      one === deployment ||
      (start &&
        one.server?.at.uri === start.uri &&
        one.server.at.span.from === start.span.from &&
        one.image?.stage === deployment.image?.stage),
  );
  const places = together.flatMap(({ ports }) => ports).filter(({ port }) => odds.includes(port));
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
