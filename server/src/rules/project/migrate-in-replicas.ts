import { readManage } from '../../commands/manage.ts';
import { deployed } from '../../languages/dockerfile/minds.ts';
import { containerOf } from '../reading/declared.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Django takes no lock while it migrates: two containers that start together change the same tables. */
export default defineRule({
  id: 'project/migrate-in-replicas',
  title: 'One process alone migrates the database',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R44', 'X38'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const deployment of shippedDeployments(project, only)) {
      const { replicas, launch, server, at } = deployment;
      if (replicas.state !== 'known' || replicas.value < 2 || !server || !launch || containerOf(project, deployment)?.container.init)
        continue;
      for (const { words, certain, uri, span } of launch.programs) {
        const manage = certain ? readManage(words) : undefined;
        // With an option it may only look, and a database that each container has for itself is another matter.
        if (manage?.verb.text !== 'migrate' || manage.rest.some(({ text }) => /^--(?:check|plan|prune)$/.test(text))) continue;
        const place = { uri: words[0]?.uri ?? uri ?? at.uri, span };
        if (!first(place)) continue;
        yield {
          at: place,
          message: `Each of up to ${replicas.value} containers of \`${deployment.name}\` migrates at its start, and Django takes no lock, so two that start together change the same tables and one fails; migrate in a Job or a service of its own before they start`,
          related: [{ at: replicas.at, message: `Up to ${replicas.value} containers` }],
        } satisfies Finding;
      }
    }
  },
});
