import { deployed } from '../../languages/dockerfile/minds.ts';
import type { Value } from '../../project/settings/value.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { once, servings } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

const inMemory = 'channels.layers.InMemoryChannelLayer';

/** A channel layer in memory ends at its process, and with it every message. */
export default defineRule({
  id: 'project/channel-layer-per-process',
  title: 'Several processes share a channel layer',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X40'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const { deployment, server, view } of servings(project, only)) {
      const { replicas, name } = deployment;
      const { workers } = server;
      const many =
        replicas.state === 'known' && replicas.value > 1 ? replicas : workers.state === 'known' && workers.value > 1 ? workers : undefined;
      const at = many && layerOf(view)?.at;
      if (!many || !at || !first(at)) continue;
      yield {
        at,
        message: `Each process keeps this channel layer in its own memory, and \`${name}\` runs up to ${many.value}, so messages of one never reach the sockets of the others; use \`channels_redis.core.RedisChannelLayer\``,
        related: [{ at: many.at, message: `Up to ${many.value} ${many === replicas ? 'containers' : 'workers'}` }],
      } satisfies Finding;
    }
  },
});

/** The backend of the default layer, when it surely is the one in memory. */
const layerOf = (view: SettingsView): Value | undefined => {
  const setting = view.get('CHANNEL_LAYERS');
  if (!setting?.certain || setting.value.is !== 'dict') return undefined;
  const under = (value: Value | undefined, key: string): Value | undefined =>
    value?.is === 'dict'
      ? value.entries.find((entry) => entry.certain && entry.key.is === 'string' && entry.key.text === key)?.value
      : undefined;
  const backend = under(under(setting.value, 'default'), 'BACKEND');
  return backend?.is === 'string' && backend.text === inMemory ? backend : undefined;
};
