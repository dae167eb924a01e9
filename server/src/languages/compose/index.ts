import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const yaml = /\.ya?ml$/i;
/** `compose.yaml`, `docker-compose.prod.yml`, `production-compose.yml`. */
const named = /(?:^|\/)(?:[^/]*[._-])?(?:docker-?)?compose(?:[._-][^/]*)?\.ya?ml$/i;
const stack = /(?:^|\/)docker-stack(?:[._-][^/]*)?\.ya?ml$/i;
/** What has services of another kind: GitHub and Woodpecker workflows, the values of a Helm chart, GitLab. */
const other =
  /(?:^|\/)(?:\.github|\.woodpecker|\.circleci|\.forgejo|\.gitea)\/|(?:^|\/)(?:\.woodpecker|\.drone|\.gitlab-ci|values[^/]*)\.ya?ml$/i;
const foreign = /^(?:steps|pipeline|apiVersion|jobs|stages|parameters|openapi|swagger|kind)\s*:/m;
/** The first key of the first service that is written out, which only Compose files have; those that are aliases may stand in front. */
const service =
  /^services:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n|[ \t]+[\w.-]+:[ \t]*\*[\w-]+[ \t]*\r?\n)*[ \t]+(?:"[^"\n]+"|[\w.-]+|'[^'\n]+'):[ \t]*(?:&[\w-]+[ \t]*)?(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+(?:<<|image|build|extends|command|entrypoint|environment|env_file|ports|expose|volumes|depends_on|container_name|restart|networks|profiles|labels|hostname|healthcheck|user|working_dir|platform|deploy|init|tty|stdin_open|links|logging|cap_add|privileged|pull_policy|network_mode|stop_grace_period|secrets|configs|tmpfs|shm_size|scale):/m;

/** Compose files, by name, and by what is in them: nearly every sixth is called something else. */
export const compose: Language<'compose'> = {
  kind: 'compose',
  commentSign: '#',
  mayClaim: (path) => yaml.test(path) && (named.test(path) || !other.test(path)),
  claims(path, head) {
    if (!yaml.test(path)) return false;
    if (named.test(path) || stack.test(path)) return true;
    return !other.test(path) && service.test(head) && !foreign.test(head);
  },
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  // Editors outline and fold YAML themselves.
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text),
};
