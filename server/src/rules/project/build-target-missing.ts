import { lostTargets } from '../../project/deployment/images.ts';
import { nearest } from '../../text/distance.ts';
import { topOf } from '../../text/span.ts';
import { once } from '../reading/deployments.ts';
import { writeMeant } from '../reading/meant.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { defineRule } from '../rule.ts';

/** A build of a stage that the Dockerfile does not have ends before it begins. */
export default defineRule({
  id: 'project/build-target-missing',
  title: 'The stage that is built is in the Dockerfile',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const first = once();
    for (const { facts, target, uri } of lostTargets(project)) {
      const at = insideQuotes(project, { uri, span: target.span });
      const names = facts.stages.flatMap(({ name }) => name ?? []);
      if (!first(at)) continue;
      const better = nearest(target.text.toLowerCase(), names, Math.max(1, Math.floor(target.text.length / 3)));
      const known = names.length > 0 ? `name one of ${names.map((name) => `\`${name}\``).join(', ')}` : 'none of its stages has a name';
      yield {
        at,
        message: `The Dockerfile has no stage \`${target.text}\`, so the build ends with "target stage could not be found"; ${better ? `did you mean \`${better}\`?` : known}`,
        related: [{ at: topOf(facts.uri), message: 'This Dockerfile is built' }],
        fixes: () => writeMeant(target.text, better, at),
      };
    }
  },
});
