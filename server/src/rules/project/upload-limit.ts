import { type Maybe, unknown } from '../../languages/maybe.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { directivesAbove } from '../reading/nginx-lines.ts';
import { frontings } from '../reading/proxies.ts';
import { defineRule, fix } from '../rule.ts';

/** nginx refuses bodies of more than 1 MB unless it is told otherwise. */
export default defineRule({
  id: 'project/upload-limit',
  title: 'nginx lets uploads through',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X43'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const told = new Set<unknown>();
    for (const { deployment, facts, server, location, pass } of frontings(project)) {
      const { view, purpose } = deployment;
      if (!view || facts.open || purpose === 'development' || purpose === 'test' || told.has(server)) continue;
      // A file around it may set the limit for all.
      if (location.includes.some(({ text }) => !/(?:mime\.types|_params|ssl|tls)/.test(text))) continue;
      if (!location.bodyLimit && project.all.nginx.some(({ parsed }) => parsed.file.text.includes('client_max_body_size'))) continue;
      const limit = location.bodyLimit ? sizeOf(location.bodyLimit.text) : 1 << 20;
      const wanted = bytes(view);
      if (limit === unknown || wanted === undefined || limit === 0 || limit >= wanted.bytes) continue;
      told.add(server);
      const line = `client_max_body_size ${Math.max(10, Math.ceil(wanted.bytes / (1 << 20)))}m;`;
      yield {
        at: { uri: facts.uri, span: (location.bodyLimit ?? pass.directive).span },
        message: location.bodyLimit
          ? `nginx refuses bodies of more than \`${location.bodyLimit.text}\` with 413, though Django would take ${wanted.words}; write \`${line}\``
          : `nginx refuses bodies of more than 1 MB with 413 unless it is told otherwise, and this project ${wanted.words}; add \`${line}\` with the size of your largest upload`,
        related: [{ at: wanted.at, message: 'Set here' }],
        fixes: () => {
          const text = project.file(facts.uri)?.parsed.file.text;
          return text === undefined || location.bodyLimit
            ? []
            : [fix(`Add \`${line}\``, false, facts.uri, directivesAbove(text, pass.directive, line))];
        },
      };
    }
  },
});

interface Wanted {
  readonly bytes: number;
  readonly words: string;
  readonly at: { readonly uri: SettingsView['uri']; readonly span: { readonly from: number; readonly to: number } };
}

/** What Django takes: the limit of a request that is set, or uploads, for which it has none. */
const bytes = (view: SettingsView): Wanted | undefined => {
  const limit = view.get('DATA_UPLOAD_MAX_MEMORY_SIZE');
  if (limit?.certain && limit.value.is === 'number')
    return { bytes: limit.value.value, words: `${limit.value.value} bytes`, at: limit.value.at };
  const media = view.get('MEDIA_ROOT');
  return media?.certain && media.value.is !== 'none'
    ? { bytes: (1 << 20) + 1, words: 'takes uploads (MEDIA_ROOT)', at: media.value.at }
    : undefined;
};

/** `8m`, `512k`, `0` for no limit; in bytes. */
const sizeOf = (text: string): Maybe<number> => {
  const match = /^(\d{1,12})([kmg]?)$/i.exec(text);
  if (!match) return unknown;
  const power = { '': 0, k: 10, m: 20, g: 30 }[(match[2] ?? '').toLowerCase()] ?? 0;
  return Number(match[1]) * 2 ** power;
};
