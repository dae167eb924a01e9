import { buildOf, buildsOf } from '../../project/deployment/images.ts';
import { stacksOf } from '../../project/deployment/stacks.ts';
import { nearest } from '../../text/distance.ts';
import { replace } from '../../text/edit.ts';
import { once } from '../reading/deployments.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** Arguments that every build takes without an ARG (https://docs.docker.com/reference/dockerfile/#predefined-args). */
const predefined =
  /^(?:https?_proxy|ftp_proxy|no_proxy|all_proxy|buildkit_\w+|source_date_epoch|(?:target|build)(?:platform|os|arch|variant|stage)|docker_buildkit|compose_\w+)$/i;

/** A build argument that no ARG takes changes nothing. */
export default defineRule({
  id: 'compose/unused-build-arg',
  title: 'The Dockerfile takes the arguments it is given',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R76'],
  reads: 'project',
  *check(project) {
    const first = once();
    for (const stack of stacksOf(project)) {
      for (const service of stack.services) {
        const build = buildOf(buildsOf(project), stack, service);
        // An image of somebody else may take arguments with ONBUILD.
        if (!build || build.facts.template || build.facts.stages.some(({ base, parent }) => !parent && (!base || base.family === 'other')))
          continue;
        const declared = new Map(
          [...build.facts.globals, ...build.facts.stages.flatMap(({ settings }) => settings)].flatMap((one) =>
            one.instruction.name === 'ARG' ? [[one.name, one] as const] : [],
          ),
        );
        const given = service.every((one) => one.build?.args ?? []);
        for (const { value, uri } of given) {
          const { name, nameSpan } = value;
          const at = { uri, span: nameSpan };
          if (declared.has(name) || predefined.test(name) || name === '<<' || !first(at)) continue;
          const free = [...declared.keys()].filter((one) => !given.some((other) => other.value.name === one));
          const better = nearest(name, free, Math.max(1, Math.floor(name.length / 5)));
          const meant = better && declared.get(better);
          yield {
            at,
            message: `No ARG of the Dockerfile takes \`${name}\`, so it changes nothing; ${better ? `did you mean \`${better}\`?` : 'declare it there, or take it away'}`,
            ...(better ? { severity: 'warning' } : {}),
            related: [
              {
                at: { uri: build.facts.uri, span: meant ? meant.nameSpan : build.stage.from.content },
                message: meant ? 'This ARG is given nothing' : 'The stage that is built',
              },
            ],
            fixes: () =>
              better && nameSpan.to - nameSpan.from === name.length
                ? [fix(`Write \`${better}\``, false, uri, replace(nameSpan, better))]
                : [],
          } satisfies Finding;
        }
      }
    }
  },
});
