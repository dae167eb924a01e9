import { anyOf, deployed, setting } from '../../languages/dockerfile/minds.ts';
import { replace } from '../../text/edit.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { nearVariables } from '../reading/near-variable.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** A variable under a name that nobody reads is not set at all. */
export default defineRule({
  id: 'project/environment-name',
  title: 'Variables have the names that the settings read',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X37'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, setting),
  *check(project, knowledge, only) {
    const first = once();
    for (const deployment of shippedDeployments(project, only)) {
      for (const { set, read } of nearVariables(project, deployment)) {
        const { name = '', nameAt, unset } = read.read;
        // A variable that servers, tools or Python read is set for them. These three are read by nobody but settings.
        if ((knowledge.find('environment', set.name) && !/SECRET_KEY$|^DATABASE_URL$/.test(set.name)) || !first(set.at)) continue;
        const text = project.file(set.at.uri)?.parsed.file.text.slice(set.at.span.from, set.at.span.to);
        yield {
          at: set.at,
          message: `Nothing reads \`${set.name}\`, and the settings read \`${name}\`, which is not set, so ${unset === undefined ? 'Django ends at its start' : `\`${read.setting}\` keeps its default`}; did you mean \`${name}\`?`,
          ...(unset === undefined && deployment.environment.complete ? { severity: 'error' } : {}),
          related: [{ at: nameAt, message: `\`${name}\` is read here` }],
          fixes: () => (text === set.name ? [fix(`Write \`${name}\``, false, set.at.uri, replace(set.at.span, name))] : []),
        } satisfies Finding;
      }
    }
  },
});
