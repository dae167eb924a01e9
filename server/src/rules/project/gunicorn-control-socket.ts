import { programOf } from '../../commands/wrappers.ts';
import { compareVersions } from '../../knowledge/images/version.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, deployedRequirements, inRun } from '../../languages/dockerfile/minds.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { appendWords } from '../reading/dockerfile/append.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { settingOf } from '../reading/server-setting.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** From this release on gunicorn listens for commands on a socket in the home of its user. */
const since = '25.1.0';

/** A user without a home has no place for gunicorn's control socket. */
export default defineRule({
  id: 'project/gunicorn-control-socket',
  title: "Gunicorn's control socket has a place",
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X26'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployedRequirements, inRun(/\b(?:mkdir|mkhomedir_helper)\b/)),
  *check(project, _, only) {
    const first = once();
    for (const { server, image, user, environment } of shippedDeployments(project, only)) {
      if (server?.kind !== 'gunicorn' || !server.complete || server.configuration || !image || user.state !== 'known') continue;
      const name = user.value.replace(/:.*$/, '');
      if (['HOME', 'XDG_RUNTIME_DIR', 'GUNICORN_CMD_ARGS'].some((one) => environment.get(one)) || !isHomeless(image.stage, name)) continue;
      if (['control-socket', 'no-control-socket'].some((one) => settingOf(project, server, one).state !== 'absent')) continue;
      const installed = imageRequirements(project, image.facts, image.stage).byName.get('gunicorn');
      if (!installed?.version || compareVersions(installed.version, since) < 0 || !first(server.at)) continue;
      yield {
        at: server.at,
        message: `gunicorn ${installed.version} makes a control socket in the home of its user, \`${name}\` has none, and so each start logs "Control server error"; add \`--no-control-socket\`, or make a home for the user`,
        related: [{ at: user.at, message: 'This user has no home' }],
        fixes: () => {
          const edit = server.at.uri === image.facts.uri ? appendWords(image.stage, server.program, ['--no-control-socket']) : undefined;
          return edit ? [fix('Add `--no-control-socket`', true, image.facts.uri, edit)] : [];
        },
      } satisfies Finding;
    }
  },
});

/** Whether the image makes a user and no home for it. Users of the base, and numbers, are not known. */
const isHomeless = (stage: Stage, name: string): boolean => {
  const chain = chainOf(stage);
  const made = chain
    .flatMap(({ runs }) => runs)
    .map(({ words }) => words)
    .find((words) => /^(?:useradd|adduser)$/.test(programOf(words[0])) && words.some(({ text }) => text === name));
  if (!made || name === '' || name === 'root') return false;
  const options = made.slice(1).map(({ text }) => text);
  const has = (pattern: RegExp): boolean => options.some((text) => pattern.test(text));
  // One of the two makes a home when nothing is said, the other does not; `install` and `mkdir` may make it afterwards.
  const later = chain.some(({ runs }) => runs.some(({ words }) => /^(?:mkdir|install|cp|mkhomedir_helper)$/.test(programOf(words[0]))));
  if (later || has(/^(?:-[a-z]*m|--create-home)$/)) return false;
  if (programOf(made[0]) === 'useradd') return !has(/^(?:-d|--home(?:-dir)?)(?:=|$)/);
  return has(/^(?:--no-create-home|-[a-zA-Z]*H)$/);
};
