import type { Stage } from '../../languages/dockerfile/facts.ts';
import { buildOf, buildsOf } from '../../project/deployment/images.ts';
import { type Stack, type StackService, stacksOf } from '../../project/deployment/stacks.ts';
import type { Project } from '../../project/project.ts';
import { defineRule } from '../rule.ts';

/** Official images that have no HEALTHCHECK of their own. */
const without =
  /^(?:(?:docker\.io\/)?(?:library\/)?)(?:postgres|redis|valkey\/valkey|mysql|mariadb|rabbitmq|memcached|mongo|nginx|python|node|elasticsearch)(?::[\w.-]+)?$/;

/** Compose stops at the start when it shall wait for a health that nobody looks after. */
export default defineRule({
  id: 'compose/healthy-without-healthcheck',
  title: 'Services that others wait for have a health check',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R35'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const told = new Set<string>();
    for (const stack of stacksOf(project)) {
      if (!stack.complete) continue;
      for (const service of stack.services) {
        for (const { value, uri } of service.every((one) => one.dependsOn)) {
          if (value.condition !== 'service_healthy') continue;
          const other = stack.services.find(({ name }) => name === value.service);
          const key = `${uri} ${value.span.from}`;
          if (!other || told.has(key) || !hasNone(project, stack, other)) continue;
          told.add(key);
          const at = other.parts.at(-1);
          yield {
            at: { uri, span: { from: value.span.from, to: Math.min(value.span.to, value.span.from + value.service.length) } },
            message: `\`${value.service}\` has no health check, so Compose gives up with "has no healthcheck configured" instead of starting \`${service.name}\`; give it a \`healthcheck\`, or wait for \`service_started\``,
            related: at ? [{ at: { uri: at.uri, span: at.value.nameSpan }, message: 'This service has no `healthcheck`' }] : [],
          };
        }
      }
    }
  },
});

/** Whether it is sure that nobody looks after the health of a service. */
const hasNone = (project: Project, stack: Stack, service: StackService): boolean => {
  // Another file may add it, when it is given to Compose too.
  const anywhere = project.all.compose.some(({ facts }) =>
    facts.services.some(({ name, healthcheck }) => name === service.name && healthcheck),
  );
  if (anywhere) return service.last((one) => one.healthcheck)?.value.disabled === true;
  if (service.last((one) => one.build)) {
    const build = buildOf(buildsOf(project), stack, service);
    return build !== undefined && build.facts.template === undefined && imageHasNone(build.stage);
  }
  const image = service.last((one) => one.image)?.value;
  return image?.known === true && without.test(image.text);
};

const imageHasNone = ({ healthcheck, base }: Stage): boolean => {
  if (healthcheck) return healthcheck.command === undefined;
  return base !== undefined && base.family !== 'other';
};
